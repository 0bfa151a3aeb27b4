// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// What must come in a row with a server that goes back to mean anything.
extension Performer {
    /// Work that the server lost comes back beside work that had never seen it, and that was made
    /// upon what the server has taken since.
    func lostUnseen(_ device: SimulatedDevice, _ dice: Dice) throws {
        let records = try device.store.read { try $0.pulledRecords() }.map(\.state)
            .filter { $0.scope.audience == .organisation }
        guard let record = dice.pick(records),
            let other = dice.pick(try others(than: device, knowing: record))
        else { return }
        try world.backUp(dice)
        try write(dice.below(5), to: record.record, on: device)
        try sync(device, dice)
        try world.restoreServer(dice)
        // The base of what the other writes next is above every place that was lost.
        try write(dice.below(5), to: record.record, field: "count", on: other)
        try sync(other, dice)
        try write(5 + dice.below(5), to: record.record, on: other)
        try sync(other, dice)
        try sync(device, dice)
    }

    /// Two decide, neither knowing of the other; one is stored and lost, and the other, who was
    /// offline meanwhile, reaches the restored server first.
    func rivalDecision(_ device: SimulatedDevice, _ dice: Dice) throws {
        guard let (record, other) = try dispute(device, dice) else { return }
        try sync(device, dice)
        try world.backUp(dice)
        for decider in [device, other] { try settle(record, on: decider, dice) }
        try sync(device, dice)
        try world.restoreServer(dice)
        try sync(other, dice)
        try sync(device, dice)
    }

    /// Somebody decides about values that are lost with the server, and one of their authors wrote
    /// on before hearing of it.
    func decisionOverwritten(_ device: SimulatedDevice, _ dice: Dice) throws {
        try world.backUp(dice)
        guard let (record, other) = try dispute(device, dice) else { return }
        let deciders = [other] + world.devices.filter { $0 !== device && $0 !== other }
        if try dice.oneIn(2) || !settle(record, onOneOf: deciders, for: device, dice) {
            try administratorSettles(record, for: device, dice)
        }
        try write(20 + dice.below(5), to: record, on: device)
        try sync(device, dice)
        try world.restoreServer(dice)
        // The decision mostly comes back to what was written over its values.
        if !dice.oneIn(4) { try sync(device, dice) }
        var throwing = dice
        for each in world.devices.shuffled(using: &throwing) { try sync(each, dice) }
    }

    /// A copy of a device goes on under a new identity, the server goes back to before that, and
    /// the request for the identity arrives once more.
    func lateIdentity(_ device: SimulatedDevice, _ dice: Dice) throws {
        try world.backUp(dice)
        world.repeatsLater = "v1/devices"
        defer { world.repeatsLater = nil }
        try workOnCopy(device, dice)
        try world.restoreServer(dice)
        while !world.late.isEmpty { world.deliverLate(dice) }
        try sync(device, dice)
    }

    /// Two values of one field that had not seen each other; the second of their authors knows of
    /// both.
    private func dispute(
        _ device: SimulatedDevice,
        _ dice: Dice
    ) throws -> (record: RecordID, other: SimulatedDevice)? {
        let records = try device.store.read { try $0.pulledRecords() }.map(\.state)
            .filter { $0.scope.audience == .organisation }
        guard let record = dice.pick(records),
            let other = dice.pick(try others(than: device, knowing: record))
        else { return nil }
        try write(dice.below(5), to: record.record, on: device)
        try write(5 + dice.below(5), to: record.record, on: other)
        try sync(device, dice)
        try sync(other, dice)
        return (record.record, other)
    }

    /// Whoever may decide does: most may not.
    private func settle(
        _ record: RecordID,
        onOneOf deciders: [SimulatedDevice],
        for author: SimulatedDevice,
        _ dice: Dice
    ) throws -> Bool {
        for decider in deciders {
            try sync(decider, dice)
            guard try settle(record, on: decider, for: author, dice) else { continue }
            try sync(decider, dice)
            return true
        }
        return false
    }

    /// - Returns: False where this person may not, or nothing is disputed here.
    @discardableResult
    private func settle(
        _ record: RecordID,
        on device: SimulatedDevice,
        for author: SimulatedDevice? = nil,
        _ dice: Dice
    ) throws -> Bool {
        let saved = try? device.store.write { session -> Saved? in
            let open = try session.conflicts(all: false).first { $0.record == record }
            guard let open, let candidate = Self.candidate(of: open, by: author, dice) else {
                return nil
            }
            return try session.resolve(open, .take(candidate.id), reason: "asked them")
        }
        world.ledger.save(saved?.change)
        return saved != nil
    }

    /// That of an author where there is one, else any.
    private static func candidate(
        of conflict: Conflict,
        by author: SimulatedDevice?,
        _ dice: Dice
    ) -> Candidate? {
        conflict.candidates.last { $0.author == author?.person } ?? dice.pick(conflict.candidates)
    }

    private func administratorSettles(
        _ record: RecordID,
        for author: SimulatedDevice,
        _ dice: Dice
    ) throws {
        try readConflicts()
        let report = world.reports.first {
            $0.conflict.record == record && $0.conflict.state == .open
        }
        guard world.devices.count > 3, let report,
            let candidate = Self.candidate(of: report.conflict, by: author, dice)
        else { return }
        let saved = try? world.devices[3].store.write {
            try $0.resolve(report, .take(candidate.id), reason: "decided")
        }
        world.ledger.save(saved?.change)
        try sync(world.devices[3], dice)
    }
}
