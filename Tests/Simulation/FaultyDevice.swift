// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import GRDB
import FieldSync
import Foundation
import SyncService

/// A device whose program sends what ours never would: the server must not take it.
///
/// Its person is a worker of the first organisation, and a champion of its council.
struct FaultyDevice {
    enum Defect: CaseIterable {
        case gap, counterReused, versionOfFuture, foreignRecord, foreignPlace, approvedUnread
    }

    let device: DeviceID
    let person: PersonID
    let token: String
    private static let grants = [
        Cast.grant(.worker, in: 0), Cast.grant(.seniorChampion, in: 0),
    ].compactMap { $0 }

    init(joining world: World, _ dice: Dice) throws {
        let (identity, person) = try world.enrol("faulty", Self.grants, dice)
        (device, self.person, token) = (identity.device, person, identity.token)
    }

    /// Sends one push that must be refused.
    func misbehave(in world: World, _ dice: Dice) throws {
        guard let defect = dice.pick(Defect.allCases) else { return }
        let last = try world.server.storage.readNow { try $0.device(device)?.lastCounter ?? 0 }
        guard let change = try change(defect, after: last, in: world, dice) else { return }
        world.ledger.struck(.faultyDevice)
        let body = try Canonical.encode(PushRequest(changes: [change]))
        let answer: HTTPAnswer
        do {
            answer = try world.server.answer(Exchange("POST", "v1/push", body: body), token: token)
        } catch is SimulatedCrash {
            return
        }
        world.ledger.check(defect.invariant)
        guard answer.status == 200 else { return }
        let outcome = try Canonical.decode(PushAnswer.self, from: answer.body).outcomes.first
        if case .refused? = outcome?.result, defect != .gap, defect != .counterReused { return }
        throw Violation(defect.invariant, "the server takes a push with the defect \(defect)")
    }

    private func change(
        _ defect: Defect,
        after last: Int64,
        in world: World,
        _ dice: Dice
    ) throws -> Change? {
        switch defect {
        case .gap: return try creation(in: 0, counter: last + 2, dice)
        case .counterReused:
            return last == 0 ? nil : try creation(in: 0, counter: last, dice)
        case .foreignPlace: return try creation(in: 1, counter: last + 1, dice)
        case .foreignRecord:
            return try record("visit", of: 1, in: world, dice).map {
                edit($0, counter: last + 1, base: $0.version, dice)
            }
        case .versionOfFuture:
            guard let found = try record("visit", of: 0, in: world, dice) else { return nil }
            let future = found.version + 1
            // Of what a restored server has lost, anybody may have seen anything.
            let isLost = try world.server.storage.readNow {
                try $0.path(found.scope.council).hasLost(future)
            }
            return isLost ? nil : edit(found, counter: last + 1, base: future, dice)
        case .approvedUnread:
            let found = try record("quarterly_return", of: 0, in: world, dice)
            guard let found, ReturnProgress(found).state == .accepted else { return nil }
            let move = Step.move(.approve(content: Hash(of: Data("another".utf8))))
            return make(.step, of: found, counter: last + 1, base: found.version, dice, step: move)
        }
    }

    private func creation(in place: Int, counter: Int64, _ dice: Dice) throws -> Change? {
        guard let form = FormID("visit") else { return nil }
        let (organisation, council) = Cast.organisations[place]
        return Change(
            id: ChangeID(high: dice.next(), low: dice.next()),
            device: device,
            counter: counter,
            record: RecordID(high: dice.next(), low: dice.next()),
            form: form,
            formVersion: 1,
            scope: Scope(council: council, organisation: organisation, audience: .organisation),
            kind: .create,
            base: 0,
            patch: [Person.path("who"): Edit(to: .text("nobody"))],
            author: person,
            party: .organisation,
            at: HybridTime(instant: world(now: dice))
        )
    }

    private func world(now dice: Dice) -> Instant {
        Templates.start.adding(seconds: Int64(dice.below(1_000)))
    }

    private func edit(_ state: RecordState, counter: Int64, base: Int64, _ dice: Dice) -> Change {
        let patch = [Person.path("score"): Edit(to: .integer(99))]
        return make(.edit, of: state, counter: counter, base: base, dice, patch: patch)
    }

    private func make(
        _ kind: Change.Kind,
        of state: RecordState,
        counter: Int64,
        base: Int64,
        _ dice: Dice,
        patch: [FieldPath: Edit] = [:],
        step: Step? = nil
    ) -> Change {
        Change(
            id: ChangeID(high: dice.next(), low: dice.next()),
            device: device,
            counter: counter,
            record: state.record,
            form: state.form,
            formVersion: state.formVersion,
            scope: state.scope,
            kind: kind,
            base: base,
            patch: patch,
            step: step,
            author: person,
            party: Actor(person: person, grants: Self.grants).party(in: state.scope),
            at: HybridTime(instant: world(now: dice))
        )
    }

    private func record(
        _ form: String,
        of place: Int,
        in world: World,
        _ dice: Dice
    ) throws -> RecordState? {
        let organisation = Cast.organisations[place].id
        let rows = try world.server.disk.rows(
            "SELECT id FROM record WHERE form = '\(form)' AND organisation = x'\(organisation.hex)'"
                + " ORDER BY id"
        )
        guard let row = dice.pick(rows), let data = row["id"] as Data? else { return nil }
        return try world.server.storage.readNow { try $0.record(RecordID(bytes: data))?.state }
    }
}

extension FaultyDevice.Defect {
    fileprivate var invariant: Invariant {
        switch self {
        case .gap: .gapless
        case .counterReused: .once
        case .versionOfFuture: .disputed
        case .foreignRecord, .foreignPlace: .inScope
        case .approvedUnread: .workflow
        }
    }
}

extension Identifier {
    var hex: String { description.replacing("-", with: "") }

    /// The 16 bytes that stand in a database.
    init(bytes: Data) {
        let half = { (bytes: Data) in bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        self.init(high: half(bytes.prefix(8)), low: half(bytes.suffix(8)))
    }
}
