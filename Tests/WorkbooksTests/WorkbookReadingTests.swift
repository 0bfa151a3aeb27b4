// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Workbooks

@Suite("Workbooks that are read")
struct WorkbookReadingTests {
    static func written(_ sheets: [(String, [[Cell]])]) throws -> Data {
        var bytes = Data()
        let writer = WorkbookWriter { bytes.append(contentsOf: $0) }
        for (name, rows) in sheets {
            try writer.begin(sheet: name)
            for row in rows { try writer.write(row) }
        }
        try writer.finish()
        return bytes
    }

    @Test("what was written is read again, with its row and column")
    func roundTrip() throws {
        let awkward = "a & b < c \"d\"\n\u{1B}[31m \r _x0041_ £ 日本"
        let rows: [[Cell]] = [
            [.text("type"), .text("name")],
            [.empty, .text(awkward), .number(Decimal(42)), .number(Decimal(string: "0.1") ?? 0)],
            [],
            [
                .boolean(true), .boolean(false), .date(year: 2026, month: 11, day: 29),
                .instant(secondsSince1970: 1_795_959_930),
            ],
        ]
        let sheets = try Workbook.sheets(
            of: Self.written([("survey", rows), ("choices & <more>", [[.text("x")]])])
        )
        #expect(sheets.map(\.name) == ["survey", "choices & <more>"])
        #expect(sheets[0].rows.map(\.number) == [1, 2, 4])
        #expect(sheets[0].rows[1].cells == ["", awkward, "42", "0.1"])
        #expect(
            sheets[0].rows[2].cells == ["TRUE", "FALSE", "2026-11-29", "2026-11-29T13:45:30"]
        )
    }

    @Test("a workbook of another program reads as Excel shows it")
    func openpyxl() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/openpyxl.xlsx")
        let sheets = try Workbook.sheets(of: Data(contentsOf: url))
        #expect(sheets.map(\.name) == ["survey", "choices"])
        let rows = sheets[0].rows
        #expect(rows[1].cells == ["text", "a", "Café & <tea>\nline two"])
        let given = ["2026-11-29", "2026-11-29T13:45:30", "07:05:00", "42", "0.3", "TRUE"]
        #expect(rows[2...7].map { $0[column: 3] } == given)
        #expect(rows.last?.number == 20 && rows.last?[column: 7] == "far away")
        #expect(sheets[1].rows[1].cells == ["l", "1", "One"])
        #expect(sheets[1].rows[2].cells == ["l", "", "Formula without a result"])
    }

    @Test("a long text is cut with a mark, and counted")
    func cuts() throws {
        var bytes = Data()
        let writer = WorkbookWriter { bytes.append(contentsOf: $0) }
        try writer.begin(sheet: "s")
        try writer.write(texts: [String(repeating: "é", count: 40_000)])
        try writer.finish()
        #expect(writer.cutTexts == 1)
        let row = try Workbook.sheets(of: bytes).first?.rows.first
        let text = try #require(row?[column: 0])
        #expect(text.utf16.count <= WorkbookWriter.textMax && text.hasSuffix("… [cut]"))
    }

    @Test("days before March 1900, and those of 1904, are the days that Excel shows")
    func days() {
        #expect(CellText.moment("1", startsIn1904: false) == "1900-01-01")
        #expect(CellText.moment("59", startsIn1904: false) == "1900-02-28")
        #expect(CellText.moment("61", startsIn1904: false) == "1900-03-01")
        #expect(CellText.moment("0", startsIn1904: true) == "1904-01-01")
        #expect(CellText.moment("0.5", startsIn1904: false) == "12:00:00")
        #expect(CellText.moment("46355.999999", startsIn1904: false) == "2026-11-30")
    }

    @Test(
        "a format is known to be a date's by its letters",
        arguments: [
            ("yyyy-mm-dd", true), ("[h]:mm", true), ("0.00", false), ("#,##0", false),
            ("\"days\" 0", false), ("[Red]0", false), ("General", false), ("d/m/yy;@", true),
        ]
    )
    func formats(code: String, isDate: Bool) { #expect(CellStyles.isDate(code: code) == isDate) }
}
