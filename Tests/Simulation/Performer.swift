// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import GRDB
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
        world.ledger.tally.actions += 1
        world.ledger.tally.events += 1
        device.clock.move(milliseconds: Int64(dice.below(90_000)))
        world.server.clock.move(milliseconds: Int64(dice.below(30_000)))
        switch action.kind {
        case .create, .edit, .delete, .settle, .undo, .assign, .settleRefused:
            try save(device, action.kind, dice)
        case .moveReturn: try moveReturn(device, dice)
        case .raceToSettle: try raceToSettle(device, dice)
        case .lateCandidate: try lateCandidate(device, dice)
        case .workOnCopy: try workOnCopy(device, dice)
        case .approveLate: try approveLate(dice)
        case .lostUnseen: try lostUnseen(device, dice)
        case .rivalDecision: try rivalDecision(device, dice)
        case .decisionOverwritten: try decisionOverwritten(device, dice)
        case .lateIdentity: try lateIdentity(device, dice)
        case .crashInSave: try crash(device, after: 0) { try save(device, .edit, dice) }
        case .sync: try sync(device, dice)
        case .crashInSync:
            try crash(device, after: dice.below(6)) { try sync(device, dice) }
        case .changeRightsInSync: try changeRightsInSync(device, dice)
        case .revokeDevice: try revoke(device, dice)
        case .copyDisk: try device.copyDisk()
        case .restoreDisk: try restoreDisk(device)
        case .jumpClock: jumpClock(device, dice)
        case .partition:
            if !device.isPartitioned { world.ledger.struck(.partition) }
            device.isPartitioned = true
        case .heal: device.isPartitioned = false
        case .deliverLate: world.deliverLate(dice)
        case .serverCrash:
            world.ledger.struck(.serverEnded)
            world.server.crashAtNextCommit()
        case .withdrawGrant: try changeRight(of: dice.pick(world.devices), dice, [.rightTaken])
        case .giveGrant: try changeRight(of: dice.pick(world.devices), dice, [.rightGiven])
        case .moveGrant: try changeRight(of: dice.pick(world.devices), dice, [.rightMoved])
        case .decideHeld: try decideHeld(dice)
        case .readConflicts: try readConflicts()
        case .administratorSettles: try administratorSettles(dice)
        case .newFormVersion: try world.publishNewVersion()
        case .misbehave: try world.faulty?.misbehave(in: world, dice)
        case .erase: try world.erase(dice)
        case .backUp: try world.backUp(dice)
        case .restoreServer: try world.restoreServer(dice)
        case .restoreInPeace: try restoreInPeace(dice)
        case .damageRecords:
            world.ledger.struck(.recordDamaged)
            try device.damageRecords(dice)
        }
    }

    func save(_ device: SimulatedDevice, _ kind: Action.Kind, _ dice: Dice) throws {
        let change = try act(device, dice) { try $0.act(kind) }
        if kind == .delete, change != nil { world.ledger.struck(.deletion) }
    }

    /// - Returns: What was saved; nil where nothing was, or the person was told why not.
    @discardableResult
    func act(
        _ device: SimulatedDevice,
        _ dice: Dice,
        _ body: (Person) throws -> Saved?
    ) throws -> ChangeID? {
        do {
            let person = { Person(session: $0, dice: dice, device: device, ledger: world.ledger) }
            let saved = try device.store.write { session -> Saved? in try body(person(session)) }
            world.ledger.save(saved?.change)
            return saved?.change
        } catch let problem as Problem where problem.code != .storeDamaged {
            // Told so at once, and nothing was saved.
        } catch is FieldProblems {
        }
        return nil
    }

    private func crash(
        _ device: SimulatedDevice,
        after commits: Int,
        _ body: () throws -> Void
    ) throws {
        let shown = try Shown(of: device)
        guard try device.crashing(after: commits, body) == nil else { return }
        world.ledger.struck(.deviceEnded)
        try Watch(world: world).brokenOff(device, before: shown)
    }

    func sync(_ device: SimulatedDevice, _ dice: Dice) throws {
        let faults = device.isPartitioned ? 100 : world.plan.faultsPerHundred
        try Watch(world: world).sync(device, dice, faultsPerHundred: faults)
    }

    func restoreDisk(_ device: SimulatedDevice) throws {
        let gone = try device.restoreDisk()
        world.ledger.struck(.copyRestored)
        // What went with the disk and is not at the server either.
        let lost = try world.server.storage.readNow { reader in
            try gone.filter { try reader.entry(change: $0) == nil }
        }
        world.ledger.lose(Set(lost))
    }

    private func jumpClock(_ device: SimulatedDevice, _ dice: Dice) {
        let years = Int64(dice.below(21) - 10)
        device.clock.move(milliseconds: years * 31_557_600_000)
        world.ledger.struck(.clockJump)
    }
}

