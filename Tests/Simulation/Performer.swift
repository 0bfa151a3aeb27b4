// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import FieldSync
import Foundation
import SyncService

/// Carries out the actions of a history, as people and faults would.
struct Performer {
    let world: World

    func perform(_ action: Action) throws {
        let device = world.devices[action.device % world.devices.count]
        let dice = Dice(action.seed)
        device.clock.move(milliseconds: Int64(dice.below(90_000)))
        world.server.clock.move(milliseconds: Int64(dice.below(30_000)))
        switch action.kind {
        case .create, .edit, .delete, .settle, .undo, .assign, .settleRefused, .moveReturn:
            try save(device, action.kind, dice)
        case .crashInSave:
            _ = try device.crashing(after: 0) { try save(device, .edit, dice) }
        case .sync: try sync(device, dice)
        case .crashInSync:
            _ = try device.crashing(after: dice.below(6)) { try sync(device, dice) }
        case .copyDisk: try device.copyDisk()
        case .restoreDisk: world.ledger.lose(try lost(device))
        case .jumpClock:
            let years = Int64(dice.below(21) - 10)
            device.clock.move(milliseconds: years * 31_557_600_000)
        case .partition: device.isPartitioned = true
        case .heal: device.isPartitioned = false
        case .deliverLate: deliverLate(dice)
        case .serverCrash: world.server.crashAtNextCommit()
        case .withdrawGrant: try change(dice, isRevoked: true)
        case .giveGrant: try change(dice, isRevoked: false)
        case .administratorSettles: try administratorSettles(dice)
        case .newFormVersion: try publish()
        }
    }

    private func save(_ device: SimulatedDevice, _ kind: Action.Kind, _ dice: Dice) throws {
        do {
            let saved = try device.store.write { session -> Saved? in
                try Person(session: session, dice: dice, number: device.number).act(kind)
            }
            world.ledger.save(saved?.change)
        } catch is Problem {
            // Told so at once, and nothing was saved.
        } catch is FieldProblems {
        }
    }

    private func sync(_ device: SimulatedDevice, _ dice: Dice) throws {
        let faults = device.isPartitioned ? 100 : world.plan.faultsPerHundred
        do {
            _ = try world.sync(device, dice: dice, faultsPerHundred: faults)
        } catch let problem as Problem {
            guard Self.expected.contains(problem.code) else {
                throw Violation("I11", "a sync ends with \(problem.code.text): \(problem.message)")
            }
        }
    }

    private static let expected: Set<Problem.Code> = [
        .offline, .unauthenticated, .deviceRevoked, .overloaded, .forbidden, .homeBusy,
    ]

    /// What went with the disk and is not at the server either.
    private func lost(_ device: SimulatedDevice) throws -> Set<ChangeID> {
        let gone = try device.restoreDisk()
        return try world.server.storage.readNow { reader in
            try gone.filter { try reader.entry(change: $0) == nil }
        }
    }

    private func deliverLate(_ dice: Dice) {
        guard !world.late.isEmpty else { return }
        let late = world.late.remove(at: dice.below(world.late.count))
        _ = try? world.server.answer(late.exchange, token: late.token)
    }

    private func change(_ dice: Dice, isRevoked: Bool) throws {
        let device = world.devices[dice.below(world.devices.count)]
        let (now, person) = (world.server.clock.now, device.person)
        try world.server.administer { writer in
            let grants =
                try isRevoked ? writer.person(person)?.grants ?? [] : writer.revokedGrants(person)
            guard let grant = dice.pick(grants), grant.role != .administrator else { return }
            try writer.save(grant, of: person, revoked: isRevoked ? now : nil)
        }
    }

    private func administratorSettles(_ dice: Dice) throws {
        guard world.devices.count > 3 else { return }
        let device = world.devices[3]
        let token = try device.store.read { try $0.identity().token }
        let answer = try world.server.answer(Exchange("GET", "v1/conflicts"), token: token)
        guard answer.status == 200,
            let report = dice.pick(try Canonical.decode([ConflictReport].self, from: answer.body)),
            let candidate = dice.pick(report.conflict.candidates)
        else { return }
        do {
            let saved = try device.store.write { session in
                report.conflict.state == .open
                    ? try session.resolve(report, .take(candidate.id), reason: "decided")
                    : try session.undo(report, reason: "again")
            }
            world.ledger.save(saved.change)
        } catch is Problem {
        }
    }

    private func publish() throws {
        guard let id = FormID("visit") else { return }
        try world.server.administer { writer in
            guard try writer.form(id, version: 2) == nil else { return }
            try writer.saveForm(
                id,
                version: 2,
                definition: Data(Templates.visit(version: 2).utf8)
            )
        }
    }
}

/// An invariant that does not hold.
package struct Violation: Error, Sendable, CustomStringConvertible {
    /// `I1` to `I12`.
    package let invariant: String
    package let what: String

    init(_ invariant: String, _ what: String) { (self.invariant, self.what) = (invariant, what) }

    package var description: String { "\(invariant): \(what)" }
}
