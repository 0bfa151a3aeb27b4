// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Workbooks

@Suite("Workbooks that are written")
struct WorkbookWriterTests {
    @Test(
        "a day has the number that Excel gives it",
        arguments: [(1900, 3, 1, 61), (1970, 1, 1, 25_569), (2026, 11, 29, 46_355)]
    )
    func serials(year: Int, month: Int, day: Int, serial: Int) {
        #expect(Cell.serial(year: year, month: month, day: day) == serial)
    }

    @Test("columns are called as Excel calls them")
    func columns() {
        #expect(
            [1, 26, 27, 52, 702, 703].map(Column.letters) == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]
        )
        #expect(Column.place(of: "AB12")?.column == 28)
        #expect(Column.place(of: "12") == nil)
    }

    @Test("a name for a sheet is made of any text")
    func sheetNames() {
        let long = String(repeating: "visits/", count: 10)
        let first = WorkbookWriter.sheetName(for: long)
        let second = WorkbookWriter.sheetName(for: long, besides: [first])
        #expect(first.count == 31 && second.count == 31 && first != second)
    }

    @Test("a hundred thousand rows are handed on as they come, and never held")
    func streams() throws {
        var (bytes, largest) = (0, 0)
        let writer = WorkbookWriter { piece in
            bytes += piece.count
            largest = max(largest, piece.count)
        }
        try writer.begin(sheet: "records")
        for number in 0..<100_000 { try writer.write([.text("row"), .number(Decimal(number))]) }
        let before = bytes
        try writer.finish()
        #expect(before > 100_000 && largest <= 64 * 1024)
        #expect(bytes - before < 64 * 1024)
    }
}
