// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

/// Where records stand: in their place, or set aside by a pull.
enum RecordTable: String, CaseIterable { case record, staged }

/// Some records that follow each other by their identifiers.
struct RecordPart {
    let table: RecordTable
    let after: Data
    let through: Data

    /// Before every identifier, which has sixteen bytes.
    fileprivate static let start = Data([0])
}

extension StoreSession {
    /// The next so many records behind a part; nil where there are none.
    func part(of table: RecordTable, after former: RecordPart?, count: Int) throws -> RecordPart? {
        let start = former?.through ?? RecordPart.start
        let end = try Data.fetchOne(
            self,
            sql: """
                SELECT max(id) FROM
                    (SELECT id FROM \(table.rawValue) WHERE id > ? ORDER BY id LIMIT ?)
                """,
            arguments: [start, count]
        )
        return end.map { RecordPart(table: table, after: start, through: $0) }
    }

    func forEachPart(of table: RecordTable, _ body: (RecordPart) throws -> Void) throws {
        var next: RecordPart?
        repeat {
            next = try part(of: table, after: next, count: 1_000)
            if let next { try body(next) }
        } while next != nil
    }

    /// True where all records are read in a moment.
    func isSmall() throws -> Bool {
        try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0 <= 2_048
    }
}
