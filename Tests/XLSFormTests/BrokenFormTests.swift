// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing
import Workbooks

@testable import XLSForms

@Suite("Forms that cannot be used")
struct BrokenFormTests {
    /// The places and messages of all that is wrong.
    private func problems(_ text: String) throws -> [String] {
        do {
            _ = try FormFiles.imported(text)
            return []
        } catch let error as ImportError {
            #expect(error.problems.allSatisfy { $0.remedy?.isEmpty == false })
            return error.problems.map(\.description)
        }
    }

    private func survey(_ rows: String...) throws -> [String] {
        let header = "| survey |\n| | type | name | label | relevant | calculation |\n"
        return try problems(header + rows.map { "| | \($0) |\n" }.joined())
    }

    @Test("each form of the folder is refused, and the place named", arguments: FormFiles.broken)
    func folder(_ form: FormFiles.Broken) throws {
        let found = try problems(form.text)
        #expect(found.contains { $0.contains(form.place) }, "\(found)")
    }

    @Test("the folder has more than twenty forms that are broken")
    func many() { #expect(FormFiles.broken.count > 20) }

    @Test("a writer who is no role is named; leaving one out would open the form")
    func writers() throws {
        let survey = "| survey |\n| | type | name | label |\n| | text | a | A |\n"
        let sheets = survey + "| settings |\n| | writers |\n"
        let found = try problems(sheets + "| | coordinator boss |\n")
        #expect(found.count == 1 && found[0].contains("'boss' is no role"), "\(found)")
        let form = try FormFiles.imported(sheets + "| | coordinator |\n").definition
        #expect(form.writers == [.coordinator])
    }

    @Test("a missing sheet is named, with those that there are")
    func missingSheet() throws {
        let sheets = "| questions |\n| | type | name | label |\n| | text | a | A |\n"
        let found = try problems(sheets + "| settings |\n")
        #expect(found.count == 1 && found[0].contains("only: questions, settings"))
        let alone = try FormFiles.imported(sheets)
        #expect(alone.definition.items.map(\.name) == ["a"], "as the only one it is the survey")
        #expect(alone.warnings.map(\.place) == ["questions"])
        #expect(throws: ImportError.self) { _ = try FormImport([], ImportOptions()) }
    }

    @Test("a sheet without the columns, or without rows, says so")
    func columns() throws {
        #expect(try problems("| survey |\n| | a | b |\n| | c | d |\n")[0].contains("no column"))
        #expect(try survey()[0].contains("asks nothing"))
        let twice = try problems("| survey |\n| | type | name | label | caption |\n")
        #expect(twice[0].hasPrefix("survey, row 2, column D: The column 'caption' is there"))
    }

    @Test("a name that is used twice, is none or cannot be one, is named with its cell")
    func names() throws {
        let found = try survey("text | a | A", "text | a | B", "text | | C", "text | b c | D")
        #expect(
            found.map { String($0.prefix { $0 != ":" }) } == [
                "survey, row 4, column B", "survey, row 5, column B", "survey, row 6, column B",
            ]
        )
    }

    @Test("a name that begins with a digit, and groups that stand too deep, are told as such")
    func namesAndDepth() throws {
        #expect(try survey("text | 1a | A")[0].contains("begins with a letter from a to z"))
        let nested = { (count: Int) in
            let begins = (1...count).map { "| | begin repeat | r\($0) | R |\n" }
            let ends = Array(repeating: "| | end repeat | | |\n", count: count)
            return try problems(
                "| survey |\n| | type | name | label |\n" + begins.joined()
                    + "| | text | a | A |\n" + ends.joined()
            )
        }
        #expect(try nested(7).isEmpty)
        let found = try nested(8)
        #expect(found.count == 1 && found[0].hasPrefix("survey, row 11"), "\(found)")
        #expect(found[0].contains("stands in 8 groups and repeats"))
    }

    @Test("a message begins with what is wrong, at the text that says it")
    func beginnings() throws {
        let found = try problems(
            """
            | survey |
            | | type | name | label | hint | default |
            | | time | a | Hi ${zz} | | |
            | | time | b | B | Or ${zz} | |
            | | time | c | C | | 25:00 |
            """
        )
        #expect(found.count == 3, "\(found)")
        #expect(found.contains { $0.hasPrefix("survey, row 3, column C: There is no field ${zz}") })
        #expect(found.contains { $0.hasPrefix("survey, row 4, column D: There is no field ${zz}") })
        #expect(found.contains { $0.hasPrefix("survey, row 5, column E: '25:00' is not a time") })
    }

