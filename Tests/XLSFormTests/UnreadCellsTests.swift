// SPDX-License-Identifier: Apache-2.0

import FieldForms
import Testing
import Workbooks

@testable import XLSForms

@Suite("Nothing of a form vanishes without a word")
struct UnreadCellsTests {
    @Test("cells without a heading, rows without a name, settings below the first, wrong languages")
    func told() throws {
        let form = try FormFiles.imported(
            """
            | survey |
            | | type | name | label | required::Polish (pl) | big-image::Polish (pl) | |
            | | text | a | A | yes | a.png | ask Jo |
            | | select_one l | b | B | | | and Ann |
            | | | | | | | a remark alone |
            | choices |
            | | list_name | name | label | audio | maps_from::Polish (pl) |
            | | l | x | X | x.wav | z |
            | | | | only a remark | | |
            | settings |
            | | form_id | form_title::Polish (pl) | style |
            | | f | Tytuł | pages |
            | | g | | |
            | entities |
            | | list_name | label::Polish (pl) | label | entity_id |
            | | participant | ${a} | ${a} | |
            """
        )
        #expect(
            form.warnings.map(\.place) == [
                "settings, column B", "settings, column C", "settings, row 13",
                "choices, column D", "choices, column E", "choices, row 9, column A",
                "survey, row 5", "survey, column D", "survey, column E", "survey, row 3, column F",
                "entities, column B",
            ],
            "\(form.warnings)"
        )
        let unheaded = form.warnings.first { $0.message.contains("a heading") }?.message
        #expect(
            unheaded == "'ask Jo' stands in a column without a heading, and is not read (and 2"
                + " more)."
        )
        #expect(form.definition.items[0].required == nil)
        #expect(form.definition.choiceLists?["l"]?[0].attributes == nil)
    }

    @Test(
        "a sheet in which nothing stands is as none, with and without headings",
        arguments: [
            "", "| | list_name | name | label |\n", "| | | |\n", "| | label |\n",
        ]
    )
    func emptySheets(_ heading: String) throws {
        let survey = "| survey |\n| | type | name | label |\n| | text | a | A |\n"
        for sheet in ["choices", "external_choices", "settings", "entities"] {
            let form = try FormFiles.imported(survey + "| \(sheet) |\n" + heading)
            #expect(form.definition.items.count == 1 && form.definition.choiceLists == nil)
            #expect(form.warnings.isEmpty, "\(sheet): \(form.warnings)")
        }
        let blanks = Sheet("choices", cells: [["list_name", "name"], [" ", "\u{A0}"]])
        let sheets = [Sheet("survey", cells: [["type", "name", "label"], ["text", "a", "A"]])]
        #expect(try FormImport(sheets + [blanks], .init()).warnings.isEmpty)
    }

    @Test("an empty sheet of choices has no list, which is told where it is asked for")
    func neededList() throws {
        let found = try FormFiles.problems(
            "| survey |\n| | type | name | label |\n| | select_one l | a | A |\n| choices |\n"
        )
        #expect(found.map(\.place) == ["survey, row 3, column A"])
        let rows = "| | name | label |\n| | x | X |\n"
        let headless = try FormFiles.problems(
            "| survey |\n| | type | name | label |\n| | text | a | A |\n| choices |\n" + rows
        )
        #expect(headless.count == 1 && headless[0].message.contains("no columns 'list_name'"))
    }
}
