// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Comma-separated values after RFC 4180.
///
/// Quotes, doubled quotes, line breaks within quotes, either kind of line end and a byte-order mark
/// are understood; lines without anything are passed over.
struct CSVReader {
    private let bytes: Data
    private var position: Data.Index
    private var line = 1

    struct Row {
        /// Where the row begins, from 1.
        let line: Int
        let cells: [String]
    }

    init(_ data: Data) {
        bytes = data
        position = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.startIndex + 3 : data.startIndex
    }

    mutating func next() -> Row? {
        while position < bytes.endIndex {
            let start = line
            let cells = readCells()
            if cells != [""] { return Row(line: start, cells: cells) }
        }
        return nil
    }

    private mutating func readCells() -> [String] {
        var (cells, cell, isQuoted): ([String], [UInt8], Bool) = ([], [], false)
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            switch byte {
            case UInt8(ascii: "\"") where isQuoted:
                if position < bytes.endIndex, bytes[position] == byte {
                    cell.append(byte)
                    position += 1
                } else {
                    isQuoted = false
                }
            case _ where isQuoted: cell.append(byte)
            case UInt8(ascii: "\"") where cell.isEmpty: isQuoted = true
            case UInt8(ascii: ","):
                cells.append(String(decoding: cell, as: UTF8.self))
                cell = []
            case UInt8(ascii: "\r"): break
            case UInt8(ascii: "\n"): return cells + [String(decoding: cell, as: UTF8.self)]
            default: cell.append(byte)
            }
        }
        return cells + [String(decoding: cell, as: UTF8.self)]
    }
}
