// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("A repeat has no more instances than a record can hold")
struct CountBoundTests {
    private typealias Form = FillingForm

    private func form(_ count: String) throws -> CompiledForm {
        try Form.form([
            Form.item(.integer, "n"), Form.item(.integer, "m"),
            Form.calculation("both", "${n} + ${m}"),
            Form.list("room", [Form.item(.text, "use")]) {
                $0.repeatCount = count
                $0.label = "Room"
            },
        ])
    }

    @Test(
        "a constant above the bound is told at its column",
        arguments: [("5000", 1), ("1000", 0)]
    )
    func constant(_ count: String, _ number: Int) throws {
        let found = try form(count).useProblems(among: nil)
        #expect(found.count == number)
        #expect(found.allSatisfy { $0.hasPrefix("room: repeatCount 5000 is more") })
    }

    @Test("an answer above it is wrong at that answer, and the record cannot be saved so")
    func answer() throws {
        let form = try form("${n}")
        for count in [1_001, 1_000_000_000] {
            let filling = try Form.filling(form, ["n": .integer(Int64(count))])
            let problem = try #require(filling.problem(at: try Form.path("n")))
            #expect(problem.message.contains("\(count) of 'Room'"))
            #expect(problem.message.contains("at most 1000"))
            let found = form.check(record: filling.record, in: Form.surroundings)
            #expect(found.map(\.path) == ["n"])
        }
        let most = try Form.filling(form, ["n": .integer(1_000)])
        #expect(most.problems.isEmpty)
        #expect(try most.instances[Form.path("room")]?.count == 1_000)
    }

    @Test("by way of a calculation it is told at the answers that it is made of")
    func calculated() throws {
        let filling = try Form.filling(
            try form("${both}"),
            ["n": .integer(900), "m": .integer(900)]
        )
        #expect(filling.problems.map(\.path) == ["n", "m"])
    }

    @Test("within a repeat it is told at the instance that asks for too many")
    func nested() throws {
        let bed = Form.list("bed", [Form.item(.text, "use")]) { $0.repeatCount = "${beds}" }
        let form = try Form.form([Form.list("room", [Form.item(.integer, "beds"), bed])])
        let (one, two) = (Form.id(1), Form.id(2))
        let filling = try Form.filling(
            form,
            ["room[\(one)]/beds": .integer(2), "room[\(two)]/beds": .integer(2_000)]
        )
        #expect(filling.problems.map(\.path) == ["room[\(two)]/beds"])
    }
}
