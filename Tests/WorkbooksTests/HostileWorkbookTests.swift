// SPDX-License-Identifier: Apache-2.0

import Foundation
import Seeds
import Testing

@testable import Workbooks

@Suite("Workbooks that are none, or mean harm")
struct HostileWorkbookTests {
    private func archive(_ parts: [(String, String)]) throws -> Data {
        var bytes = Data()
        var writer = ZipWriter { bytes.append(contentsOf: $0) }
        for (name, text) in parts {
            try writer.begin(name)
            try writer.write(Array(text.utf8))
        }
        try writer.finish()
        return bytes
    }

    private func message(_ data: Data) -> String {
        do {
            _ = try Workbook.sheets(of: data)
            return ""
        } catch {
            return "\(error)"
        }
    }

    /// A workbook with one sheet of this text.
    private func workbook(sheet: String, strings: String? = nil) throws -> Data {
        let parts = WorkbookParts.all(sheets: ["survey"])
            .filter { $0.name != "[Content_Types].xml" }
        return try archive(parts + [("xl/worksheets/sheet1.xml", sheet)])
    }

    @Test("a file that is no workbook is named as such, with what to do")
    func noWorkbook() throws {
        for text in ["", "hello", "PK\u{3}\u{4}", "<html></html>"] {
            #expect(message(Data(text.utf8)).contains("no Excel workbook"))
        }
        #expect(message(try archive([("a.txt", "b")])).contains("no Excel workbook"))
    }

    @Test("a sheet that unpacks to 300 MB from a small file is stopped at the bound")
    func bomb() throws {
        var bytes = Data()
        var writer = ZipWriter { bytes.append(contentsOf: $0) }
        for (name, text) in WorkbookParts.all(sheets: ["survey"]) {
            try writer.begin(name)
            try writer.write(Array(text.utf8))
        }
        try writer.begin("xl/worksheets/sheet1.xml")
        let chunk = [UInt8](repeating: 0x20, count: 1024 * 1024)
        for _ in 0..<300 { try writer.write(chunk) }
        try writer.finish()
        #expect(bytes.count < 1024 * 1024)
        #expect(message(bytes).contains("larger than 64 MB"))
    }

    @Test("entities are never expanded: a document type is refused before it is read")
    func entities() throws {
        let bomb =
            "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
            + "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row>"
            + "</sheetData></worksheet>"
        #expect(message(try workbook(sheet: bomb)).contains("damaged"))
        let outside = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><worksheet/>"
        #expect(message(try workbook(sheet: outside)).contains("damaged"))
    }

    @Test("elements a hundred thousand deep are refused")
    func nesting() throws {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(message(try workbook(sheet: "<worksheet>" + deep)).contains("damaged"))
    }

    @Test("too many rows, and a text too far to the right, are named with their place")
    func extent() throws {
        let wide = "<worksheet><row r=\"3\"><c r=\"XFD3\" t=\"str\"><v>x</v></c></row></worksheet>"
        #expect(message(try workbook(sheet: wide)).contains("row 3, column XFD"))
        let rows = (1...20_001).map { "<row r=\"\($0)\"><c t=\"str\"><v>x</v></c></row>" }
        let long = "<worksheet>" + rows.joined() + "</worksheet>"
        #expect(message(try workbook(sheet: long)).contains("more than 20000 rows"))
    }

    @Test("numbers, rows and references that make no sense are read as far as they go")
    func nonsense() throws {
        let sheet =
            "<worksheet><row r=\"9223372036854775807\"><c t=\"s\"><v>99</v></c></row><row>"
            + "<c r=\"ZZZZ9\" t=\"str\"><v>a</v></c><c><v>1e400</v></c><c><v>-1e17</v></c>"
            + "</row></worksheet>"
        let read = try Workbook.sheets(of: workbook(sheet: sheet))
        #expect(read.first?.rows.first?.cells == ["a", "1e400", "-1e+17"])
    }

    @Test("bytes that were flipped or cut never trap, and never give more than the bounds")
    func damage() throws {
        var random = Seed()
        let rows = (0..<50).map { row in [Cell.text("type \(row)"), .number(Decimal(row))] }
        let whole = try WorkbookReadingTests.written([("survey", rows), ("choices", rows)])
        for _ in 0..<500 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) {
                bytes = bytes.prefix(Int.random(in: 0...bytes.count, using: &random))
            }
            let sheets = (try? Workbook.sheets(of: Data(bytes))) ?? []
            #expect(sheets.count <= WorkbookBounds.sheetsMax)
        }
    }
}
