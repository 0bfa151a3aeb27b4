// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("The former identities of a device that a restored server does not know")
struct RestoredLineageTests {
    private static let minutes = FieldPath([FieldPath.Segment(name: "minutes")])

    private func edit(
        _ pen: Pen,
        _ record: RecordID,
        _ minutes: Int64,
        _ lineage: [Ancestor]?
    ) throws -> Change {
        var change = try pen.change(
            .edit,
            record,
            base: 1,
            patch: ["minutes": Edit(to: .integer(minutes), was: .integer(30))]
        )
        change.lineage = lineage
        return change
    }

    private func open(_ record: RecordID, in world: World) async throws -> [FieldValue?] {
        let state = try await world.record(record).state
        return state.conflicts { _ in .ask }.first?.candidates.map(\.value) ?? []
    }

    /// Amina's device was revoked, and had been put back from a copy before that.
    @Test("are believed where the server was never restored, and those of another server left out")
    func revoked() async throws {
        let world = try await Restorable()
        let visit = try world.amina.contact()
        try await world.amina.store(visit)
        try await world.amina.store(edit(world.amina, visit.record, 45, nil))
        let again = try await world.amina.anotherDevice()
        let former = Ancestor(device: world.amina.device, counter: 2)
        let foreign = Ancestor(device: RouteRow.id(), counter: 7)
        try await again.store(edit(again, visit.record, 50, [foreign, former]))
        let state = try await world.world.record(visit.record).state
        #expect(state.conflicts { _ in .ask }.isEmpty)
        let writes = state.registers[Self.minutes]?.live ?? []
        #expect(writes.map(\.edit.to) == [.integer(50)])
        #expect(writes.first?.stamp.lineage == [former])
    }

    /// Amina's device had been put back from a copy, and went on as another; the server lost that.
    @Test("are believed of one person's devices, so that nobody is in dispute with themselves")
    func enrolledAgain() async throws {
        let before = try await Restorable()
        let visit = try before.amina.contact()
        try await before.amina.store(visit)
        try await before.amina.store(edit(before.amina, visit.record, 45, nil))
        let copy = try await before.copy()
        let after = try await before.restore(copy)
        let again = try await after.amina.anotherDevice()
        let lost = Ancestor(device: RouteRow.id(), counter: 7)
        // It may remember more of its former identity than the server does.
        let former = Ancestor(device: before.amina.device, counter: 9)
        try await again.store(edit(again, visit.record, 50, [former, lost]))
        let state = try await after.world.record(visit.record).state
        #expect(state.conflicts { _ in .ask }.isEmpty)
        let writes = state.registers[Self.minutes]?.live ?? []
        #expect(writes.map(\.edit.to) == [.integer(50)])
        #expect(writes.first?.stamp.lineage == [Ancestor(device: former.device, counter: 2)])
        #expect(try await after.world.verify().isSound)
    }

    @Test("are not believed of anybody else's, nor beyond what was sent under them")
    func claimed() async throws {
        let before = try await Restorable()
        let visit = try before.amina.contact()
        try await before.amina.store(visit)
        try await before.amina.store(edit(before.amina, visit.record, 45, nil))
        let claim = [Ancestor(device: before.amina.device, counter: 2)]
        let posing = try edit(before.carol, visit.record, 60, claim)
        #expect(try await before.carol.refusal(of: posing) == "change.malformed")
        let second = try await before.amina.anotherDevice()
        let tooMuch = [Ancestor(device: before.amina.device, counter: 3)]
        let own = try edit(second, visit.record, 50, tooMuch)
        #expect(try await second.refusal(of: own) == "change.malformed")

        let after = try await before.restore(before.copy())
        try await after.carol.store(edit(after.carol, visit.record, 60, claim))
        #expect(try await open(visit.record, in: after.world) == [.integer(45), .integer(60)])
    }
}
