// SPDX-License-Identifier: Apache-2.0

import FieldForms
import Testing
import Workbooks

@testable import XLSForms

@Suite("Columns of texts without a language, and with one")
struct LanguageTests {
    private let rows = """
        | survey |
        | | type | name | label | label::English (en) | hint | constraint_message \
        | constraint_message::English (en) | constraint |
        | | text | a | Plain A | English A | Plain hint | Plain rule | English rule | . != '' |
        | | text | b | Plain B | | | | | |
        | | text | c | | English C | | | | |
        | | select_one l | d | Plain D | English D | | | | |
        | choices |
        | | list_name | name | label | label::English (en) |
        | | l | x | Plain X | English X |
        | | l | y | Plain Y | |

        """

    private func form(_ language: String?) throws -> FormImport {
        let settings = language.map { "| settings |\n| | default_language |\n| | \($0) |\n" }
        return try FormFiles.imported(rows + (settings ?? ""))
    }

    @Test("a plain column is in the default language; its own column goes before, and that is told")
    func beside() throws {
        let form = try form("English (en)")
        #expect(form.definition.languages == ["English (en)"])
        let items = form.definition.items
        #expect(items.map(\.label) == ["English A", "Plain B", "English C", "English D"])
        #expect(items[0].hint == "Plain hint" && items[0].constraintMessage == "English rule")
        #expect(items.allSatisfy { $0.translations == nil })
        let choices = try #require(form.definition.choiceLists?["l"])
        #expect(choices.map(\.label) == ["English X", "Plain Y"])
        #expect(
            form.warnings.map(\.place) == [
                "choices, row 9, column C", "survey, row 3, column C", "survey, row 3, column F",
            ]
        )
        #expect(
            form.warnings[1].message == "'label' is not read (and in 1 more): the text in"
                + " 'label::English (en)' goes before it."
        )
    }

    @Test("a default language that no column has is that of the plain ones; all texts are kept")
    func other() throws {
        let form = try form("Polish (pl)").definition
        #expect(form.languages == ["Polish (pl)", "English (en)"])
        #expect(form.items[0].label == "Plain A")
        #expect(form.items[0].translations?["English (en)"]?.label == "English A")
        #expect(form.choiceLists?["l"]?[0].translations == ["English (en)": "English X"])
    }

    @Test(
        "without a default language the plain ones are one of their own",
        arguments: [nil, "default"]
    )
    func none(language: String?) throws {
        let form = try form(language)
        #expect(form.definition.languages == ["default", "English (en)"])
        #expect(form.definition.items[1].label == "Plain B")
        #expect(form.definition.items[2].label == "English C", "words of another, rather than none")
        #expect(form.warnings.map(\.place) == ["survey, row 5, column D"])
        #expect(form.warnings[0].message.contains("There is no label in 'default'"))
    }

    @Test("a default language that is written nearly so is meant, and one that is not is told")
    func unknown() throws {
        let survey = """
            | survey |
            | | type | name | label::Polish (pl) | label::English (en) | hint |
            | | text | a | Pytanie | Question | Help |
            | settings |
            | | default_language |

            """
        let meant = try FormFiles.imported(survey + "| | english |\n")
        #expect(meant.definition.languages == ["English (en)", "Polish (pl)"])
        #expect(meant.definition.items[0].label == "Question")
        #expect(meant.definition.items[0].hint == "Help")
        let wrong = try FormFiles.imported(survey + "| | Welsh |\n")
        #expect(wrong.definition.languages == ["Polish (pl)", "English (en)"])
        #expect(wrong.warnings.map(\.place) == ["settings, row 6, column A"])
        #expect(wrong.warnings[0].message.hasPrefix("No column is in 'Welsh'"))
    }

    @Test("labels in a language that only the survey has are no gap in the choices")
    func surveyAlone() throws {
        let form = try FormFiles.imported(
            """
            | survey |
            | | type | name | label::English (en) | label::Polish (pl) |
            | | select_one l | a | Which? | Które? |
            | choices |
            | | list_name | name | label |
            | | l | x | Plain |
            """
        ).definition
        #expect(form.languages == ["default", "English (en)", "Polish (pl)"])
        #expect(form.items[0].label == "Which?")
        #expect(form.choiceLists?["l"]?[0].label == "Plain")
    }

    @Test("a column without a text makes no language")
    func empty() throws {
        let form = try FormFiles.imported(
            """
            | survey |
            | | type | name | label | label::French (fr) | image::French (fr) |
            | | text | a | A | | a.png |
            """
        )
        #expect(form.definition.languages == nil)
        #expect(form.warnings.map(\.place) == ["survey, column E"])
    }
}
