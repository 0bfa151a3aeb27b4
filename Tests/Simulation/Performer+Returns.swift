// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// What becomes of a return.
extension Performer {
    /// Mostly whoever may make the next move of the first return makes it, and knows of the last
    /// one.
    func moveReturn(_ device: SimulatedDevice, _ dice: Dice) throws {
        guard dice.below(4) > 0 else { return try save(device, .moveReturn, dice) }
        let able = try world.devices.filter { try world.mayMoveReturn($0.person) }
        let mover = dice.pick(able) ?? device
        try sync(mover, dice)
        try save(mover, .moveReturn, dice)
        try sync(mover, dice)
    }

    /// A return is corrected, submitted and accepted anew while whoever approves it is offline, and
    /// approves what they saw.
    func approveLate(_ dice: Dice) throws {
        guard try leadToAcceptance(dice), let found = try world.firstReturn(),
            let approver = try mover(of: found, .approve, dice)
        else { return }
        try sync(approver, dice)
        guard let author = try mover(of: found, .prepare, dice) else { return }
        try sync(author, dice)
        // Another answer is another content; the same one again would be what was read.
        let volunteers = FieldValue.integer(Int64(dice.below(1_000)))
        try act(author, dice) {
            try $0.session.edit(found.record, fields: [Person.path("volunteers"): volunteers])
        }
        try act(author, dice) { try $0.move(found.record, .prepare) }
        try sync(author, dice)
        guard try leadToAcceptance(dice) else { return }
        let approved = try act(approver, dice) { try $0.move(found.record, .approve) }
        if approved != nil { world.ledger.struck(.staleApproval) }
        try sync(approver, dice)
    }

    /// - Returns: False where somebody whom it needs is missing, or cannot be reached.
    private func leadToAcceptance(_ dice: Dice) throws -> Bool {
        for _ in 0..<8 {
            let found = try world.firstReturn()
            if found?.progress.state == .accepted { return true }
            guard let next = try mover(of: found, found?.progress.next, dice) else { return false }
            try sync(next, dice)
            try act(next, dice) { person in
                try found.map { try person.move($0.record, nil) } ?? person.act(.moveReturn)
            }
            try sync(next, dice)
        }
        return false
    }

    private func mover(
        of found: FirstReturn?,
        _ move: ReturnMove.Name?,
        _ dice: Dice
    ) throws -> SimulatedDevice? {
        guard found == nil || move != nil else { return nil }
        return dice.pick(
            try world.devices.filter { try world.mayMoveReturn($0.person, move) }
        )
    }
}
