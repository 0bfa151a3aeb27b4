// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import StorageSQLite
import SyncService

extension World {
    /// A coordinator erases any record of theirs.
    func erase(_ dice: Dice) throws {
        let coordinators = try devices.filter { device in
            try device.store.read { try $0.identity() }.grants.contains { $0.role == .coordinator }
        }
        guard let device = dice.pick(coordinators) else { return }
        let forms = server.forms
        let (now, person) = (server.clock.now, device.person)
        let records = try device.store.read { try $0.pulledRecords() }.map(\.state)
            .filter { $0.scope.audience == .organisation }
        guard let record = dice.pick(records)?.record else { return }
        ledger.struck(.erasure)
        var entropy = dice.entropy
        let request = ErasureRequest(
            id: .make(at: now, using: &entropy),
            record: record,
            reference: nil,
            reason: .consentWithdrawn,
            authority: "DSR",
            isRehearsal: false
        )
        do {
            try server.administer { writer in
                _ = try writer.erase(request, forms: forms, person: person, now: now)
            }
        } catch is Problem {
        }
    }
}

extension Invariants {
    /// I8: nothing of an erased record can be read, at the server or on any device.
    func erased() throws {
        let records = try world.server.storage.readNow { reader in
            guard try reader.unfinishedErasures().isEmpty else {
                throw Violation(.erased, "an erasure was never finished")
            }
            let records = Set(try reader.erasures(after: 0, limit: .max).values.flatMap(\.records))
            for record in records where try world.server.storage.files.hasKey(of: record) {
                throw Violation(.erased, "the key of \(record) is still there")
            }
            for record in records where try reader.record(record) != nil {
                throw Violation(.erased, "the state of \(record) is still there")
            }
            let kept =
                try reader.heldAnswers(after: nil, limit: .max)
                + reader.awaitingAnswers(after: nil, limit: .max)
            for change in kept.compactMap(\.held)
            where records.contains(change.record) {
                throw Violation(.erased, "a held change of \(change.record) is still there")
            }
            for entry in try Templates.councils.flatMap({
                try reader.entries($0, after: 0, limit: 1_000_000)
            }) {
                guard let record = entry.entry.record, records.contains(record) else { continue }
                guard try reader.content(of: entry) == nil else {
                    throw Violation(.erased, "a payload of \(record) can still be read")
                }
            }
            return records
        }
        ledger.check(.erased, records.count)
        for device in world.devices {
            let entries = try device.store.read { try $0.journal(in: JournalEntry.State.allCases) }
            let held = try device.store.read { try Set($0.pulledRecords().map(\.state.record)) }
            for entry in entries where records.contains(entry.change.record) {
                guard entry.change.patch.isEmpty, entry.change.reason == nil else {
                    throw Violation(
                        .erased,
                        "device \(device.number) keeps a change of \(entry.change.record)"
                    )
                }
            }
            if let record = held.intersection(records).min() {
                throw Violation(.erased, "device \(device.number) keeps \(record)")
            }
        }
    }
}
