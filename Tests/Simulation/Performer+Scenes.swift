// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// Several things that must happen in a row to mean anything, and would hardly ever by chance.
extension Performer {
    /// Some people settle one conflict, none knowing of the others.
    func raceToSettle(_ device: SimulatedDevice, _ dice: Dice) throws {
        try sync(device, dice)
        let open = try device.store.read { try $0.conflicts(all: false) }
        guard let conflict = dice.pick(open),
            let scope = try device.store.read({ try $0.state(of: conflict.record)?.scope })
        else { return }
        let able = world.devices.filter {
            $0 !== device && world.rights.feeds(of: $0.person).contains { $0.contains(scope) }
        }
        var throwing = dice
        let racing = [device] + able.shuffled(using: &throwing).prefix(2)
        for other in racing.dropFirst() { try sync(other, dice) }
        var count = 0
        for other in racing {
            let saved = try? other.store.write { session -> Saved? in
                let same = try session.conflicts(all: false).first { $0.id == conflict.id }
                guard let same, let candidate = dice.pick(same.candidates) else { return nil }
                return try session.resolve(same, .take(candidate.id), reason: "first")
            }
            guard let saved else { continue }
            world.ledger.save(saved.change)
            count += 1
        }
        if count > 1 { world.ledger.struck(.race) }
    }

    /// A value that was made before a dispute was settled, and arrives after that.
    func lateCandidate(_ device: SimulatedDevice, _ dice: Dice) throws {
        let records = try device.store.read { try $0.pulledRecords() }.map(\.state)
            .filter { $0.scope.audience == .organisation }
        guard let record = dice.pick(records),
            let decider = dice.pick(try others(than: device, knowing: record))
        else { return }
        for (number, person) in [device, decider].enumerated() {
            try write(number + dice.below(2) * 10, to: record.record, on: person)
        }
        try sync(device, dice)
        try sync(decider, dice)
        try write(20 + dice.below(5), to: record.record, on: device)
        let saved = try? decider.store.write { session -> Saved? in
            let open = try session.conflicts(all: false).first { $0.record == record.record }
            guard let open, let candidate = dice.pick(open.candidates) else { return nil }
            return try session.resolve(open, .take(candidate.id), reason: "asked them")
        }
        if let saved {
            world.ledger.save(saved.change)
            world.ledger.struck(.lateCandidate)
        }
        try sync(decider, dice)
        try sync(device, dice)
    }

    /// A copy of the disk, taken when work was received and had not come back yet, is put back, and
    /// its owner goes on with that work.
    func workOnCopy(_ device: SimulatedDevice, _ dice: Dice) throws {
        let records = try device.store.read { try $0.pulledRecords() }.map(\.state.record)
        guard let record = dice.pick(records) else { return }
        try write(dice.below(5), to: record, on: device)
        world.beforePull = {
            try device.copyDisk()
            throw LossyNetwork.offline
        }
        try sync(device, dice)
        guard world.beforePull == nil else {
            world.beforePull = nil
            return
        }
        // Under the same counter, so that the copy is found out.
        try write(dice.below(5), to: record, field: "count", on: device)
        try sync(device, dice)
        try restoreDisk(device)
        try write(5 + dice.below(5), to: record, on: device)
        try sync(device, dice)
    }

    func others(
        than device: SimulatedDevice,
        knowing record: RecordState
    ) throws -> [SimulatedDevice] {
        try world.devices.filter { other in
            try other !== device
                && other.store.read { try $0.state(of: record.record) } != nil
        }
    }

    func write(
        _ value: Int,
        to record: RecordID,
        field: String = "score",
        on device: SimulatedDevice
    ) throws {
        let fields: [FieldPath: FieldValue?] = [Person.path(field): .integer(Int64(value))]
        let saved = try? device.store.write { try $0.edit(record, fields: fields) }
        world.ledger.save(saved?.change)
    }
}
