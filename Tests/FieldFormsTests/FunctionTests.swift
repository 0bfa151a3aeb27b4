// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Seeds
import Testing

@Suite("Functions and operators of the dialect")
struct FunctionTests {
    static func value(of text: String) throws -> ExpressionValue {
        let answers: [String: FieldValue] = [
            "age": .integer(42), "name": .text("Amina"), "needs": .choices(["food", "housing"]),
            "born": .date(ExpressionTests.today.adding(days: -7)), "open": .boolean(true),
            "here": .text("53.795 -1.759 0 0"), "there": .text("53.8 -1.75 0 0"),
        ]
        return try Expression(parsing: text).value(
            in: ExpressionContext(
                today: ExpressionTests.today,
                now: Instant("2026-11-23T09:05:07.250Z") ?? Instant(milliseconds: 0),
                current: .number(7),
                lookup: { ExpressionValue(answers[$0]) }
            )
        )
    }

    /// What the expressions of `Values/values.tsv` give; `scripts/oracles` asks others as well.
    @Test("each expression of the table gives the value beside it", arguments: Table.sections)
    func table(_ section: Table.Section) throws {
        #expect(section.rows.count > 10)
        for (text, expected) in section.rows {
            #expect(try Self.value(of: text).string == expected, "\(text)")
        }
    }

    @Test(
        "patterns match the whole text",
        arguments: [
            ("BD1 1AA", #"^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$"#, true), ("abc", "b", false),
            ("07700 900123", #"0\d{4} \d{6}"#, true), ("a.b", #"a\.b"#, true),
            ("axb", #"a\.b"#, false),
            ("colour", "colou?r", true), ("cat", "dog|cat", true), ("catdog", "(cat|dog)+", true),
            ("", "", true), ("", "a*", true), ("aab", "a+?b", true),
            ("Zoë", #"\p{Lu}\p{L}+"#, true),
            ("x", "[^a-w]", true), ("]", "[]]", true), ("-", "[a-]", true), ("é", #"\u00E9"#, true),
            ("two words", #"\btwo\b.*"#, true), ("a", "(?:a)", true), ("aaaa", "a{2,3}", false),
        ]
    )
    func patterns(_ text: String, _ pattern: String, _ expected: Bool) throws {
        #expect(try Self.value(of: "regex('\(text)', '\(pattern)')").isTrue == expected)
    }

    @Test("a pattern that makes others go round for ever answers at once")
    func explosion() throws {
        let text = String(repeating: "a", count: 2_000)
        let pattern = "(a|a|aa)*(a*)*(a+)+b"
        #expect(try !Self.value(of: "regex('\(text)', '\(pattern)')").isTrue)
    }

    @Test(
        "a pattern that cannot be bounded is refused where the form is read",
        arguments: [
            #"(a)\1"#, "(?=a)b", "[a", "(a", "a)", "*a", "a{3,2}", "a{9999}", "((a{900}){900})",
            #"\p{Klingon}"#, "[z-a]", #"a\"#,
        ]
    )
    func refused(_ pattern: String) {
        #expect(throws: ExpressionError.self) {
            try Expression(parsing: "regex(${name}, '\(pattern)')")
        }
    }

    @Test("nothing that is typed makes the reader or the evaluation fail")
    func anything() throws {
        var seed = Seed()
        let valid = [
            "indexed-repeat(${a}, ${b}, position(..) - 1)", "sum(${visit}[kind = 'home']/minutes)",
            "instance('wards')/root/item[name = ${ward}]/label", "regex(., '^[a-z]{2,5}$')",
            "if(selected(${a}, 'b'), concat('x', ${c}), format-date(today(), '%Y'))",
            "../../a | ./b",
        ]
        let letters = Array("(){}[]$/.,+-*=<>!|'\"abz09 \u{301}\u{202E}é%\\")
        for _ in 0..<5_000 {
            var text = Array(valid.randomElement(using: &seed) ?? "")
            for _ in 0..<Int.random(in: 1...4, using: &seed) {
                let place = Int.random(in: 0..<max(1, text.count), using: &seed)
                let letter = letters.randomElement(using: &seed) ?? " "
                if Bool.random(using: &seed), place < text.count {
                    text.remove(at: place)
                } else {
                    text.insert(letter, at: min(place, text.count))
                }
            }
            _ = try? Self.value(of: String(text)).string
        }
    }

    @Test("an expression that is too long, deep or wide is refused")
    func bounds() {
        for text in [
            String(repeating: "1+", count: 2_000) + "1", String(repeating: "-", count: 5_000) + "1",
            String(repeating: "a[", count: 3_000), String(repeating: "../", count: 4_000) + "x",
        ] {
            #expect(throws: ExpressionError.self) { try Expression(parsing: text) }
        }
    }
}

/// Expressions and their values, by sections: a line is an expression, a tab and its value.
enum Table {
    struct Section: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var rows: [(String, String)] = []
    }

    static let sections: [Section] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Values/values.tsv")
        var sections: [Section] = []
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            if cells.count == 2, let last = sections.indices.last {
                sections[last].rows.append((String(cells[0]), String(cells[1])))
            } else {
                sections.append(Section(testDescription: String(line.dropFirst(2))))
            }
        }
        return sections
    }()
}
