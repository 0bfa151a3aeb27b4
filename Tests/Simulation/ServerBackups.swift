// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import FieldSync
import Foundation
import GRDB
import StorageSQLite
import SyncService

/// What the server had when a backup was made: its rows, the keys that belong to them, and who
/// might do what.
struct ServerBackup {
    let made: Instant
    let contents: DiskContents
    let keys: SealedFiles
    let rights: Rights
    /// What lies beside the file; nil for the one of before the history, of which no device hears.
    let document: Backup?
}

/// Backups of the server that can be put back, from the oldest to the newest.
struct ServerBackups {
    private var kept: [ServerBackup]
    private(set) var restores = 0

    init(first: ServerBackup) { kept = [first] }

    /// One that has no state to go back to.
    init() { kept = [] }

    mutating func add(_ backup: ServerBackup) { kept.append(backup) }

    /// Any of them, as none says which is needed.
    ///
    /// Those that were made after it hold what is lost with it, and are of no use any more:
    /// `keeplocald restore` refuses them.
    mutating func takeForRestore(_ dice: Dice) -> ServerBackup? {
        guard !kept.isEmpty else { return nil }
        // Mostly the newest, as people would.
        let index = dice.oneIn(3) ? dice.below(kept.count) : kept.count - 1
        kept.removeSubrange((index + 1)...)
        restores += 1
        return kept[index]
    }
}

extension World {
    /// A backup with its trial: what does not verify is none.
    func backUp(_ dice: Dice) throws {
        let now = server.clock.now
        let heads = try server.storage.readNow { try $0.heads() }
        let verified = try server.verify()
        ledger.check(.chain)
        guard verified.isSound else {
            throw Violation(
                .chain,
                "a backup does not verify: \(verified.chain); \(verified.projection)"
            )
        }
        let contents = try server.disk.contents()
        let keys = try server.storage.files.copyInMemory(random: Dice(dice.next()).entropy)
        let document = Backup(
            file: "keeplocal.backup",
            made: now,
            sha256: Hash(of: Data()),
            bytes: 0,
            heads: Dictionary(
                heads.map { ($0.key.text, $0.value) },
                uniquingKeysWith: { first, _ in first }
            ),
            timeline: try server.storage.readNow { try $0.timeline() },
            changes: verified.changes,
            records: verified.records,
            verified: now
        )
        backups.add(
            ServerBackup(
                made: now,
                contents: contents,
                keys: keys,
                rights: rights,
                document: document
            )
        )
        try server.administer { try $0.remember(document) }
        ledger.struck(.backup)
    }

    /// The server dies, and goes on from a backup: what was stored since is on the devices only.
    func restoreServer(_ dice: Dice) throws {
        guard let backup = backups.takeForRestore(dice) else { return }
        let before = try server.known()
        let hadNewVersion = try hasNewVersion()
        try server.restore(backup, epoch: "restored \(backups.restores)")
        ledger.check(.chain)
        rights = backup.rights
        try noteLost(before)
        ledger.struck(.serverRestored)
        // Whoever published it knows, and does it again.
        if hadNewVersion, try !hasNewVersion() { try publishNewVersion() }
    }

    /// What the server does not have any more is owed by the device that made it, and by its
    /// journal alone: what went from there as well is gone.
    private func noteLost(_ before: [ChangeID: KnownChange]) throws {
        let after = try server.known()
        let answered = try server.answered()
        var entries: [ChangeID: Int64?] = [:]
        for device in devices {
            for row in try device.disk.rows("SELECT id, state, sequence FROM journal") {
                guard let id = row["id"] as Data?, let state = row["state"] as String?,
                    state != "purged", state != "dropped"
                else { continue }
                entries[ChangeID(bytes: id)] = row["sequence"] as Int64?
            }
        }
        for (change, known) in before where known.isLost(ifNow: after[change]) {
            guard let entry = entries[change] else {
                // What is held again is there, though no device may keep it any more.
                if after[change] == nil {
                    ledger.gone(change, of: known.record)
                } else {
                    ledger.lostByServer(change, known, isHeard: false, isSent: false)
                }
                continue
            }
            let isHeard = entry != nil && entry == known.sequence
            // An answer that the backup has is older than the sequence, which was somebody's
            // decision: the device asks about it again, and does not send it.
            let isSent = isHeard && !answered.contains(change)
            ledger.lostByServer(change, known, isHeard: isHeard, isSent: isSent)
        }
    }

    /// A device that the restored server does not know is enrolled again, in its own folder.
    func enrolAgain(
        _ device: SimulatedDevice,
        _ former: Identity,
        _ connect: @escaping (Identity) throws -> Server
    ) throws -> SyncReport {
        var entropy = device.entropy
        let id = DeviceID.make(at: device.clock.now, using: &entropy)
        let now = server.clock.now
        var made: EnrolAnswer?
        try server.administer { writer in
            let code = try writer.makeEnrolmentCode(for: former.person, now: now).code
            made = try writer.enrol(EnrolRequest(code: code, device: id, deviceName: ""), now: now)
        }
        guard let answer = made else { throw LossyNetwork.offline }
        ledger.struck(.enrolledAgain)
        (device.wasReplaced, device.isBeingReplaced) = (true, true)
        let identity = Identity(
            server: former.server,
            authorityFile: nil,
            token: answer.token,
            device: id,
            person: answer.person,
            name: answer.name,
            grants: answer.grants,
            bundleKey: former.bundleKey
        )
        return try ReplacedIdentity(former, by: identity, in: device.store, connect: connect)
            .replace()
    }
}
