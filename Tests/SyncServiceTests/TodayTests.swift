// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("Dates near midnight, and what was replaced")
struct TodayTests {
    private let world: World
    private let amina: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
    }

    private func contact(daysAhead: Int64) throws -> Change {
        let today = World.start.date
        return try amina.change(
            .create,
            amina.newRecord(),
            patch: [
                "participant": Edit(to: .text("p-1")), "kind": Edit(to: .choice("visit")),
                "date": Edit(to: .date(PlainDate(daysSince1970: today.daysSince1970 + daysAhead))),
            ]
        )
    }

    @Test("a visit after midnight in summer time is taken; one in two days is not")
    func ahead() async throws {
        for days: Int64 in [-400, -1, 0, 1] {
            try await amina.store(try contact(daysAhead: days))
        }
        #expect(try await amina.refusal(of: try contact(daysAhead: 2)) == "field.constraint")
    }

    @Test("what an edit says it replaced is of the field's type too")
    func replaced() async throws {
        let contact = try amina.contact()
        let base = try await amina.store(contact)
        let edit = { (field: String, to: FieldValue, was: FieldValue) throws -> Change in
            try self.amina.change(
                .edit,
                contact.record,
                base: base,
                patch: [field: Edit(to: to, was: was)]
            )
        }
        for change in [
            try edit("minutes", .integer(40), .text("thirty")),
            try edit("note", .text("x"), .boolean(true)),
        ] {
            #expect(try await amina.refusal(of: change) == "field.type")
        }
        // A choice or figure that a newer version of the form does not allow is no reason.
        try await amina.store(try edit("kind", .choice("phone"), .choice("carrier_pigeon")))
        try await amina.store(try edit("minutes", .integer(40), .integer(-7)))
        let gone = try amina.change(
            .delete,
            contact.record,
            base: base,
            patch: ["@exists": Edit(to: .boolean(false), was: .text("yes"))]
        )
        #expect(try await amina.refusal(of: gone) == "field.type")
    }
}
