// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import SyncService

/// What must hold when a history has come to rest, each check with its name.
///
/// I5 (what was saved shows at once) is checked while people act, see `Person`.
struct Invariants {
    let world: World

    func check() throws -> Simulation.Report {
        let logs = try Logs(of: world)
        try acknowledged(logs)
        try oneEffect(logs)
        try converged()
        try conflicts(logs)
        try scopes()
        try returns(logs)
        try chain()
        try gapless(logs)
        try live()
        try bounded()
        var report = Simulation.Report()
        report.changes = logs.changes.count
        report.conflicts = logs.openConflicts.count
        report.refusals = world.ledger.refusals
        return report
    }

    /// I1: what a device was told is stored is in the log, under that receipt; what a person was
    /// told is saved is in the log, or on the device with the reason why not.
    private func acknowledged(_ logs: Logs) throws {
        guard world.ledger.contradictions.isEmpty else {
            throw Violation("I1", "one change was given two receipts")
        }
        for (change, receipt) in world.ledger.acknowledged {
            guard let entry = logs.entries[change] else {
                throw Violation("I1", "an acknowledged change is not in the log: \(change)")
            }
            guard entry.receipt == receipt else {
                throw Violation("I1", "a receipt is not that of the log: \(change)")
            }
        }
        var kept: Set<ChangeID> = Set(logs.entries.keys)
        for device in world.devices {
            let entries = try device.store.read {
                try $0.journal(in: [.refused, .held, .dropped])
            }
            kept.formUnion(entries.map(\.change.id))
        }
        if let lost = world.ledger.saved.subtracting(kept).min() {
            throw Violation("I1", "a saved change is nowhere: \(lost)")
        }
    }

    /// I2: each change has one effect.
    private func oneEffect(_ logs: Logs) throws {
        guard Set(logs.changes.map(\.change.id)).count == logs.changes.count else {
            throw Violation("I2", "a change is in the log twice")
        }
        let keys = Set(logs.changes.map { "\($0.change.device) \($0.change.counter)" })
        guard keys.count == logs.changes.count else {
            throw Violation("I2", "a counter is in the log twice")
        }
    }

    /// I3: everybody who receives a record holds it byte for byte as the server does.
    private func converged() throws {
        for device in world.devices {
            let grants = try world.server.storage.readNow {
                try $0.person(device.person)?.grants ?? []
            }
            let feeds = Actor(person: device.person, grants: grants)
                .feeds(councils: Templates.councils)
            let expected = try world.server.storage.readNow { reader in
                try feeds.flatMap { try reader.records($0, after: 0, limit: 100_000) }
            }
            let held = try device.store.read { try $0.pulledHashes() }
            guard
                held
                    == Dictionary(
                        expected.map { ($0.state.record, $0.hash) },
                        uniquingKeysWith: { $1 }
                    )
            else {
                throw Violation("I3", "device \(device.number) holds other records than the server")
            }
            let shown = try device.store.read { try $0.states() }
            for state in shown {
                let stored = expected.first { $0.state.record == state.record }?.state
                guard try stored == nil || stored == state || device.hasPending(state.record) else {
                    throw Violation("I3", "device \(device.number) shows another \(state.record)")
                }
            }
        }
    }

    /// I6: no record on a device outside what its person may receive.
    private func scopes() throws {
        for device in world.devices {
            let grants = try world.server.storage.readNow {
                try $0.person(device.person)?.grants ?? []
            }
            let feeds = Actor(person: device.person, grants: grants)
                .feeds(councils: Templates.councils)
            for scope in try device.store.read({ try $0.pulledScopes() })
            where !feeds.contains(where: { $0.contains(scope) }) {
                throw Violation("I6", "device \(device.number) holds records of \(scope)")
            }
        }
    }

    /// I9: every chain verifies, and the records follow from the log.
    private func chain() throws {
        let forms = FormShelf()
        let result = try world.server.storage.readNow {
            Verifying(reader: $0, forms: forms).run()
        }
        guard result.isSound else {
            throw Violation("I9", "chain: \(result.chain); projection: \(result.projection)")
        }
    }

    /// I10: the sequences of a council have no gap.
    private func gapless(_ logs: Logs) throws {
        for (council, sequences) in logs.sequences where sequences != Array(1...sequences.count) {
            throw Violation("I10", "the log of \(council) has a gap")
        }
    }

    /// I11: nothing waits for ever, and nothing that a device made is refused as malformed.
    private func live() throws {
        for device in world.devices {
            let waiting = try device.store.read { try $0.unsentCount() }
            guard waiting == 0 else {
                throw Violation("I11", "device \(device.number) has \(waiting) unsent changes")
            }
        }
        let own = ["change.malformed", "change.id_reused", "change.base_unknown", "form.unknown"]
        if let code = own.first(where: { world.ledger.refusals[$0] != nil }) {
            throw Violation("I11", "a device's own change was refused as \(code)")
        }
    }

    /// I12: what is only for a while is gone.
    private func bounded() throws {
        for device in world.devices {
            let staged = try device.store.read { try $0.stagedCount() }
            guard staged == 0 else {
                throw Violation("I12", "device \(device.number) keeps \(staged) staged records")
            }
        }
    }
}
