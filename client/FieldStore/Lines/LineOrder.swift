// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

extension LineSession {
    /// The next records of a form in the order of their identifiers, which is that in which they
    /// were made; deleted ones are left out.
    package func records(
        of form: FormID,
        changedFrom since: Instant?,
        after last: RecordID?,
        limit: Int
    ) throws -> [RecordID] {
        // The plus signs keep SQLite from an index by which it would sort all for each page.
        let statement = try database.cachedStatement(
            sql: """
                SELECT record FROM line
                WHERE record > ? AND +form = ? AND +changed >= ? AND deleted = 0
                ORDER BY record LIMIT ?
                """
        )
        return try Data.fetchAll(
            statement,
            arguments: [last?.data ?? Data(), form.text, since?.milliseconds ?? .min, limit]
        ).map { try RecordID(column: $0) }
    }
}
