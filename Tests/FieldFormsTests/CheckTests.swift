// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Schema
import Testing

@Suite("What a form says about answers")
struct CheckTests {
    private let today = ExpressionTests.today
    private let now = Instant(milliseconds: 0)
    private var surroundings: Surroundings { Surroundings(today: today, now: now) }

    private func form(_ id: String) throws -> CompiledForm {
        let pack = try Pack(files: try #require(Schema.packFiles("keep-it-local")))
        return try CompiledForm(try #require(pack.forms.first { $0.id.text == id }))
    }

    @Test(
        "a bad value is answered with its code and its place",
        arguments: [
            ("nonsense", FieldValue.text("x"), "field.unknown"),
            ("minutes", .text("ten"), "field.type"),
            ("kind", .choice("carrier pigeon"), "field.choice"),
            ("minutes", .integer(0), "field.constraint"),
            ("note", .text(String(repeating: "x", count: 70_000)), "field.too_long"),
            ("needs", .choices(["money", "food"]), "field.type"),
        ]
    )
    func patch(_ path: String, _ value: FieldValue, _ code: String) throws {
        let problems = try form("contact").check(
            patch: try answers([path: value]).mapValues { $0 },
            today: today,
            now: now
        )
        #expect(problems.map(\.code.text) == [code])
        #expect(problems.first?.path == path)
    }

    @Test("a calculated answer is never written")
    func calculated() throws {
        let outcome = try form("outcome")
        let problems = outcome.check(
            patch: try answers(["lowest": .integer(3)]).mapValues { $0 },
            today: today,
            now: now
        )
        #expect(problems.map(\.code) == [.fieldType])
    }

    @Test("an instance stands exactly where the form repeats")
    func instances() throws {
        let outcome = try form("outcome")
        let instance = "019a0000-0000-7000-8000-000000000001"
        for (path, isFine) in [
            ("followup/score", false), ("followup[\(instance)]/score", true),
            ("baseline[\(instance)]/value", false),
        ] {
            let problems = outcome.check(
                patch: try answers([path: .integer(4)]).mapValues { $0 },
                today: today,
                now: now
            )
            #expect(problems.isEmpty == isFine, "\(path): \(problems)")
        }
    }

    @Test("needed answers are asked for where they are relevant, in every instance")
    func required() throws {
        let contact = try form("contact")
        var record = try answers([
            "participant": .text("p"), "date": .date(today), "kind": .choice("visit"),
        ])
        #expect(contact.check(record: record, in: surroundings).isEmpty)
        record[try #require(FieldPath("referred_on"))] = .boolean(true)
        let problems = contact.check(record: record, in: surroundings)
        #expect(problems.map(\.path) == ["referred_to"])
        #expect(problems.map(\.code) == [.fieldRequired])
    }

    @Test("a merge group is written together, within its instance")
    func groups() throws {
        let path = try #require(FieldPath("followup[019a0000-0000-7000-8000-000000000001]/score"))
        let group = try form("outcome").mergeGroup(of: path).map(\.text)
        #expect(
            group == [
                "followup[019a0000-0000-7000-8000-000000000001]/date", path.text,
            ]
        )
    }
}
