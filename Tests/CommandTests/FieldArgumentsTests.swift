// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Answers as path=value")
struct FieldArgumentsTests {
    private static let questions = """
        [{"type": "text", "name": "words"}, {"type": "integer", "name": "whole"},
         {"type": "decimal", "name": "parts"}, {"type": "boolean", "name": "flag"},
         {"type": "date", "name": "day"}, {"type": "time", "name": "hour"},
         {"type": "dateTime", "name": "moment"}, {"type": "geopoint", "name": "spot"},
         {"type": "choice", "name": "one", "choices": "c"},
         {"type": "choices", "name": "some", "choices": "c"}, {"type": "money", "name": "cost"}]
        """
    private static let lists = """
        {"c": [{"name": "a", "label": "Apples"}, {"name": "b", "label": "Big plums"}]}
        """

    private func parse(_ assignments: String...) throws -> [FieldPath: FieldValue?] {
        let form = try Desk.form(items: Self.questions, lists: Self.lists)
        var arguments = FieldArguments(form: form, today: Desk.today)
        return try arguments.parse(assignments)
    }

    private func one(_ assignment: String) throws -> FieldValue? {
        let answers = try parse(assignment)
        #expect(answers.count == 1)
        return answers.first?.value
    }

    @Test(
        "every kind of value is read as people write it",
        arguments: [
            ("words=", nil), ("words= a=b ", .text(" a=b ")),
            ("words=é\u{1F600}", .text("é\u{1F600}")),
            ("whole=45", .integer(45)), ("whole= -3 ", .integer(-3)), ("whole=", nil),
            ("whole=9223372036854775807", .integer(.max)), ("parts=1.50", .decimal(1.5)),
            ("flag=yes", .boolean(true)), ("flag=N", .boolean(false)), ("flag=1", .boolean(true)),
            ("hour=09:30", TimeOfDay("09:30").map(FieldValue.time)),
            ("day=2026-02-28", PlainDate("2026-02-28").map(FieldValue.date)),
            ("day=28/2/2026", PlainDate("2026-02-28").map(FieldValue.date)),
            ("day=today", .date(Desk.today)), ("day=yesterday", .date(Desk.today.adding(days: -1))),
            (
                "moment=2026-02-28T10:00:00+01:00",
                Instant("2026-02-28T09:00:00Z").map(FieldValue.instant)
            ),
            (
                "spot=53.795 -1.759",
                GeoPoint(latitude: 53.795, longitude: -1.759).map(FieldValue.geopoint)
            ),
            ("one=a", .choice("a")), ("one=apples", .choice("a")),
            ("some=b,a", .choices(["a", "b"])),
            ("some=Big plums", .choices(["b"])), ("some=a,a", .choices(["a"])),
            ("cost=12.5", .money(Money(pence: 1_250))),
            ("cost=£1,234.56", .money(Money(pence: 123_456))),
            ("cost=0.29", .money(Money(pence: 29))),
            ("cost=92233720368547758.07", .money(Money(pence: .max))),
        ] as [(String, FieldValue?)]
    )
    func values(_ assignment: String, _ value: FieldValue?) throws {
        #expect(try one(assignment) == value)
    }

    @Test(
        "what is not understood is named with its place and what would be",
        arguments: [
            ("whole=1.5", "field.type", "whole number"),
            ("whole=9223372036854775808", "field.type", "whole"),
            ("whole=1e5", "field.type", "whole number"), ("parts=1,5", "field.type", "number"),
            ("parts=NaN", "field.type", "number"), ("flag=maybe", "field.type", "yes or no"),
            ("day=2026-02-30", "field.type", "2026-11-23"), ("day=31/2/2026", "field.type", "date"),
            ("day=some day", "field.type", "date"), ("hour=25:00", "field.type", "09:30"),
            ("moment=2026-02-28", "field.type", "2026-11-23 09:30"),
            ("spot=91 0", "field.type", "53.795"),
            ("spot=1", "field.type", "place"), ("one=c", "field.choice", "a, b"),
            ("some=a,c", "field.choice", "a, b"), ("cost=1.234", "field.type", "12.50"),
            ("cost=1,5", "field.type", "amount"),
            ("nothing=1", "field.unknown", "form show sample"),
            ("words/more=1", "field.unknown", "form show"), ("=1", "field.unknown", "form show"),
            ("a//b=1", "field.unknown", "form show"),
        ]
    )
    func bad(_ assignment: String, _ code: String, _ remedy: String) throws {
        let error = #expect(throws: FieldProblems.self) { _ = try one(assignment) }
        let problem = try #require(error?.problems.first)
        #expect(problem.code.text == code)
        #expect(problem.path == String(assignment.prefix { $0 != "=" }))
        #expect(problem.message.contains(remedy), "\(problem.message)")
        #expect(problem.message.count < 300)
    }

    @Test("everything wrong is told at once, and what has no = is an error of usage")
    func several() throws {
        let error = #expect(throws: FieldProblems.self) {
            _ = try parse("whole=x", "words=fine", "day=x", "nothing=1")
        }
        #expect(error?.problems.map(\.path) == ["whole", "day", "nothing"])
        let failure = #expect(throws: Failure.self) { _ = try parse("words") }
        #expect(failure?.exitCode == ExitStatus.usage)
        #expect(failure?.problem.message.contains("path=value") == true)
    }

    @Test("JSON values are read as show --json prints them")
    func json() throws {
        let form = try Desk.form(items: Self.questions, lists: Self.lists)
        var arguments = FieldArguments(form: form, today: Desk.today)
        let answers = try arguments.parse(
            [
                ("words", "x"), ("whole", 45), ("parts", .number(1.5)), ("flag", true),
                ("cost", 1250),
                ("some", ["b", "a"]), ("one", .null),
            ] as [(String, JSON)]
        )
        let values = Dictionary(uniqueKeysWithValues: answers.map { ($0.key.text, $0.value) })
        let expected: [String: FieldValue?] = [
            "words": .text("x"), "whole": .integer(45), "parts": .decimal(1.5),
            "flag": .boolean(true), "cost": .money(Money(pence: 1_250)),
            "some": .choices(["a", "b"]), "one": FieldValue?.none,
        ]
        #expect(values == expected)
        for (path, wrong) in [
            ("words", 1), ("whole", true), ("whole", .number(1.5)), ("flag", 1), ("some", [1]),
            ("one", ["a"]), ("cost", .number(12.5)), ("day", 20_260_228), ("spot", [53, -1]),
        ] as [(String, JSON)] {
            let error = #expect(throws: FieldProblems.self) {
                _ = try arguments.parse([(path, wrong)])
            }
            #expect(error?.problems.first?.path == path, "\(path)")
        }
    }
}
