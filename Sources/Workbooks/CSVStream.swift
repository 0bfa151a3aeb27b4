// SPDX-License-Identifier: Apache-2.0

/// The rows of a file of separated values, from parts that are read as they are needed: a file of
/// any length takes the same memory.
///
/// It reads what `CSVReader` reads, in UTF-8, with any separator; a row that is longer than
/// `rowBytesMax` is no row.
package struct CSVStream {
    private let separator: UInt8
    private let nextPart: () throws -> [UInt8]?
    private var part: [UInt8] = []
    private var position = 0
    private var line = 1
    /// Of a row: a quote that is never closed swallows the file.
    package static let rowBytesMax = 256 * 1024

    package init(separator: UInt8 = UInt8(ascii: ","), nextPart: @escaping () throws -> [UInt8]?) {
        (self.separator, self.nextPart) = (separator, nextPart)
    }

    /// - Throws: `WorkbookError` for a quote that is never closed.
    package mutating func next() throws -> CSVReader.Row? {
        while true {
            let start = line
            guard let cells = try readCells() else { return nil }
            if cells.contains(where: { !$0.isEmpty }) {
                return CSVReader.Row(line: start, cells: cells)
            }
        }
    }

    private mutating func byte() throws -> UInt8? {
        while position == part.count {
            guard let next = try nextPart() else { return nil }
            (part, position) = (next, 0)
        }
        defer { position += 1 }
        return part[position]
    }

    /// Nil at the end of the file.
    private mutating func readCells() throws -> [String]? {
        var (cells, cell): ([String], [UInt8]) = ([], [])
        var (quote, wasQuote, length): (Int?, Bool, Int) = (nil, false, 0)
        let start = line
        while let byte = try byte() {
            length += 1
            guard length <= Self.rowBytesMax else { throw Self.endless(quote ?? start) }
            if byte == UInt8(ascii: "\n") { line += 1 }
            if wasQuote {
                wasQuote = false
                if byte == UInt8(ascii: "\"") {
                    cell.append(byte)
                    continue
                }
                quote = nil
            }
            if quote != nil {
                if byte == UInt8(ascii: "\"") { wasQuote = true } else { cell.append(byte) }
                continue
            }
            switch byte {
            case separator:
                cells.append(String(decoding: cell, as: UTF8.self))
                cell = []
            case UInt8(ascii: "\n"): return cells + [String(decoding: cell, as: UTF8.self)]
            case UInt8(ascii: "\r"): break
            case UInt8(ascii: "\"") where cell.isEmpty: quote = line
            default: cell.append(byte)
            }
        }
        if let quote, !wasQuote { throw Self.endless(quote) }
        return length == 0 ? nil : cells + [String(decoding: cell, as: UTF8.self)]
    }

    private static func endless(_ line: Int) -> WorkbookError {
        WorkbookError(
            "Line \(line)",
            "a quote (\") is opened there and never closed, or the line is longer than"
                + " \(rowBytesMax / 1024) KB. Nothing was imported. Close the quote, or write \"\""
                + " for one within a quoted text, and import the file again."
        )
    }
}