    @Test("a list that does not exist is named at the question that asks for it")
    func unknownList() throws {
        let found = try survey("select_one nowhere | a | A")
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("survey, row 3, column A") && found[0].contains("'nowhere'"))
    }

    @Test("groups that never end, and ends of nothing")
    func unbalanced() throws {
        #expect(try survey("begin group | g | G", "text | a | A")[0].contains("never ends"))
        #expect(try survey("text | a | A", "end group | |")[0].contains("Nothing is open"))
        let crossed = try survey("begin repeat | r | R", "text | a | A", "end group | |")
        #expect(crossed[0].contains("the repeat 'r' of row 3"))
    }

    @Test("types that no terminal can ask say what to do instead")
    func refused() throws {
        let types = ["geotrace", "geoshape", "background-audio", "xml-external", "osm"]
        for type in types {
            let found = try survey("text | b | B", "\(type) | a | A")
            #expect(found.count == 1 && found[0].hasPrefix("survey, row 4, column A"))
        }
        #expect(try survey("txet | a | A")[0].contains("no type of question"))
    }

    @Test("a wrong expression is named with its row and column, and every one is")
    func expressions() throws {
        let found = try survey(
            "text | a | A | ${nobody} = 1 |",
            "text | b | B | 1 + |",
            "calculate | c | | | nothing(1)",
            "calculate | d | | | ${e}",
            "calculate | e | | | ${d}"
        )
        #expect(found.contains { $0.hasPrefix("survey, row 3, column D") })
        #expect(found.contains { $0.hasPrefix("survey, row 4, column D") })
        #expect(found.contains { $0.hasPrefix("survey, row 5, column E") })
        #expect(found.contains { $0.contains("leads back") && $0.contains("column E") })
    }

    @Test("what a name could mean is told where it is used, and a circle where it begins")
    func positions() throws {
        let found = try survey(
            "begin group | g | G",
            "text | a | A",
            "end group | |",
            "begin group | h | H",
            "text | a | A",
            "text | b | B | 1 = 1 and ${a} = 'x' |",
            "end group | |"
        )
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("survey, row 8, column D: At character 11: ${a} could be any"))
        let circle = try survey("text | a | A | ${b} = 'x' |", "text | b | B | ${a} = 'x' |")
        #expect(
            circle.count == 1 && circle[0].contains("row 3, column D: At character 1: it leads")
        )
        let own = try survey("text | b | B |", "text | a | A | ${b} = 1 or ${a} = 'x' |")
        #expect(own.count == 1 && own[0].contains("row 4, column D: At character 13: it leads"))
        let counted = try problems(
            """
            | survey |
            | | type | name | label | repeat_count |
            | | begin repeat | r | R | count(${a}) |
            | | text | a | A | |
            | | end repeat | | | |
            """
        )
        #expect(counted.count == 1 && counted[0].contains("row 3, column D: At character 7: it"))
    }

    @Test("a choice twice, without a name or with a space is named with its cell")
    func choices() throws {
        let found = try problems(
            """
            | survey |
            | | type | name | label |
            | | select_one l | a | A |
            | choices |
            | | list_name | name | label |
            | | l | x | X |
            | | l | x | Y |
            | | l | | Z |
            | | l | p q | P |
            """
        )
        #expect(
            found.map { String($0.prefix { $0 != ":" }) } == [
                "choices, row 7, column B", "choices, row 8, column B", "choices, row 9, column B",
            ]
        )
    }

    @Test("a list that may name a choice twice says so in the settings")
    func choicesTwice() throws {
        let form = try FormFiles.form("choices_twice")
        #expect(form.definition.choiceLists?["office"]?.map(\.name) == ["main", "main"])
        #expect(form.definition.allowsChoicesTwice == true && form.warnings.isEmpty)
    }

    @Test("an order that is not said clearly, and an answer from before, are named with remedies")
    func unclear() throws {
        let order = { (parameters: String) in
            try problems(
                """
                | survey |
                | | type | name | label | parameters |
                | | select_one l | a | A | \(parameters) |
                | choices |
                | | list_name | name | label |
                | | l | x | X |
                """
            )
        }
        #expect(try order("randomize=maybe")[0].contains("Write randomize=true or"))
        #expect(try order("randomize=true seed=abc")[0].contains("'abc' is no seed"))
        #expect(try order("randomize=false seed=3").isEmpty && order("randomize=True").isEmpty)
        let last = try survey("text | a | A |", "text | b | B | ${last-saved#a} = 'x' |")
        #expect(last.count == 1 && last[0].contains("Leave ${last-saved#…} out"))
    }

    @Test("a question without words is one that nobody could answer; a calculation needs none")
    func wordless() throws {
        #expect(try survey("text | a | |", "integer | b | |").count == 2)
        #expect(try survey("text | a | A |", "text | b | | | concat(${a}, '!')").isEmpty)
    }

    @Test("a file that is not there, or is no CSV, is named")
    func files() throws {
        #expect(try survey("select_one_from_file no.csv | a | A")[0].contains("no file 'no.csv'"))
        #expect(try survey("select_one_from_file a.xml | a | A")[0].contains("no CSV file"))
        #expect(try survey("select_one_from_file ../a.csv | a | A")[0].contains("no CSV file"))
        #expect(try survey("csv-external | gone | ")[0].contains("gone.csv"))
    }

    @Test("settings that mean nothing are named")
    func settings() throws {
        let form = "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n"
        let found = try problems(form + "| | form_id | audience |\n| | 1 form | everyone |\n")
        #expect(found.count == 1 && found[0].contains("'1 form'"))
        let audience = try problems(form + "| | form_id | audience |\n| | f | everyone |\n")
        #expect(audience[0].hasPrefix("settings, row 6, column B"))
    }

    @Test("ten thousand questions, and as many mistakes, are answered shortly")
    func tooLarge() throws {
        let many = Sheet(
            "survey",
            cells: [["type", "name", "label"]] + (0..<10_000).map { ["text", "q\($0)", "Q"] }
        )
        let error = #expect(throws: ImportError.self) { _ = try FormImport([many], .init()) }
        #expect(error?.problems.first?.message.contains("10000 rows") == true)
        let wrong = Sheet(
            "survey",
            cells: [["type", "name"]] + (0..<4_000).map { ["nonsense", "q\($0)"] }
        )
        let cut = #expect(throws: ImportError.self) { _ = try FormImport([wrong], .init()) }
        #expect(cut?.problems.count == 200 && cut?.isCut == true)
    }
}
