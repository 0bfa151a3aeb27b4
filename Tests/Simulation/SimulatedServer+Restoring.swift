// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import StorageSQLite
import SyncService

/// A change that the server has taken: in a log, or held.
struct KnownChange {
    let record: RecordID?
    /// Nil for one that is held.
    let sequence: Sequence64?

    /// True where it is not there after a restore, or is only held again, as in the backup, and has
    /// lost the sequence that it was given since.
    func isLost(ifNow after: KnownChange?) -> Bool {
        after == nil || sequence != nil && after?.sequence == nil
    }
}

extension SimulatedServer {
    /// Does what `keeplocald restore` does, and the start after it.
    ///
    /// The copy with its keys begins a timeline, and what the ledger of erasures names is erased
    /// again before anybody is answered. The ledgers, which no backup has, stay.
    func restore(_ backup: ServerBackup, epoch: String) throws {
        let former = try storage.readNow { try $0.timeline() }
        // No two restores are at one moment.
        clock.move(milliseconds: 1)
        try disk.fill(backup.contents)
        try storage.files.putBack(backup.keys)
        let now = clock.now
        try storage.writeNow { writer in
            if let document = backup.document { try writer.remember(document) }
            _ = try writer.beginTimeline(
                after: former,
                backupOf: backup.made,
                epoch: epoch,
                now: now
            )
        }
        restart()
        let verified = try verify()
        guard verified.isSound else {
            throw Violation(
                .chain,
                "a restored server does not verify: \(verified.chain); \(verified.projection)"
            )
        }
    }

    func verify() throws -> Verification {
        try storage.readNow { [forms] in Verifying(reader: $0, forms: forms).run() }
    }

    /// Everything that it has taken and not refused.
    func known() throws -> [ChangeID: KnownChange] {
        let logged = try disk.rows(
            "SELECT change, record, sequence FROM log WHERE kind = 'change'"
        )
        let held = try disk.rows(
            "SELECT change, record, NULL AS sequence FROM answer WHERE held IS NOT NULL"
        )
        let found = (held + logged).compactMap { row -> (ChangeID, KnownChange)? in
            guard let change = row["change"] as Data? else { return nil }
            let record = (row["record"] as Data?).map { RecordID(bytes: $0) }
            return (ChangeID(bytes: change), KnownChange(record: record, sequence: row["sequence"]))
        }
        return Dictionary(found, uniquingKeysWith: { $1 })
    }

    /// Changes whose answer is not in a log: held once, or refused.
    func answered() throws -> Set<ChangeID> {
        let rows = try disk.rows("SELECT change FROM answer")
        return Set(rows.compactMap { ($0["change"] as Data?).map { ChangeID(bytes: $0) } })
    }

    func knows(_ token: String) throws -> Bool {
        try storage.readNow { try $0.device(token: Secret.hash(token: token)) != nil }
    }
}
