// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("A decision that comes back to a restored server")
struct RestoredDecisionTests {
    private static let minutes = FieldPath([FieldPath.Segment(name: "minutes")])

    private func again(_ change: Change, _ sequence: Sequence64) -> Change {
        var change = change
        change.former = [sequence]
        return change
    }

    private func edit(_ pen: Pen, _ record: RecordID, upon base: Sequence64, _ minutes: Int64)
        throws -> Change
    {
        try pen.change(
            .edit,
            record,
            base: base,
            patch: ["minutes": Edit(to: .integer(minutes), was: .integer(30))]
        )
    }

    private func standing(_ record: RecordID, in world: World) async throws -> Set<ChangeID> {
        let state = try await world.record(record).state
        return Set(state.registers[Self.minutes]?.live.map(\.stamp.change) ?? [])
    }

    // Amina wrote 45, Carol 60; Amina wrote 50 over her own; Carol, who had not seen that, decided
    // between 45 and 60. So 45 stands nowhere any more when the decision is judged again.
    @Test("is taken though its author's rival wrote over a value it names, in any order of devices")
    func overwritten() async throws {
        for isDecisionFirst in [true, false] {
            let before = try await Restorable()
            let visit = try before.amina.contact()
            let created = try await before.amina.store(visit)
            let copy = try await before.copy()
            let first = try edit(before.amina, visit.record, upon: created, 45)
            let rival = try edit(before.carol, visit.record, upon: created, 60)
            let places = (try await before.amina.store(first), try await before.carol.store(rival))
            let conflict = try #require(
                try await before.world.record(visit.record).state.conflicts { _ in .ask }.first
            )
            let over = try edit(before.amina, visit.record, upon: places.0, 50)
            let overPlace = try await before.amina.store(over)
            let decision = try before.carol.change(
                .resolve,
                visit.record,
                base: places.1,
                patch: [
                    "minutes": Edit(
                        to: .integer(60),
                        was: conflict.base,
                        settled: conflict.candidates
                    )
                ],
                reason: "asked them"
            )
            let decided = try await before.carol.store(decision)
            let stood = try await standing(visit.record, in: before.world)
            #expect(stood == [over.id, decision.id])

            let after = try await before.restore(copy)
            let aminas = [again(first, places.0), again(over, overPlace)]
            let carols = [again(rival, places.1), again(decision, decided)]
            _ = try await after.carol.push(isDecisionFirst ? carols : [carols[0]])
            _ = try await after.amina.push(aminas)
            let answer = try await after.carol.push(isDecisionFirst ? carols : [carols[1]])
            guard case .stored? = answer.outcomes.last?.result else {
                Issue.record("not stored: \(answer)")
                return
            }
            #expect(try await standing(visit.record, in: after.world) == stood)
            #expect(try await after.world.verify().isSound)
        }
    }
}
