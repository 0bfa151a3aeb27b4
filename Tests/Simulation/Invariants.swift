// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import GRDB
import FieldStore
import Foundation
import SyncService

/// What must hold when a history has come to rest, each check with its name.
///
/// What must hold while people act is looked at by `Watch` and `Person`.
struct Invariants {
    let world: World
    var ledger: Ledger { world.ledger }

    func check() throws {
        let logs = try Logs(of: world)
        try acknowledged(logs)
        try returned(logs)
        try held()
        try asMade(logs)
        try oneEffect(logs)
        try converged()
        try conflicts(logs)
        try existence(logs)
        try scopes()
        try returns(logs)
        try erased()
        try chain(logs)
        try gapless(logs)
        try live()
        try decided(logs)
        try bounded()
        ledger.tally.count(logs, refusals: ledger.refusals, held: ledger.held.count)
    }

    /// I1: what a device was told is stored is in the log, under that receipt; what a person was
    /// told is saved is in the log, or on the device with the reason why not.
    private func acknowledged(_ logs: Logs) throws {
        ledger.check(.kept, ledger.acknowledged.count + ledger.saved.count)
        guard ledger.contradictions.isEmpty else {
            throw Violation(.kept, "one change was given two receipts")
        }
        for (change, receipt) in ledger.acknowledged {
            guard let entry = logs.entries[change] else {
                throw Violation(.kept, "an acknowledged change is not in the log: \(change)")
            }
            guard entry.receipt == receipt else {
                throw Violation(.kept, "a receipt is not that of the log: \(change)")
            }
        }
        var kept: Set<ChangeID> = Set(logs.entries.keys)
        for device in world.devices {
            let rows = try device.disk.rows(
                "SELECT id FROM journal WHERE state IN ('refused', 'held', 'dropped', 'erased')"
            )
            kept.formUnion(rows.compactMap { ($0["id"] as Data?).map { ChangeID(bytes: $0) } })
        }
        // Held by a restored server, for a device that may not keep it any more.
        if world.backups.restores > 0 { try kept.formUnion(world.server.answered()) }
        if let lost = ledger.saved.subtracting(kept).min() {
            throw Violation(.kept, "a saved change is nowhere: \(lost)\(try journals(with: lost))")
        }
    }

    /// How it stands in the journals, for whoever looks for it.
    private func journals(with change: ChangeID) throws -> String {
        try world.devices.flatMap { device in
            try device.disk.rows("SELECT id, state FROM journal").compactMap { row -> String? in
                guard let id = row["id"] as Data?, ChangeID(bytes: id) == change,
                    let state = row["state"] as String?
                else { return nil }
                return ", \(state) on device \(device.number)"
            }
        }.joined()
    }

    /// I1: what a device was told is held is held, or somebody decided about it; I11: the device
    /// knows of that.
    private func held() throws {
        let kept = try world.server.disk.rows("SELECT change, held FROM answer")
        let answers = Dictionary(
            kept.compactMap { row in (row["change"] as Data?).map { ($0, row["held"] as Data?) } },
            uniquingKeysWith: { $1 }
        )
        for device in world.devices {
            let identity = try device.store.read { try $0.identity().device }
            for row in try device.disk.rows("SELECT id, device FROM journal WHERE state = 'held'") {
                guard let id = row["id"] as Data?, let maker = row["device"] as Data? else {
                    continue
                }
                ledger.check(.kept)
                guard let answer = answers[id] else {
                    throw Violation(.kept, "a change that is held is not at the server")
                }
                guard answer != nil || DeviceID(bytes: maker) != identity else {
                    throw Violation(
                        .live,
                        "device \(device.number) does not hear what became of a held change"
                    )
                }
            }
        }
    }

    /// I1: what stands in the log is what its author made; only what the server fills in is added.
    private func asMade(_ logs: Logs) throws {
        let logged = Dictionary(
            logs.changes.map { ($0.change.id, $0.change) },
            uniquingKeysWith: { $1 }
        )
        for device in world.devices {
            // It may be there already, under another identity of the device.
            let isSame = !device.wasReplaced && !device.wasRestored
            for entry in try device.store.read({ try $0.journal(in: [.stored]) }) {
                guard let stored = logged[entry.change.id] else { continue }
                ledger.check(.kept)
                guard stored.says(entry.change, underItsCounter: isSame) else {
                    throw Violation(.kept, "a change was altered: \(entry.change.id)")
                }
            }
        }
    }

