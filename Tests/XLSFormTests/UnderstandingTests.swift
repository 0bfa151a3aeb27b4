// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing
import Workbooks

@testable import XLSForms

@Suite("What an XLSForm means")
struct UnderstandingTests {
    private func item(_ form: String, _ name: String) throws -> FormItem {
        let compiled = try CompiledForm(FormFiles.form(form).definition)
        return try #require(compiled.fields.first { $0.item.name == name }?.item)
    }

    @Test(
        "every spelling of a type",
        arguments: [
            ("select one from l", QuestionType.select(.choice, list: "l", hasOther: false)),
            ("select_multiple  l or_other", .select(.choices, list: "l", hasOther: true)),
            (
                "add select one prompt using l",
                .select(.choice, list: "l", hasOther: false)
            ),
            ("Begin Group", .begin(.group)), ("end_repeat", .end(.repeated)),
            ("add integer prompt", .question(.integer)), ("datetime", .question(.dateTime)),
            ("select_one_from_file A b.csv", .selectFile(.choice, file: "A b.csv")),
            ("GPS", .question(.geopoint)), ("rank l", .select(.rank, list: "l", hasOther: false)),
        ]
    )
    func types(spelled: String, type: QuestionType) { #expect(QuestionType(spelled) == type) }

    @Test("languages: the first is the one that is preferred, then that of plain columns")
    func languages() throws {
        let two = try FormFiles.form("two_languages").definition
        #expect(two.languages == ["English (en)", "Urdu (ur)"])
        #expect(two.items[0].label == "Name")
        #expect(two.items[0].translations?["Urdu (ur)"]?.requiredMessage == "ضروری")
        #expect(two.choiceLists?["yes_no"]?[0].translations == ["Urdu (ur)": "ہاں"])
        let plain = try FormFiles.form("plain_and_language").definition
        #expect(plain.languages == ["default", "Polish (pl)"])
        #expect(try FormFiles.form("texts").definition.languages == nil)
    }

    @Test("a default that is worked out is told from one that is written down")
    func defaults() throws {
        #expect(try item("defaults", "people").defaultValue == "1")
        #expect(try item("defaults", "place").initial == nil)
        #expect(try item("defaults", "due").initial == "today() + 14")
        #expect(try item("dates", "day").defaultValue == "today()")
    }

    @Test("ranges are whole where start, end and step are")
    func ranges() throws {
        #expect(try item("numbers", "mood").type == .integer)
        #expect(try item("numbers", "share").type == .decimal)
        #expect(try item("numbers", "plain").range == FormItem.Range(start: 1, end: 10, step: 1))
    }

    @Test("choices of files, of records, and with something else")
    func sources() throws {
        #expect(try item("from_file", "ward").choicesFrom?.table == "wards")
        #expect(try item("from_file", "others").choicesFrom?.value == "code")
        #expect(try item("from_records", "participant").choicesFrom?.records?.text == "participant")
        let many = try FormFiles.form("many_choices").definition
        #expect(many.choiceLists?["sources"]?.last?.name == "other")
        #expect(try item("many_choices", "source_other").relevant?.contains("source") == true)
    }

    @Test("what the device knows, and what it does not")
    func metadata() throws {
        let form = try FormFiles.form("metadata")
        #expect(try item("metadata", "device").metadata == .device)
        #expect(try item("metadata", "phone").type == .hidden)
        #expect(form.warnings.map(\.row) == [10, 11, 12])
    }

    @Test("triggers, entities and typographic quotes")
    func others() throws {
        #expect(try item("triggers", "done_at").trigger == ["done"])
        #expect(try item("quotes", "pet_name").relevant == "${pet} = 'yes'")
        let entity = try FormFiles.form("entities").definition.entities?.first
        #expect(entity?.form.text == "participant" && entity?.createIf == "${agreed} = 'yes'")
        #expect(try item("entities", "birthday").saveTo == "born")
    }

    @Test("settings: the text of a version is a note, the number is ours")
    func settings() throws {
        var options = try FormFiles.options()
        options.version = 7
        let form = try FormImport(FormFiles.sheets("settings"), options)
        #expect(form.definition.version == 7 && form.definition.versionNote == "2026112901")
        #expect(form.definition.naming == "concat(${name}, ' of ', ${place})")
        #expect(form.warnings.map(\.column) == ["E"])
        options.id = FormID("another")
        options.audience = .council
        let other = try FormImport(FormFiles.sheets("settings"), options).definition
        #expect(other.id.text == "another" && other.audience == .council)
        #expect(other.category.audience == .council)
    }

    @Test("what has no effect is listed with its column, and never fatal")
    func ignored() throws {
        let form = try FormFiles.form("ignored")
        #expect(form.definition.items.map(\.name) == ["name", "kept"])
        #expect(form.warnings.map(\.column) == ["E", "F", "G"])
        let appearances = try FormFiles.form("appearances")
        #expect(appearances.definition.items[0].appearance == "field-list")
        #expect(appearances.warnings.count == 1)
    }

    @Test("a choice that no list has is told where it is asked for, and never fatal")
    func hardlyMeant() throws {
        let form = try FormFiles.imported(
            """
            | survey |
            | | type | name | label | relevant |
            | | select_one l | a | A | |
            | | text | b | B | selected(${a}, 'maybe') |
            | choices |
            | | list_name | name | label |
            | | l | yes | Yes |
            """
        )
        #expect(form.warnings.count == 1)
        #expect(form.warnings[0].place == "survey, row 4, column D")
        #expect(form.warnings[0].message.contains("'maybe' is none of the choices of ${a}"))
    }

    @Test("a form of 250 questions in two languages comes in, and out again")
    func large() throws {
        var cells = [["type", "name", "label::English", "label::Polish", "relevant", "required"]]
        for group in 0..<25 {
            cells.append(["begin group", "g\(group)", "Group \(group)", "Grupa", "", ""])
            for number in 0..<10 {
                let name = "q\(group * 10 + number)"
                let before = number == 0 ? "" : "${q\(group * 10 + number - 1)} != ''"
                cells.append([
                    number % 2 == 0 ? "text" : "integer", name, name, name, before, "yes",
                ])
            }
            cells.append(["end group", "", "", "", "", ""])
        }
        let form = try FormImport([Sheet("survey", cells: cells)], .init()).definition
        #expect(try CompiledForm(form).fields.count == 250)
        #expect(try FormImport(FormExport(form).sheets, .init()).definition == form)
    }
}
