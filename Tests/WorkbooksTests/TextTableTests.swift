// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Workbooks

@Suite("Sheets as text")
struct TextTableTests {
    private let sheets = [
        Sheet(
            "survey",
            cells: [
                ["type", "name", "constraint"], ["text", "a", "regex(., 'a|b\\|c\\d')"],
                ["note", "", "two\nlines"], ["note", "", "First<br>second\nthird\\<br>"],
            ]
        ),
        Sheet("choices", cells: [["list_name", "name"], ["l", "x, \"y\""]]),
    ]

    @Test("tables of Markdown are read as they were written")
    func markdown() throws {
        let text = MarkdownTables.text(of: sheets)
        let read = try MarkdownTables.sheets(of: Data(text.utf8))
        #expect(read.map(\.name) == ["survey", "choices"])
        for (sheet, wanted) in zip(read, sheets) {
            #expect(sheet.rows.map(\.cells) == wanted.rows.map(\.cells))
        }
    }

    @Test("rules, remarks and the numbers of lines")
    func remarks() throws {
        let text = """
            # A form
            | survey | | |
            |        | type | name |
            |        | ---- | :--: |
            |        | text | a    |
            """
        let read = try MarkdownTables.sheets(of: Data(text.utf8))
        #expect(read.first?.rows.map(\.number) == [3, 5])
        #expect(read.first?.rows.last?.cells == ["text", "a"])
    }

    @Test("a sheet as CSV is read as it was written")
    func csv() throws {
        let text = CSVSheet.text(of: sheets[1])
        let read = try CSVSheet.sheet(named: "choices", of: Data(text.utf8))
        #expect(read == sheets[1])
    }

    @Test(
        "semicolons and tabs separate where the first line has no comma",
        arguments: [
            ("a;b\n1,5;\"x;y\"\n", ["1,5", "x;y"]), ("a\tb\n1;2\t3\n", ["1;2", "3"]),
            ("\"a,b\";c\n1;2\n", ["1", "2"]), ("a,b;c\n1,2\n", ["1", "2"]),
            ("a\n1;2\n", ["1;2"]),
        ]
    )
    func separators(text: String, cells: [String]) throws {
        var reader = CSVReader(Data(text.utf8))
        _ = try reader.next()
        #expect(try reader.next()?.cells == cells)
    }
}
