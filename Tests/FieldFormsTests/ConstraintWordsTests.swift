// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("A rule without a message is said in words")
struct ConstraintWordsTests {
    private func message(_ kind: FormItem.Kind, _ rule: String, _ value: FieldValue) throws
        -> String
    {
        let item = FillingForm.item(kind, "a") {
            $0.constraint = rule
            $0.choices = [.choice, .choices].contains(kind) ? "list" : nil
        }
        let form = try FillingForm.form([item, FillingForm.item(.integer, "b")]) {
            $0.choiceLists = [
                "list": [.init(name: "x", label: "Ex"), .init(name: "y", label: "Why")]
            ]
        }
        let filling = try FillingForm.filling(form, ["a": value])
        return try #require(filling.problem(at: try FillingForm.path("a"))).message
    }

    @Test(
        "comparisons, ranges and patterns",
        arguments: [
            (
                FormItem.Kind.integer, ".<=20", .integer(25),
                "25 is not allowed: it must be at most 20."
            ),
            (.integer, ". >= 1 and . <= 5", .integer(9), "it must be from 1 to 5."),
            (.integer, ". > 0 and . < 5", .integer(9), "be more than 0 and be less than 5."),
            (.integer, "0 < .", .integer(-9), "it must be more than 0."),
            (.money, ". <= 5000", .money(Money(pence: 6_000)), "it must be at most £50.00."),
            (.date, ". <= today()", .date(PlainDate(daysSince1970: 90_000)), "today or before."),
            (.date, ". > '2020-01-31'", .date(PlainDate(daysSince1970: 1)), "after 2020-01-31."),
            (.text, "string-length(.) <= 3", .text("long"), "it must have at most 3 letters."),
            (.text, "regex(., '[0-9]+')", .text("x"), "in the form that this question asks for."),
            (.choice, ". != 'x'", .choice("x"), "it must not be 'Ex'."),
            (.choices, "count-selected(.) <= 1", .choices(["x", "y"]), "have at most 1 choices."),
        ] as [(FormItem.Kind, String, FieldValue, String)]
    )
    func said(_ kind: FormItem.Kind, _ rule: String, _ value: FieldValue, _ end: String) throws {
        let message = try message(kind, rule, value)
        #expect(message.hasSuffix(end), "\(message)")
    }

    @Test("any other rule is not shown as the expression that it is")
    func others() throws {
        let message = try message(.integer, "(. mod 2) = 0 and . < ${b}", .integer(3))
        #expect(message.hasPrefix("3 is not allowed: the form does not take this answer here."))
        #expect(!message.contains("mod"))
    }
}
