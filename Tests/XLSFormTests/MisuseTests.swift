// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Testing
import Workbooks

@testable import XLSForms

@Suite("What can be read and always comes out wrong")
struct MisuseTests {
    private func survey(_ row: String) -> String {
        """
        | survey |
        | | type | name | label | relevant | calculation | repeat_count |
        | | text | a | A |
        | | begin group | g | G |
        | | text | in_g | In it |
        | | end group | |
        | | begin repeat | rp | R |
        | | text | b | B |
        | | calculate | pos | | | position(..) |
        | | end repeat | |
        | | \(row) |
        """
    }

    @Test(
        "it is told at its cell, with what to write",
        arguments: [
            (
                "calculate | c | | | indexed-repeat(${a}, ${rp}, 1)", "E",
                "Outside of repeats, write"
            ),
            ("calculate | c | | | indexed-repeat(${b}, ${a}, 1)", "E", "Write the repeat around"),
            ("text | c | C | ${rp} > 3", "D", "Write count(${rp}), or a question of it."),
            ("calculate | c | | | ${g} + 1", "E", "Write a question of it."),
            ("calculate | c | | | jr:choice-name(${a}, '${a}')", "E", "Write ${a} alone."),
            ("calculate | c | | | position(..)", "E", "Leave it out."),
        ]
    )
    func told(_ row: String, _ column: String, _ remedy: String) throws {
        let found = try FormFiles.problems(survey(row))
        #expect(found.map(\.place) == ["survey, row 11, column \(column)"], "\(found)")
        #expect(found.first?.remedy?.hasPrefix(remedy) == true, "\(found)")
    }

    @Test(
        "what is right is not told",
        arguments: [
            "calculate | c | | | indexed-repeat(${b}, ${rp}, 1)", "text | c | C | count(${rp}) > 3",
            "calculate | c | | | sum(${pos})", "calculate | c | | | count(${rp}[position() > 1])",
            "calculate | c | | | position(${rp}[1])",
        ]
    )
    func right(_ row: String) throws { #expect(try FormFiles.problems(survey(row)) == []) }

    @Test("a form that is in use is never stopped by it")
    func used() throws {
        var form = FormDefinition(
            id: try #require(FormID("old")),
            version: 1,
            title: "Old",
            audience: .organisation,
            category: .caseData
        )
        var item = FormItem(.calculate, name: "c")
        item.calculation = "concat(format-date(today(), '%Q'), position(..))"
        form.items = [FormItem(.text, name: "a"), item]
        let used = try CompiledForm(form)
        #expect(used.useProblems(among: nil).count == 2)
    }

    @Test("faults of names, of expressions and of look-ups are told in one round")
    func oneRound() throws {
        let found = try FormFiles.problems(
            """
            | survey |
            | | type | name | label | relevant | calculation | repeat_count | choice_filter |
            | | text | a | A |
            | | text | a | Again |
            | | integr | b | B |
            | | integer | c | C | ${agee} > 3 |
            | | calculate | d | | | pulldata('nolist', 'x', 'name', ${a}) |
            | | begin repeat | rp | R | | | 5000 |
            | | text | e | E |
            | | end repeat | |
            | | select_one yn | f | F | | | | zone = 'x' |
            | choices |
            | | list_name | name | label |
            | | yn | yes | Yes |
            | settings |
            | | form_title | form_id |
            | | Bad | bad form! |
            """
        )
        let places = Set(found.map(\.place))
        #expect(
            places == [
                "survey, row 4, column B", "survey, row 5, column A", "survey, row 6, column D",
                "survey, row 7, column E", "survey, row 8, column F", "survey, row 11, column G",
                "settings, row 17, column B",
            ],
            "\(found)"
        )
    }
}
