// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
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

    @Test(
        "numbers",
        arguments: [
            ("2 + 3 * 4 - 1", "13"), ("-2 * -3", "6"), ("7 mod -2", "1"), ("-7 mod 2", "-1"),
            ("6 div 4", "1.5"), ("1 div 0", "inf"), ("0 div 0", ""), ("2 - -2", "4"),
            ("round(2.5)", "3"), ("round(1234.567, -2)", "1200"), ("round(1.005, 2)", "1"),
            ("int(-3.7)", "-3"), ("int('4.9')", "4"), ("floor(-1.5)", "-2"),
            ("ceiling(1.2)", "2"), ("abs(-3)", "3"), ("number('12')", "12"), ("number('x')", ""),
            ("number('0x10')", ""), ("number('1e5')", ""), ("pow(2, 10)", "1024"),
            ("sqrt(81)", "9"), ("log10(1000)", "3"), ("exp10(2)", "100"), ("exp(0)", "1"),
            ("log(1)", "0"), ("sin(0)", "0"), ("cos(0)", "1"), ("tan(0)", "0"), ("asin(0)", "0"),
            ("acos(1)", "0"), ("atan(0)", "0"), ("atan2(0, 1)", "0"), ("round(pi(), 4)", "3.1416"),
            ("min(3, 1, 2)", "1"), ("max(3, '', 9)", "9"), ("min('')", ""), ("sum(3)", "3"),
            ("thousands-sep(1234567.5)", "1,234,567.5"), ("thousands-sep(-123)", "-123"),
            ("1 div 10000000", "0.0000001"), ("string-length('héllo')", "5"),
            ("count-selected('a  b c')", "3"), ("rank-position('b a c', 'a')", "2"),
            ("1 < 2 = true()", "true"), ("2 > 1 and not(3 <= 2)", "true"), ("1 or 0 and 0", "true"),
        ]
    )
    func numbers(_ text: String, _ expected: String) throws {
        #expect(try Self.value(of: text).string == expected, "\(text)")
    }

    @Test(
        "texts",
        arguments: [
            ("concat('a', 1, \"b\")", "a1b"), ("join('-', 'a', 'b', 'c')", "a-b-c"),
            ("substr('hello', 1)", "ello"), ("substr('hello', 1, 3)", "el"),
            ("substr('hello', -3)", "llo"), ("substr('hello', 3, 1)", ""),
            ("substring-before('a/b/c', '/')", "a"), ("substring-after('a/b/c', '/')", "b/c"),
            ("substring-before('abc', '/')", ""), ("translate('bar', 'abc', 'AB')", "BAr"),
            ("translate('a-b-c', '-', '')", "abc"), ("normalize-space('  a  b ')", "a b"),
            ("contains('homecare', 'care')", "true"), ("starts-with('abc', 'ab')", "true"),
            ("ends-with('abc', 'bc')", "true"), ("upper-case('ab')", "AB"),
            ("lower-case('AB')", "ab"), ("base64-decode('aGk=')", "hi"),
            ("base64-decode('%')", ""), ("string(12.50)", "12.5"),
            (
                "digest('abc', 'SHA-256', 'hex')",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            ),
            ("selected-at('a b c', 1)", "b"), ("selected-at('a', 3)", ""),
            ("selected(${needs}, 'food')", "true"), ("selected('ab', 'a')", "false"),
            ("coalesce('', '', 'c')", "c"), ("once('x')", "7"), ("if('', 1, 2)", "2"),
            ("boolean-from-string('1')", "true"), ("boolean-from-string('yes')", "false"),
            ("boolean('false')", "true"), ("checklist(1, 2, true(), false(), true())", "true"),
            ("checklist(-1, 1, true(), true())", "false"),
            ("weighted-checklist(3, -1, true(), 2, true(), 1.5)", "true"),
            ("\u{2018}a\u{2019} = 'a'", "true"), ("'2026-11-23' < '2026-11-24'", "true"),
        ]
    )
    func texts(_ text: String, _ expected: String) throws {
        #expect(try Self.value(of: text).string == expected, "\(text)")
    }

    @Test(
        "dates and places",
        arguments: [
            ("today()", "2026-11-23"), ("now()", "2026-11-23T09:05:07.250Z"),
            ("today() + 1", "2026-11-24"), ("today() - 23", "2026-10-31"),
            ("today() - ${born}", "7"), ("date('2026-02-30')", ""), ("date(0)", "1970-01-01"),
            ("format-date('2026-03-01', '%Y/%m/%d %n %e %b %B %y')", "2026/03/01 3 1 Mar March 26"),
            ("format-date(today(), '%a %A %W')", "Mon Monday 48"),
            ("format-date('2021-01-03', '%W')", "53"), ("format-date('', '%Y')", ""),
            ("format-date-time(now(), '%H:%M:%S.%3 %h %% %')", "09:05:07.250 9 %% %"),
            ("decimal-date-time('1970-01-02')", "1"), ("decimal-time('06:00')", "0.25"),
            ("decimal-time('2026-11-23T18:00:00Z')", "0.75"),
            ("date-time('2026-11-23T09:00:00+01:00')", "2026-11-23T08:00:00.000Z"),
            ("round(distance('0 0;0 1'))", "111319"), ("distance('')", "0"),
            ("round(distance(${here}, ${there}))", "812"),
            ("round(area('0 0;0 0.001;0.001 0.001;0.001 0'))", "12392"),
            ("geofence('0.5 0.5', '0 0;0 1;1 1;1 0')", "true"),
            ("geofence('1.5 0.5', '0 0;0 1;1 1;1 0')", "false"),
        ]
    )
    func dates(_ text: String, _ expected: String) throws {
        #expect(try Self.value(of: text).string == expected, "\(text)")
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
