// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Testing

@Suite("Numbers and days as people type them")
struct TypedNumberTests {
    private func field(_ kind: FormItem.Kind) throws -> FormField {
        try #require(try FillingForm.form([FillingForm.item(kind, "a")]).fields.first)
    }

    private func read(_ kind: FormItem.Kind, _ text: String) throws -> FieldValue? {
        let today = ExpressionTests.today
        return try field(kind).parse(text, at: FillingForm.path("a"), today: today)
    }

    private func refusal(_ kind: FormItem.Kind, _ text: String) throws -> String {
        let error = #expect(throws: FieldProblem.self) { try read(kind, text) }
        return error?.message ?? ""
    }

    @Test(
        "commas between thousands are read",
        arguments: [
            ("1,200.5", "1200.5"), ("1,234,567", "1234567"), ("-12,000.25", "-12000.25"),
            ("1200.5", "1200.5"), ("0.5", "0.5"), (".5", "0.5"), ("-.25", "-0.25"), ("5.", "5"),
        ]
    )
    func decimals(_ typed: String, _ plain: String) throws {
        let wanted = try #require(Decimal(exactly: plain))
        #expect(try read(.decimal, typed) == .decimal(wanted))
    }

    @Test("also in whole numbers")
    func whole() throws {
        #expect(try read(.integer, "1,200") == .integer(1200))
        #expect(try read(.integer, "-1,200,000") == .integer(-1_200_000))
    }

    @Test(
        "other commas are none, with what to write",
        arguments: [
            (FormItem.Kind.decimal, "1,5", "stands a point: 1.5."), (.decimal, "12,34.5", "Commas"),
            (.decimal, "1,2,3", "Commas stand between thousands only"),
            (.integer, "1,5", "Commas stand"), (.integer, "3.5", "without what follows the point"),
            (.decimal, "x", "'x' is not a number."), (.integer, "1e5", "in digits alone"),
            (.integer, "99999999999999999999", "larger than any"),
        ]
    )
    func refused(_ kind: FormItem.Kind, _ typed: String, _ said: String) throws {
        let message = try refusal(kind, typed)
        #expect(message.contains(said), "\(message)")
    }

    @Test(
        "a day that the calendar does not have is told as such",
        arguments: [
            ("31/02/2026", "February 2026 has 28 days"), ("29/2/2025", "February 2025 has 28 days"),
            ("31/4", "April"), ("2026-06-31", "June 2026 has 30 days"), ("0/3/2026", "has 31 days"),
            ("12/13/2026", "no month 13"), ("soon", "'soon' is not a date"),
        ]
    )
    func days(_ typed: String, _ said: String) throws {
        let message = try refusal(.date, typed)
        #expect(message.contains(said), "\(message)")
        let moment = try refusal(.dateTime, typed + " 09:30")
        #expect(typed == "soon" || moment.contains(said), "\(moment)")
    }
}
