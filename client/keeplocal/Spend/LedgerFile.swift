// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import LocalSpend
import Workbooks

/// A file of payments: its letters, its separator and its headings, found by reading all of it once
/// in parts.
struct LedgerFile {
    let path: String
    let sha256: Hash
    let sizeBytes: Int64
    let encoding: TextEncoding
    /// Lines that are not in UTF-8, of a file that is else.
    let otherLines: (count: Int, first: [Int])
    private let separator: UInt8
    private static let partBytes = 256 * 1024
    /// Titles that stand above the headings.
    private static let headingLinesMax = 12

    /// - Throws: `SpendError` for what is no file of separated values.
    init(_ path: String) throws {
        self.path = path
        var (hashing, letters, size) = (Hashing(), TextEncodingSurvey(), Int64(0))
        var (head, hasNought): ([UInt8], Bool) = ([], false)
        let next = try Self.parts(of: path)
        while let part = try next() {
            hashing.update(part)
            letters.take(part)
            size += Int64(part.count)
            if head.isEmpty { head = part }
            hasNought = hasNought || part.contains(0)
        }
        guard size > 0 else { throw SpendError(Self.name(path), "The file is empty.") }
        otherLines = letters.others
        (sha256, sizeBytes, encoding) = (hashing.finish(), size, letters.encoding)
        let isWide = encoding == .utf16Little || encoding == .utf16Big
        guard !hasNought || isWide else {
            throw SpendError(
                Self.name(path),
                "This is no file of comma-separated values. Nothing was imported. If it is a"
                    + " workbook, save its sheet as \"CSV UTF-8\" and import that."
            )
        }
        var decoding = TextDecoding(encoding)
        separator = Self.separator(in: decoding.utf8(head) + decoding.finish())
    }

    private static func name(_ path: String) -> String { URL(filePath: path).lastPathComponent }

    private static func parts(of path: String) throws -> () throws -> [UInt8]? {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw SpendError(
                path,
                "The file could not be opened. Check its name, and that it is yours to read."
            )
        }
        return {
            guard let part = try file.read(upToCount: partBytes), !part.isEmpty else { return nil }
            return [UInt8](part)
        }
    }

    /// Of comma, semicolon and tab, the one that stands most often in the first lines.
    private static func separator(in head: [UInt8]) -> UInt8 {
        let first = head.split(separator: UInt8(ascii: "\n")).prefix(headingLinesMax).joined()
        let counts = [",", ";", "\t"].compactMap { $0.utf8.first }.map { sign in
            (sign: sign, count: first.count { $0 == sign })
        }
        return counts.max { $0.count < $1.count }?.sign ?? UInt8(ascii: ",")
    }

    /// All rows from the top, headings among them.
    func rows() throws -> CSVStream {
        var decoding = TextDecoding(encoding)
        let next = try Self.parts(of: path)
        return CSVStream(separator: separator) {
            if let part = try next() { return decoding.utf8(part) }
            let rest = decoding.finish()
            return rest.isEmpty ? nil : rest
        }
    }

    /// The first line that holds the needed headings; titles may stand above it.
    ///
    /// - Throws: `SpendError` for the line that looks most like headings.
    func headings(
        _ mapping: LedgerMapping?
    ) throws -> (understood: LedgerHeadings.Understood, line: Int) {
        var rows = try rows()
        var best: (cells: Int, error: SpendError)?
        for _ in 0..<Self.headingLinesMax {
            guard let row = try rows.next() else { break }
            do {
                return (try LedgerHeadings.understand(row.cells, mapping), row.line)
            } catch let error as SpendError {
                let cells = row.cells.count { !$0.isEmpty }
                if cells > best?.cells ?? 0 {
                    best = (cells, SpendError("Line \(row.line)", error.message))
                }
            }
        }
        throw best?.error ?? SpendError(Self.name(path), "The file has no headings.")
    }
}