    /// I2: each change has one effect.
    private func oneEffect(_ logs: Logs) throws {
        ledger.check(.once, logs.changes.count)
        guard Set(logs.changes.map(\.change.id)).count == logs.changes.count else {
            throw Violation(.once, "a change is in the log twice")
        }
        let keys = Set(logs.changes.map { [$0.change.device.description, "\($0.change.counter)"] })
        guard keys.count == logs.changes.count else {
            throw Violation(.once, "a counter is in the log twice")
        }
    }

    /// I9: every chain verifies, and the records follow from the log.
    private func chain(_ logs: Logs) throws {
        let forms = world.server.forms
        let result = try world.server.storage.readNow {
            Verifying(reader: $0, forms: forms).run()
        }
        ledger.check(.chain, logs.entries.count)
        for stored in logs.entries.values where stored.hash != stored.entry.hashAsDocumented {
            throw Violation(.chain, "a hash of the chain does not cover its entry")
        }
        guard result.isSound else {
            throw Violation(.chain, "chain: \(result.chain); projection: \(result.projection)")
        }
    }

    /// I10: the sequences of a council have no gap, nor have the counters of a device.
    private func gapless(_ logs: Logs) throws {
        for (council, sequences) in logs.sequences {
            ledger.check(.gapless)
            guard sequences.map(\.position) == Array(1...Int64(sequences.count)) else {
                throw Violation(.gapless, "the log of \(council) has a gap")
            }
        }
        let rows = try world.server.disk.rows(
            """
            SELECT last_counter,
                (SELECT count(*) FROM (
                    SELECT counter FROM log WHERE device = id AND kind = 'change'
                    UNION SELECT counter FROM answer WHERE answer.device = id)) AS known
            FROM device
            """
        )
        for row in rows {
            ledger.check(.gapless)
            guard row["last_counter"] as Int64? == row["known"] as Int64? else {
                throw Violation(.gapless, "the counters of a device have a gap")
            }
        }
    }

    /// I11: nothing waits for ever, and nothing that a device made is refused as malformed.
    private func live() throws {
        for device in world.devices {
            ledger.check(.live)
            let waiting = try device.store.read { try $0.unsentCount() }
            guard waiting == 0 else {
                throw Violation(.live, "device \(device.number) has \(waiting) unsent changes")
            }
        }
        let own = ["change.malformed", "change.base_unknown", "change.id_reused", "form.unknown"]
        if let code = own.first(where: { ledger.refusals[$0] != nil }) {
            throw Violation(.live, "a device's own change was refused as \(code)")
        }
    }

    /// I12: what is only for a while is gone.
    private func bounded() throws {
        for device in world.devices {
            ledger.check(.bounded)
            let staged = try device.store.read { try $0.stagedCount() }
            guard staged == 0 else {
                throw Violation(.bounded, "device \(device.number) keeps \(staged) staged records")
            }
        }
    }
}

extension LogEntry {
    /// The hash as docs/protocol.md says it is made, written down a second time.
    fileprivate var hashAsDocumented: Hash {
        let lines = """
            keeplocal log 1
            \(previous)
            \(council)
            \(sequence)
            \(kind.rawValue)
            \(change)
            \(device)
            \(counter)
            \(record.map(\.description) ?? "-")
            \(receivedAt.milliseconds)
            \(payloadHash)

            """
        return Hash(of: Data(lines.utf8))
    }
}

extension Change {
    /// The same as its author made, but for the values that a server fills in.
    fileprivate func says(_ made: Change, underItsCounter isStrict: Bool) -> Bool {
        guard !isStrict || (device, counter) == (made.device, made.counter) else { return false }
        let isSame =
            (id, record, base) == (made.id, made.record, made.base)
            && (kind, author, at, reason) == (made.kind, made.author, made.at, made.reason)
            && step == made.step && Set(patch.keys) == Set(made.patch.keys)
        guard isSame, kind != .resolve else { return isSame }
        return patch == made.patch
    }
}
