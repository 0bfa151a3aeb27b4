// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("One return of a service and a period, opened by two people apart")
struct SameReturnTests {
    private let world: World
    private let carol: Pen
    private let cathy: Pen

    init() async throws {
        world = try await World()
        carol = try await world.join(.coordinator, of: world.hub)
        cathy = try await world.join(.coordinator, of: world.hub)
    }

    private func opening(
        _ pen: Pen,
        _ people: Int64,
        _ text: String = "2026-Q3",
        as id: RecordID? = nil
    ) throws -> Change {
        let scope = Scope(
            council: world.bradford,
            organisation: world.hub,
            audience: .council
        )
        let period = try #require(ReturnPeriod(text))
        return try pen.change(
            .create,
            id ?? ReturnKey(scope, service: nil, period: period).record(),
            form: "quarterly_return",
            patch: [
                "period": Edit(to: .text(text)), "people_supported": Edit(to: .integer(people)),
            ],
            audience: .council
        )
    }

    private func step(_ pen: Pen, _ record: RecordID, _ move: ReturnMove) async throws -> Change {
        try await world.step(pen, record, move, saying: "the other one is right")
    }

    private func submission(_ create: Change) async throws -> Change {
        try await step(carol, create.record, .submit(revision: create.opened))
    }

    @Test("is one record: what is equal is agreed, what differs is a question")
    func merged() async throws {
        let (first, second) = (try opening(carol, 12), try opening(cathy, 13))
        #expect(first.record == second.record)
        try await carol.store(first)
        try await cathy.store(second)
        let view = try await world.record(first.record).state.view { _ in .ask }
        #expect(view.conflicts.map(\.field.text) == ["people_supported"])
        #expect(try await world.verify().isSound)
    }

    @Test("another record is not made twice, and a decided return is not opened again")
    func bounds() async throws {
        let other = try opening(carol, 12, as: carol.newRecord())
        try await carol.store(other)
        let again = try opening(cathy, 12, as: other.record)
        #expect(try await cathy.refusal(of: again) == "record.exists")
        let first = try opening(carol, 12, "2026-Q2")
        try await carol.store(first)
        try await carol.store(try await step(carol, first.record, .void))
        let late = try opening(cathy, 9, "2026-Q2")
        #expect(try await cathy.refusal(of: late) == "return.wrong_state")
    }

    @Test("of two that were made apart before, the second is not submitted")
    func twins() async throws {
        let one = try opening(carol, 12, as: carol.newRecord())
        try await carol.store(one)
        try await carol.store(try await step(carol, one.record, .prepare))
        let other = try opening(carol, 12)
        try await carol.store(other)
        try await carol.store(try await step(carol, other.record, .prepare))
        try await carol.store(try await submission(one))
        let second = try await submission(other)
        #expect(try await carol.refusal(of: second) == "return.wrong_state")
        try await carol.store(try await step(carol, one.record, .void))
        try await carol.store(try await submission(other))
    }
}
