// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Schema
import Testing

@Suite("What a form says about answers")
struct CheckTests {
    private let today = ExpressionTests.today
    private let now = Instant(milliseconds: 0)

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
        #expect(contact.check(record: record, today: today, now: now).isEmpty)
        record[try #require(FieldPath("referred_on"))] = .boolean(true)
        let problems = contact.check(record: record, today: today, now: now)
        #expect(problems.map(\.path) == ["referred_to"])
        #expect(problems.map(\.code) == [.fieldRequired])
    }

    @Test("calculations follow their answers, over a repeat as well")
    func calculations() throws {
        let outcome = try form("outcome")
        let one = "019a0000-0000-7000-8000-000000000001"
        let two = "019a0000-0000-7000-8000-000000000002"
        let found = outcome.calculated(
            record: try answers([
                "measure": .choice("ons4_happiness"), "followup[\(one)]/score": .integer(4),
                "followup[\(two)]/score": .integer(8),
            ]),
            today: today,
            now: now
        )
        #expect(found[try #require(FieldPath("highest"))] == .integer(10))
        #expect(found[try #require(FieldPath("latest"))] == .integer(8))
    }

    @Test(
        "what people type",
        arguments: [
            ("date", "23/11/2026", FieldValue.date(ExpressionTests.today)),
            ("date", "today", .date(ExpressionTests.today)),
            ("minutes", " 45 ", .integer(45)), ("kind", "Home visit", .choice("visit")),
            ("needs", "Food, housing", .choices(["food", "housing"])),
            ("referred_on", "yes", .boolean(true)),
        ]
    )
    func typed(_ path: String, _ text: String, _ value: FieldValue) throws {
        let field = try #require(try form("contact").field(template: path))
        #expect(try field.parse(text, at: try #require(FieldPath(path)), today: today) == value)
    }

    @Test(
        "pounds become pence, and nothing is rounded",
        arguments: [
            ("£1,234.50", Int64(123_450)), ("12", 1200), ("0.07", 7), ("-3.20", -320),
        ]
    )
    func money(_ text: String, _ pence: Int64) throws {
        let field = try #require(try form("spend_row").field(template: "amount"))
        let path = try #require(FieldPath("amount"))
        #expect(try field.parse(text, at: path, today: today) == .money(Money(pence: pence)))
        for bad in ["1.234", "ten", "1e3", "£"] {
            #expect(throws: FieldProblem.self) { try field.parse(bad, at: path, today: today) }
        }
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
