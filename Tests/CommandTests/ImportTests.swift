// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing
import Workbooks

@testable import keeplocal

@Suite("Files of many records")
struct ImportTests {
    private func cells(_ text: String) throws -> [[String]] {
        try rows(of: Data(text.utf8)).map(\.cells)
    }

    private func rows(of data: Data) throws -> [CSVReader.Row] {
        var reader = CSVReader(data)
        var rows: [CSVReader.Row] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    @Test(
        "comma-separated values are read as RFC 4180 has them",
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
            ("a,b\n1,2", [["a", "b"], ["1", "2"]]), ("\"a,b\",c\n", [["a,b", "c"]]),
            ("\"a\"\"b\"\n", [["a\"b"]]), ("\"two\nlines\",x\n", [["two\nlines", "x"]]),
            ("\"two\r\nlines\"\n", [["two\r\nlines"]]), ("a,,c\n", [["a", "", "c"]]),
            (",\n", [["", ""]]), ("\n\n\na\n\r\n", [["a"]]), ("", []), ("\n", []),
            ("\u{FEFF}a,b\n", [["a", "b"]]), ("a\"b,c\n", [["a\"b", "c"]]),
            ("a;b\n", [["a", "b"]]), ("a,b;c\n", [["a", "b;c"]]),
            ("é,\u{1F600}\n", [["é", "\u{1F600}"]]),
            ("\"\",x\n", [["", "x"]]),
            ("\"a\" ,b\n", [["a ", "b"]]),
        ] as [(String, [[String]])]
    )
    func csv(_ text: String, _ expected: [[String]]) throws {
        #expect(try cells(text) == expected)
    }

    @Test("a row knows the line it begins in, whatever its cells hold")
    func lines() throws {
        let text = "head\n\"one\n\nthree\"\n\nx\r\n\"y\"\n"
        #expect(try rows(of: Data(text.utf8)).map(\.line) == [1, 2, 6, 7])
    }

    @Test("a quote that is never closed, and bytes that are no UTF-8, are refused by their line")
    func unreadable() throws {
        for (bytes, line) in [
            (Data("a\n\"b\nc\n".utf8), 2), (Data("a\n\n\"".utf8), 3),
            (Data([0x61, 0x0A, 0xFF, 0x2C, 0x0A]), 2), (Data([0xE9]), 1),
        ] {
            let error = #expect(throws: WorkbookError.self) { _ = try rows(of: bytes) }
            let failure = error.map { Failure($0) }
            #expect(failure?.exitCode == ExitStatus.usage)
            #expect(failure?.problem.message.hasPrefix("Line \(line): ") == true)
            #expect(failure?.problem.message.contains("Nothing was saved") == true)
        }
    }

    @Test("a slice of a larger file is read from its own start")
    func slice() throws {
        let slice = Data("xxa,b\nc,d".utf8).dropFirst(2)
        #expect(try rows(of: slice).map(\.cells) == [["a", "b"], ["c", "d"]])
    }

    /// What a file of a name and content gives, one line a row.
    private func rows(_ name: String, _ text: String) throws -> [String] {
        let path = NSTemporaryDirectory() + "\(UUID().uuidString)-\(name)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(text.utf8).write(to: URL(filePath: path))
        return try ImportRows(path: path).map { row in
            switch row.result {
            case .success(let values):
                "\(row.line): " + values.map { "\($0)=\($1)" }.joined(separator: " ")
            case .failure(let failure): "\(row.line)! \(failure.problem.message)"
            }
        }
    }

    @Test("a CSV file's first line names the fields; an empty cell is no answer")
    func table() throws {
        let found = try rows("a.csv", "participant,minutes\r\nP-1,45\r\n\r\n\"P,2\",\r\n")
        #expect(
            found == [
                "2: participant=string(\"P-1\") minutes=string(\"45\")",
                "4: participant=string(\"P,2\")",
            ]
        )
    }

    @Test("a ragged row is refused with its line, and those about it are read")
    func ragged() throws {
        let found = try rows("a.CSV", "a,b\n1,2\n1\n1,2,3\n3,4\n")
        #expect(found.map { $0.prefix(2) } == ["2:", "3!", "4!", "5:"])
        #expect(found[1].contains("1 cells, but 2 headings"))
        #expect(found[2].contains("3 cells, but 2 headings"))
    }

    @Test("each line of NDJSON is an object of its own, or refused with its number")
    func ndjson() throws {
        let text = """
            {"b": 1, "a": "x"}

            [1]
            {"a": }
            \u{20}\t
            {"a": null, "n": 1.5}
            7
            {"a": {"b": 1}}
            """
        let found = try rows("a.ndjson", text)
        #expect(found.map { $0.prefix(2) } == ["1:", "3!", "4!", "6:", "7!", "8:"])
        #expect(found[0] == "1: a=string(\"x\") b=integer(1)")
        #expect(found[1].contains("one JSON object"))
        #expect(try rows("a.jsonl", "{}\r\n{}") == ["1: ", "2: "])
        #expect(try rows("a.ndjson", "").isEmpty)
    }

    @Test("a line over the bound, or nested without end, is refused alone")
    func bounds() throws {
        let long = "{\"a\": \"" + String(repeating: "x", count: Limits.changeBytesMax) + "\"}"
        let deep = String(repeating: "{\"a\":", count: 100_000)
        let found = try rows("a.ndjson", "\(long)\n\(deep)\n{\"a\": 1}\n")
        #expect(found.map { $0.prefix(2) } == ["1!", "2!", "3:"])
    }

    @Test("a file that is not there, is empty, or is of another kind is an error of usage")
    func files() throws {
        for (name, text, word) in [
            ("a.txt", "a\n1\n", ".ndjson"), ("a.csv", "", "empty"), ("csv", "a\n", ".csv"),
            ("a.xlsx", "PK", ".csv"), ("a.csv", "a,b,a\n1,2,3\n", "columns 1 and 3"),
            ("a.csv", "a\n1\n\"2\n", "Line 3"),
        ] {
            let error = #expect(throws: (any Error).self) { _ = try rows(name, text) }
            let failure = error.map { Failure($0) }
            #expect(failure?.exitCode == ExitStatus.usage)
            #expect(failure?.problem.message.contains(word) == true, "\(name)")
        }
        let failure = #expect(throws: Failure.self) { _ = try ImportRows(path: "/nowhere/a.csv") }
        #expect(failure?.exitCode == ExitStatus.usage)
        #expect(failure?.problem.message.contains("/nowhere/a.csv") == true)
    }
}
