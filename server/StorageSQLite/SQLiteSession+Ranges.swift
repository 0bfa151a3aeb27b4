// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    func recordCount(_ feed: Feed, in range: RecordRange) throws -> Int {
        try row(
            """
            SELECT count(*) AS n FROM record INDEXED BY record_range
            WHERE council = ?1 AND audience = ?2 AND id BETWEEN ?3 AND ?4
            AND (?5 IS NULL OR organisation = ?5)
            """,
            place(feed, range)
        )?.get("n") ?? 0
    }

    func forEachMark(
        _ feed: Feed,
        in range: RecordRange,
        _ body: (RecordID, Hash) throws -> Void
    ) throws {
        let found = try database.cachedStatement(
            sql: """
                SELECT id, hash FROM record INDEXED BY record_range
                WHERE council = ?1 AND audience = ?2 AND id BETWEEN ?3 AND ?4
                AND (?5 IS NULL OR organisation = ?5) ORDER BY id
                """
        ).cursor(place(feed, range))
        while let row = try found.next() {
            try body(RecordID(column: row.get("id")), Hash(column: row.get("hash")))
        }
    }

    private func place(_ feed: Feed, _ range: RecordRange) -> StatementArguments {
        [
            feed.council.text, feed.audience.rawValue, range.from.data, range.through.data,
            feed.organisation?.data,
        ]
    }
}
