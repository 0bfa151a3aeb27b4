// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("What is calculated with and is no number is told")
struct NumberDoubtTests {
    private func doubts(_ calculation: String) throws -> [String] {
        let items = [
            FillingForm.item(.date, "d"), FillingForm.item(.text, "t"),
            FillingForm.item(.integer, "n"), FillingForm.item(.time, "clock"),
            FillingForm.item(.choice, "words") { $0.choices = "words" },
            FillingForm.item(.choice, "scale") { $0.choices = "scale" },
            FillingForm.item(.text, "digits") { $0.appearance = "numbers" },
            FillingForm.calculation("c", calculation),
        ]
        let form = try FillingForm.form(items) { definition in
            definition.choiceLists = [
                "words": [.init(name: "yes", label: "Yes")],
                "scale": [.init(name: "1", label: "Low"), .init(name: "2", label: "High")],
            ]
        }
        return form.doubts
    }

    @Test(
        "at its place, with what to do",
        arguments: [
            ("${d} * 2", "1: ${d} is a date", "days between"), ("${d} > 5", "1: ${d} is", "'2026"),
            ("5 < ${d}", "5: ${d} is a date", "2026"), ("${t} * 2", "1: ${t} is a text", "integer"),
            ("1 + ${words}", "5: ${words} is one of the choices", "take a question"),
            ("${clock} > 9", "1: ${clock} is a time", "never a number"),
            ("sum(${t})", "5: ${t} is a text", "ask it as integer"),
            ("${t} > 5", "1: ${t}", "text"),
        ]
    )
    func told(_ expression: String, _ place: String, _ remedy: String) throws {
        let found = try doubts(expression)
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.hasPrefix("c: calculation at character \(place)") == true, "\(found)")
        #expect(found.first?.contains(remedy) == true, "\(found)")
    }

    @Test(
        "and nothing of what may be one",
        arguments: [
            "${d} + 30", "today() - ${d} > 5", "${d} > '2026-01-01'", "${scale} * 2",
            "${digits} + 1", "${n} * 2", "number(${t}) * 2", "${words} = 'yes'",
            "decimal-date-time(${d}) > 5", "string-length(${t}) > 5", "${clock} < '12:00'",
        ]
    )
    func untold(_ expression: String) throws { #expect(try doubts(expression) == []) }
}