/// What is done at the server, or by its administrator.
extension Performer {
    private func changeRight(
        of device: SimulatedDevice?,
        _ dice: Dice,
        _ kinds: [Fault]
    ) throws {
        guard let device, let kind = dice.pick(kinds) else { return }
        let person = device.person
        let source = kind == .rightGiven ? world.rights.former : world.rights.grants
        let grants = (source[person] ?? []).filter { $0.role != .administrator }
        guard let grant = dice.pick(grants.sorted { "\($0)" < "\($1)" }) else { return }
        guard try world.change(grant, of: person, isRevoked: kind != .rightGiven) else { return }
        if kind == .rightMoved {
            let place = dice.below(Cast.organisations.count)
            guard let moved = Cast.grant(grant.role, in: place) else { return }
            guard try world.change(moved, of: person, isRevoked: false) else { return }
        }
        world.ledger.struck(kind)
    }

    /// Between two syncs, or in the middle of one.
    private func revoke(_ device: SimulatedDevice, _ dice: Dice) throws {
        // One that goes on from a copy is another by then, and stems from what it was.
        if dice.oneIn(3) { try workOnCopy(device, dice) }
        guard dice.oneIn(2) else { return try world.revoke(device, dice) }
        world.interruption = (dice.below(4), { try world.revoke(device, dice) })
        defer { world.interruption = nil }
        try sync(device, dice)
    }

    private func changeRightsInSync(_ device: SimulatedDevice, _ dice: Dice) throws {
        let act = {
            try changeRight(of: device, dice, [.rightTaken, .rightGiven, .rightMoved])
            world.ledger.struck(.rightsInSync)
        }
        world.interruption = (dice.below(4), act)
        defer { world.interruption = nil }
        try sync(device, dice)
    }

    /// Somebody who may decides about what was held, by their own right.
    private func decideHeld(_ dice: Dice) throws {
        let rows = try world.server.disk.rows(
            "SELECT change FROM answer WHERE held IS NOT NULL ORDER BY change"
        )
        guard let change = dice.pick(rows)?["change"] as Data? else { return }
        let decision = HeldDecision(
            change: ChangeID(bytes: change),
            adopt: dice.oneIn(2),
            reason: "asked them"
        )
        let now = world.server.clock.now
        for device in world.devices {
            do {
                try world.server.administer { writer in
                    _ = try writer.decide(
                        decision,
                        forms: world.server.forms,
                        person: device.person,
                        now: now
                    )
                }
                return
            } catch is Problem {
                continue
            }
        }
    }

    func readConflicts() throws {
        guard world.devices.count > 3 else { return }
        let token = try world.devices[3].store.read { try $0.identity().token }
        let answer = try world.server.answer(Exchange("GET", "v1/conflicts"), token: token)
        guard answer.status == 200 else { return }
        world.reports = try Canonical.decode([ConflictReport].self, from: answer.body)
    }

    private func administratorSettles(_ dice: Dice) throws {
        if world.reports.isEmpty || dice.oneIn(2) { try readConflicts() }
        guard world.devices.count > 3, let report = dice.pick(world.reports),
            let candidate = dice.pick(report.conflict.candidates)
        else { return }
        do {
            let saved = try world.devices[3].store.write { session in
                report.conflict.state == .open
                    ? try session.resolve(report, .take(candidate.id), reason: "decided")
                    : try session.undo(report, reason: "again")
            }
            world.ledger.save(saved.change)
        } catch is Problem {
        }
    }
}
