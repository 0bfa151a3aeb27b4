// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Places
import Workbooks

/// A file of positions on its way to become a record of one council: all of it, or nothing.
struct PositionImport {
    let file: LedgerFile
    let headings: PositionHeadings
    let title: String?

    /// Nil for a file of anything else.
    ///
    /// - Throws: `SpendError` for what is no file of separated values.
    init?(_ path: String, title: String?) throws {
        let file = try LedgerFile(path)
        var rows = try file.rows()
        guard let first = try rows.next(), let headings = PositionHeadings(first.cells) else {
            return nil
        }
        (self.file, self.headings, self.title) = (file, headings, title)
    }

    struct Outcome {
        let positions: Positions
        let elsewhere: Int
    }

    /// - Throws: `PlaceError` with the line, or where no place of the file is known here.
    func read(_ book: PlaceBook) throws -> Outcome {
        var rows = try file.rows()
        _ = try rows.next()
        var reading = PositionReading(headings, of: book.codes)
        while let row = try rows.next() { try reading.take(row.cells, line: row.line) }
        guard !reading.points.isEmpty else {
            throw PlaceError(
                file.path,
                "No place of it is known here as a ward, an LSOA or a neighbourhood. Nothing was"
                    + " imported. Import the ward boundaries first: keeplocal place lookup import"
                    + " FILE --as-of DATE"
            )
        }
        return Outcome(
            positions: Positions(
                title: title ?? URL(filePath: file.path).lastPathComponent,
                kind: headings.kind,
                points: reading.points,
                source: file.sha256.description
            ),
            elsewhere: reading.elsewhere
        )
    }
}
