// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@testable import FieldForms

@Suite("A range takes its numbers and no others")
struct RangeTests {
    private func field(_ range: FormItem.Range, _ type: FormItem.Kind) throws -> FormField {
        let form = try FillingForm.form([FillingForm.item(type, "r") { $0.range = range }])
        return try #require(form.fields.first)
    }

    @Test(
        "the ends, and whole steps between them",
        arguments: [(0, true), (2, true), (10, true), (3, false), (11, false), (-1, false)]
            as [(Int64, Bool)]
    )
    func whole(_ number: Int64, _ isTaken: Bool) throws {
        let field = try field(FormItem.Range(start: 0, end: 10, step: 2), .integer)
        let path = try FillingForm.path("r")
        let problem = field.problem(with: .integer(number), at: path)
        #expect((problem == nil) == isTaken)
        guard let problem else { return }
        #expect(problem.code == .fieldConstraint)
        #expect(
            problem.message == "\(number) is not allowed: a number from 0 to 10 in steps of 2."
        )
    }

    @Test(
        "steps that no computer has exactly",
        arguments: [("0.3", true), ("0.7", true), ("1", true), ("0.35", false), ("1.1", false)]
    )
    func tenths(_ typed: String, _ isTaken: Bool) throws {
        let field = try field(FormItem.Range(start: 0, end: 1, step: 0.1), .decimal)
        let path = try FillingForm.path("r")
        let value = try #require(
            try field.parse(typed, at: path, today: FillingForm.surroundings.today)
        )
        #expect((field.problem(with: value, at: path) == nil) == isTaken)
    }

    @Test("the question says its ends, beside its hint")
    func hint() throws {
        let items = [
            FillingForm.item(.integer, "a") {
                $0.range = FormItem.Range(start: 1, end: 10, step: 1)
            },
            FillingForm.item(.decimal, "b") {
                $0.range = FormItem.Range(start: 0, end: 1, step: 0.5)
                $0.hint = "How sure"
            },
        ]
        let capture = Capture(try FillingForm.filling(FillingForm.form(items)))
        #expect(capture.hint(at: try FillingForm.path("a")) == "A number from 1 to 10")
        #expect(
            capture.hint(at: try FillingForm.path("b"))
                == "How sure (from 0 to 1 in steps of 0.5)"
        )
    }
}
