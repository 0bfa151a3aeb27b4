// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Testing
import Workbooks

@testable import XLSForms

@Suite("What is wrong with a form is told with its cell and what to write")
struct RemedyTests {
    private func survey(_ rows: String...) -> String {
        "| survey |\n| | type | name | label | relevant | calculation | repeat_count |\n"
            + rows.map { "| | \($0) |\n" }.joined()
            + "| choices |\n| | list_name | name | label |\n| | list | x | X |\n"
    }

    @Test(
        "a name that is nearly right, an operator of elsewhere, a list that there is not",
        arguments: [
            ("calculate | c | | | foo(1)", "E", "There are if, coalesce"),
            ("calculate | c | | | strlen('a')", "E", "Write string-length(…)."),
            ("text | c | C | 1 == 1", "D", "Write '='."),
            ("select_one lst | c | C", "A", "Did you mean 'list'?"),
            ("select_one other | c | C", "A", "There are: list."),
            ("calculate | c | | | pulldata('wardz', 'label', 'name', 'x')", "E", "Did you mean"),
            ("calculate | c | | | pulldata('wards', 'lable', 'name', 'x')", "E", "Did you mean"),
            ("calculate | c | | | format-date(today(), '%Q')", "E", "Write some of %Y"),
            ("text | c | C | ${d} = 1", "D", "Did you mean ${c}?"),
        ]
    )
    func remedies(_ row: String, _ column: String, _ remedy: String) throws {
        let found = try FormFiles.problems(survey(row))
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.row == 3 && found.first?.column == column, "\(found)")
        #expect(found.first?.remedy?.hasPrefix(remedy) == true, "\(found)")
        #expect(found.first?.message.contains("; ") == false)
    }

    @Test("a count that no record can hold is told at its cell")
    func count() throws {
        let found = try FormFiles.problems(
            survey("begin repeat | r | R | | | 5000", "text | a | A", "end repeat | |")
        )
        #expect(found.map(\.place) == ["survey, row 3, column F"])
        #expect(found.first?.remedy == "Write at most 1000.")
    }

    private func versions() throws -> FormVersions {
        let first = """
            | survey |
            | | type | name | label |
            | | text | head | Head |
            | | select_one five | mood | Mood |
            | choices |
            | | list_name | name | label |
            | | five | 5 | Good |
            | | five | 4 | Bad |
            | settings |
            | | form_id |
            | | house |
            """
        let form = try CompiledForm(FormFiles.imported(first).definition)
        return try #require(FormVersions([form]))
    }

    private func second(_ rows: String, _ choices: String) -> String {
        """
        | survey |
        | | type | name | label | maps_from |
        \(rows)
        | choices |
        | | list_name | name | label | maps_from |
        \(choices)
        | settings |
        | | form_id |
        | | house |
        """
    }

    private func next(_ text: String) throws -> [ImportProblem] {
        let versions = try versions()
        return try FormFiles.problems(text) {
            ($0.versions, $0.knowsVersions, $0.version) = (versions, true, 2)
        }
    }

    @Test("a former name that there was not is told at its maps_from")
    func unknownFormer() throws {
        let rows = "| | text | chief | Head | hedd |\n| | select_one five | mood | Mood | |"
        let choices = "| | five | 5 | Good | |\n| | five | 4 | Bad | |"
        let found = try next(second(rows, choices))
        #expect(found.map(\.place) == ["survey, row 3, column D"])
        #expect(found.first?.message == "No earlier version has a field 'hedd'.")
        #expect(found.first?.remedy?.hasPrefix("Did you mean 'head'? Name one") == true)
        #expect(try next(second(rows.replacing("hedd", with: "head"), choices)).isEmpty)
    }

    @Test("choices that answers have are asked for in the sheet choices, in its own words")
    func lostChoice() throws {
        let rows = "| | text | head | Head | |\n| | select_one five | mood | Mood | |"
        let found = try next(second(rows, "| | five | good | Good | |\n| | five | 4 | Bad | |"))
        #expect(found.map(\.place) == ["choices, row 7, column D"])
        let remedy = try #require(found.first?.remedy)
        #expect(remedy.contains("write 5 in the column maps_from") && !remedy.contains("{"))
        #expect(!remedy.contains("\"") && !remedy.contains("mapsFrom"))
        let wrong = try next(second(rows, "| | five | good | Good | 5 6 |\n| | five | 4 | Bad | |"))
        #expect(wrong.map(\.place) == ["choices, row 7, column D"])
        #expect(wrong.first?.message.contains("maps from '6'") == true)
    }

    @Test("a first version that maps from something says that there is nothing to map from")
    func first() throws {
        let text = second(
            "| | text | head | Head | top |\n| | select_one five | mood | Mood | |",
            "| | five | 5 | Good | |"
        )
        let found = try FormFiles.problems(text) { $0.knowsVersions = true }
        #expect(found.map(\.place) == ["survey, row 3, column D"])
        #expect(try FormFiles.problems(text).isEmpty, "nobody knows without a device")
    }
}
