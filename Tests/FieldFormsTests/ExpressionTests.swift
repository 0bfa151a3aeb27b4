// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("Expressions in the XLSForm dialect")
struct ExpressionTests {
    static let today = PlainDate("2026-11-23") ?? PlainDate(daysSince1970: 0)

    private func evaluate(_ text: String) throws -> ExpressionValue {
        let answers: [String: FieldValue] = [
            "age": .integer(42), "name": .text("Amina"), "needs": .choices(["food", "housing"]),
            "start": .date(Self.today.adding(days: -7)), "open": .boolean(true),
        ]
        return try Expression(parsing: text).value(
            in: ExpressionContext(
                today: Self.today,
                now: Instant(milliseconds: 0),
                current: ExpressionValue(.integer(7)),
                lookup: { ExpressionValue(answers[$0]) }
            )
        )
    }

    @Test(
        "what an expression says",
        arguments: [
            ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("7 div 2", "3.5"), ("7 mod 2", "1"),
            ("-. + 1", "-6"), (". >= 0 and . <= 10", "true"), (". > 7 or ${age} = 42", "true"),
            ("${name} = 'Amina'", "true"), ("selected(${needs}, 'food')", "true"),
            ("selected(${needs}, 'foo')", "false"), ("if(${age} > 18, 'adult', 'child')", "adult"),
            ("coalesce(${missing}, 'none')", "none"), ("${missing} = ''", "true"),
            ("today() - ${start}", "7"), ("${start} < today()", "true"), ("not(${open})", "false"),
            ("${open} = true()", "true"), ("concat('a', 1, \"b\")", "a1b"),
            ("string-length(${name})", "5"), ("regex('BD1', '^[A-Z]+[0-9]$')", "true"),
            ("count-selected(${needs})", "2"), ("round(2.567, 1)", "2.6"), ("max(3, 9, 4)", "9"),
            ("contains('homecare', 'care')", "true"), ("1 div 0 > 5", "true"),
        ]
    )
    func values(_ text: String, _ expected: String) throws {
        #expect(try evaluate(text).string == expected, "\(text)")
    }

    @Test(
        "an error names its place",
        arguments: [
            ("1 +", 3), ("(1", 2), ("${age", 0), ("nofunction(1)", 0), ("selected('a')", 0),
            ("'open", 0), ("1 2", 2), ("", 0), ("#", 0), ("if(1, 2)", 0),
        ]
    )
    func errors(_ text: String, _ offset: Int) throws {
        let error = #expect(throws: ExpressionError.self) { try Expression(parsing: text) }
        #expect(error?.offset == offset, "\(text): \(error?.description ?? "no error")")
    }

    @Test("no text of any kind makes the parser or the evaluation fail otherwise")
    func robustness() throws {
        let parts = [
            "${a}", ".", "(", ")", "+", "-", "*", "div", "mod", "and", "or", "=", "!=", "<", ">=",
            "'x'", "\"", "1", "9e9", "if(", "selected(", "today()", ",", " ", "é", "$", "{", "}",
            "regex('[', '(')", "round(1, 400)", "int('x')", "date('2026-02-30')",
        ]
        var random = SystemRandomNumberGenerator()
        var parsed = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                parts.randomElement(using: &random) ?? ""
            }.joined()
            guard let tree = try? Expression(parsing: text) else { continue }
            parsed += 1
            _ =
                tree.value(
                    in: ExpressionContext(
                        today: Self.today,
                        now: Instant(milliseconds: 0),
                        current: .text(""),
                        lookup: { _ in .nodes([]) }
                    )
                ).string
        }
        #expect(parsed > 500)
    }

    @Test("an expression nested beyond reason is refused, not followed to the end of the stack")
    func depth() {
        let text = String(repeating: "(", count: 100_000) + "1"
        #expect(throws: ExpressionError.self) { try Expression(parsing: text) }
    }
}
