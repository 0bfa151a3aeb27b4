// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// What this device holds of a feed, range by range, and putting right what differs.
extension StoreSession {
    /// Of the bytes themselves, so that one that went wrong on the disk shows.
    package func part(of feed: Feed, in range: RecordRange) throws -> RepairAnswer.Part {
        var (count, digest) = (0, SetDigest.empty)
        try forEachMark(of: feed, in: range) { _, hash in
            count += 1
            digest.insert(hash)
        }
        return RepairAnswer.Part(range: range, count: count, digest: digest)
    }

    package func marks(of feed: Feed, in range: RecordRange) throws -> [RecordID: Hash] {
        var marks: [RecordID: Hash] = [:]
        try forEachMark(of: feed, in: range) { marks[$0] = $1 }
        return marks
    }

    private func forEachMark(
        of feed: Feed,
        in range: RecordRange,
        _ body: (RecordID, Hash) -> Void
    ) throws {
        let rows = try StoredRow.fetchCursor(
            self,
            sql: """
                SELECT id, state FROM record WHERE id BETWEEN ?1 AND ?2
                AND council = ?3 AND audience = ?4 AND (?5 IS NULL OR organisation = ?5)
                """,
            arguments: [
                range.from.data, range.through.data, feed.council.text, feed.audience.rawValue,
                feed.organisation?.data,
            ]
        )
        while let row = try rows.next() {
            let bytes: Data = try row.get("state")
            body(try RecordID(column: row.get("id")), Hash(of: bytes))
        }
    }

    /// Puts what the server has in the place of what was here, and takes away what it has not.
    ///
    /// The journal is not touched: what was not sent lies over these records as over others.
    package func mend(
        _ feed: Feed,
        with records: [PulledRecord],
        without gone: [RecordID]
    ) throws {
        for pulled in records {
            guard pulled.isIntact, feed.contains(pulled.state.scope) else {
                throw Problem(
                    .serverFailed,
                    "A record arrived that is not what its hash says. Nothing was changed here."
                        + " Sync again; if it stays, tell an administrator."
                )
            }
            try save(pulled)
        }
        for id in gone {
            try run(sql: "DELETE FROM record WHERE id = ?", arguments: [id.data])
        }
        goneLines.formUnion(gone)
    }
}
