// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

extension StoreSession {
    /// The next records of a form in the order of their identifiers, which is that in which they
    /// were made; deleted ones are left out.
    package func recordIDs(
        of form: FormID,
        changedFrom since: Instant?,
        after last: RecordID?,
        limit: Int
    ) throws -> [RecordID] {
        // The plus signs keep SQLite from an index by which it would sort all for each page.
        try Data.fetchAll(
            self,
            sql: """
                SELECT record FROM line
                WHERE record > ? AND +form = ? AND +changed >= ? AND deleted = 0
                ORDER BY record LIMIT ?
                """,
            arguments: [last?.data ?? Data(), form.text, since?.milliseconds ?? .min, limit]
        ).map { try RecordID(column: $0) }
    }
}
