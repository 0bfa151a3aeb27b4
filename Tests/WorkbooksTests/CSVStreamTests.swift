// SPDX-License-Identifier: Apache-2.0

import Foundation
import Seeds
import Testing
import Workbooks

@Suite("Separated values in parts, in any letters")
struct CSVStreamTests {
    /// The rows of a file that comes in parts of so many bytes.
    private func rows(
        _ bytes: [UInt8],
        by size: Int,
        _ separator: UInt8 = UInt8(ascii: ",")
    ) throws -> [CSVReader.Row] {
        var survey = TextEncodingSurvey()
        survey.take(bytes)
        var (decoding, position) = (TextDecoding(survey.encoding), 0)
        var stream = CSVStream(separator: separator) {
            guard position < bytes.count else {
                let rest = decoding.finish()
                return rest.isEmpty ? nil : rest
            }
            let part = Array(bytes[position..<min(position + size, bytes.count)])
            position += size
            return decoding.utf8(part)
        }
        var rows: [CSVReader.Row] = []
        while let row = try stream.next() { rows.append(row) }
        return rows
    }

    @Test("quotes, line ends within them, empty lines and either line end, wherever a part ends")
    func parts() throws {
        let text = "Date,Supplier\r\n\r\n1,\"The \"\"Mill\"\", Ltd\r\nof Shipley\"\n,\n2,Café\n3,x"
        for size in 1...40 {
            let found = try rows(Array(text.utf8), by: size)
            let cells = found.map(\.cells)
            #expect(
                cells == [
                    ["Date", "Supplier"], ["1", "The \"Mill\", Ltd\r\nof Shipley"], ["2", "Café"],
                    ["3", "x"],
                ]
            )
            #expect(found.map(\.line) == [1, 3, 6, 7])
        }
    }

    @Test("what the reader of a whole file reads, on random files")
    func sameAsReader() throws {
        var random = SeededRandom(seed: 5)
        let letters = ["a", ",", "\n", "\"", "é", "\r\n", "b"]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 1...30, using: &random)).map { _ in
                letters[Int.random(in: 0..<letters.count, using: &random)]
            }.joined()
            var reader = CSVReader(Data(text.utf8))
            var expected: [[String]]? = []
            do {
                while let row = try reader.next() {
                    if row.cells.contains(where: { !$0.isEmpty }) { expected?.append(row.cells) }
                }
            } catch { expected = nil }
            let size = Int.random(in: 1...7, using: &random)
            let found = try? rows(Array(text.utf8), by: size).map(\.cells)
            #expect(found == expected, "\(text.debugDescription)")
        }
    }

    @Test("UTF-8 with a mark, UTF-16 of either order, and Windows-1252 read as one")
    func letters() throws {
        let text = "Supplier,Amount\r\nCafé “Zoë” – Ltd,£5\r\n"
        let wide = Array(text.utf16)
        let files: [[UInt8]] = [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8),
            [0xFF, 0xFE] + wide.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] },
            [0xFE, 0xFF] + wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] },
            Array(try #require(text.data(using: .windowsCP1252))),
        ]
        for (index, file) in files.enumerated() {
            for size in [1, 2, 3, 7, 4_096] {
                let found = try rows(file, by: size).map(\.cells)
                #expect(
                    found == [["Supplier", "Amount"], ["Café “Zoë” – Ltd", "£5"]],
                    "file \(index) by \(size)"
                )
            }
        }
    }

    @Test("a file of both letters is read line by line, and the lines that are not UTF-8 named")
    func mixed() throws {
        let lines = ["Supplier,Amount", "Café A,10", "Café B,20", "Plain,30", "Zoë “C”,40"]
        for mark in [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]] {
            var bytes = mark
            for (index, line) in lines.enumerated() {
                let isOther = index == 2 || index == 4
                bytes += isOther ? try #require(line.data(using: .windowsCP1252)) : Data(line.utf8)
                if index < 4 { bytes.append(10) }
            }
            var survey = TextEncodingSurvey()
            survey.take(bytes)
            #expect(survey.encoding == .mixed)
            #expect(survey.others.count == 2 && survey.others.first == [3, 5])
            for size in [1, 2, 3, 7, 4_096] {
                let found = try rows(bytes, by: size).map { $0.cells.joined(separator: ",") }
                #expect(found == lines, "by \(size)")
            }
        }
    }

    @Test("a half sequence of UTF-8, surrogates and too long forms are not taken for UTF-8")
    func notUTF8() {
        for bytes in [[0xC3], [0xE9, 0x20], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF5, 0x80]] {
            var survey = TextEncodingSurvey()
            survey.take(bytes.map { UInt8($0) })
            #expect(survey.encoding == .windows1252)
        }
    }

    @Test("a quote that is never closed is named with its line, and swallows no more than it may")
    func endless() {
        let text = "a,b\n1,\"open\n" + String(repeating: "2,3\n", count: 100_000)
        let error = #expect(throws: WorkbookError.self) {
            try rows(Array(text.utf8), by: 4_096)
        }
        #expect(error?.place == "Line 2")
        let short = #expect(throws: WorkbookError.self) { try rows(Array("a\n\"b".utf8), by: 1) }
        #expect(short?.place == "Line 2")
    }
}
