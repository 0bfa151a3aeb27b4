// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Comma-separated values after RFC 4180, in UTF-8.
///
/// Where the first line has no comma, and semicolons or tabs, those separate: so Excel writes where
/// the comma belongs to numbers.
///
/// Quotes, doubled quotes, line breaks within quotes, either kind of line end and a byte-order mark
/// are understood; lines without anything are passed over.
package struct CSVReader {
    private let bytes: Data
    private var position: Data.Index
    private var line = 1
    private let separator: UInt8

    package struct Row {
        /// Where the row begins, from 1.
        package let line: Int
        package let cells: [String]
    }

    package init(_ data: Data) {
        bytes = data
        position = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.startIndex + 3 : data.startIndex
        separator = Self.separator(in: data[position...].prefix { $0 != UInt8(ascii: "\n") })
    }

    private static func separator(in heading: Data) -> UInt8 {
        var isQuoted = false
        let bare = heading.filter { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return !isQuoted
        }
        let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        return separators.first(where: bare.contains) ?? separators[0]
    }

    /// - Throws: `WorkbookError` for what would be read as something that nobody wrote: a quote
    ///   that is never closed, or bytes that are no UTF-8. Nothing after that can be trusted.
    package mutating func next() throws -> Row? {
        while position < bytes.endIndex {
            let start = line
            let cells = try readCells()
            if cells != [""] { return Row(line: start, cells: cells) }
        }
        return nil
    }

    private mutating func readCells() throws -> [String] {
        var (cells, cell): ([String], [UInt8]) = ([], [])
        // Where the quote was opened that is not closed yet.
        var quote: Int?
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\"") where quote != nil:
                if position < bytes.endIndex, bytes[position] == byte {
                    cell.append(byte)
                    position += 1
                } else {
                    quote = nil
                }
            case _ where quote != nil: cell.append(byte)
            case UInt8(ascii: "\"") where cell.isEmpty: quote = line
            case separator:
                cells.append(try text(cell))
                cell = []
            case UInt8(ascii: "\r"): break
            case UInt8(ascii: "\n"):
                cells.append(try text(cell))
                line += 1
                return cells
            default: cell.append(byte)
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
        }
        if let quote {
            throw WorkbookError(
                "Line \(quote)",
                "a quote (\") is opened there and never closed, so the rest"
                    + " of the file would be one answer. Nothing was saved. Close it, or write \"\""
                    + " for a quote within a quoted text, and import the file again."
            )
        }
        return cells + [try text(cell)]
    }

    private func text(_ cell: [UInt8]) throws -> String {
        guard let text = String(validating: cell, as: UTF8.self) else {
            throw WorkbookError(
                "Line \(line)",
                "the text is not in UTF-8; letters such as é and £ would be"
                    + " lost. Nothing was saved. Save the file as \"CSV UTF-8\" (in Excel: Save"
                    + " As) and import it again."
            )
        }
        return text
    }
}
