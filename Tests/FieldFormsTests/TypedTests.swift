// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Schema
import Testing

@Suite("What people type")
struct TypedTests {
    private func parse(_ form: String, _ path: String, _ text: String) throws -> FieldValue? {
        let pack = try Pack(files: try #require(Schema.packFiles("keep-it-local")))
        let definition = try #require(pack.forms.first { $0.id.text == form })
        let field = try #require(try CompiledForm(definition).field(template: path))
        return try field.parse(
            text,
            at: try #require(FieldPath(path)),
            today: ExpressionTests.today
        )
    }

    @Test(
        "is understood as people mean it",
        arguments: [
            ("date", "23/11/2026", FieldValue.date(ExpressionTests.today)),
            ("date", "today", .date(ExpressionTests.today)),
            ("date", "23/11", .date(ExpressionTests.today)),
            ("minutes", " 45 ", .integer(45)), ("kind", "Home visit", .choice("visit")),
            ("needs", "Food, housing", .choices(["food", "housing"])),
            ("referred_on", "yes", .boolean(true)), ("referred_on", "No", .boolean(false)),
        ]
    )
    func typed(_ path: String, _ text: String, _ value: FieldValue) throws {
        #expect(try parse("contact", path, text) == value)
    }

    @Test(
        "a year of two digits is one of this century",
        arguments: [
            ("3/11/26", "2026-11-03"), ("03/11/00", "2000-11-03"), ("1/1/99", "2099-01-01"),
        ]
    )
    func shortYears(_ text: String, _ date: String) throws {
        #expect(try parse("contact", "date", text) == .date(try #require(PlainDate(date))))
    }

    @Test(
        "a year before 1900 is a slip of the hand, and is said to be one",
        arguments: [("0026-11-03", 26), ("3/11/1826", 1826), ("3/11/026", 26), ("3/11/6", 6)]
    )
    func earlyYears(_ text: String, _ year: Int) throws {
        let error = #expect(throws: FieldProblem.self) { try parse("contact", "date", text) }
        #expect(error?.code == .fieldType)
        #expect(error?.message.contains("'\(text)' is in the year \(year), before 1900") == true)
        #expect(error?.message.contains("four digits") == true)
    }

    @Test(
        "a date in another shape is none",
        arguments: ["3/11/+26", "3/11/", "31/2/2026", "3.11.26"]
    )
    func noDates(_ text: String) {
        #expect(throws: FieldProblem.self) { try parse("contact", "date", text) }
    }

    @Test(
        "pounds become pence, and nothing is rounded",
        arguments: [
            ("£1,234.50", Int64(123_450)), ("12", 1200), ("0.07", 7), ("-3.20", -320),
            ("12.5", 1250), ("£-3.20", -320), ("-£1,000,000", -100_000_000),
            ("1234567.89", 123_456_789), ("90,071,992,547,409.93", 9_007_199_254_740_993),
        ]
    )
    func money(_ text: String, _ pence: Int64) throws {
        #expect(try parse("spend_row", "amount", text) == .money(Money(pence: pence)))
    }

    @Test(
        "an amount that could be read in two ways is asked for again",
        arguments: [
            "12,50", "1,2345", ",500", "1,,000", "1234,567", "1,234,56.00", "12.50,00", "1£2",
            "--3",
            "1.234", "1.", ".5", "ten", "1e3", "£", "99999999999999999999",
        ]
    )
    func noMoney(_ text: String) {
        let error = #expect(throws: FieldProblem.self) { try parse("spend_row", "amount", text) }
        #expect(error?.message == "'\(text)' is not an amount, such as 12.50.")
    }
}
