// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

/// Forms and names that were kept before each had a seal.
struct FormerSeals {
    /// The step of the schema that it belongs to.
    static let migration = 10
    private let database: Database

    init(_ database: Database) { self.database = database }

    func convert() throws {
        for (table, column) in [("form", "definition"), ("directory", "entry")] {
            let kept = try Data.fetchAll(
                database,
                sql: "SELECT \(column) FROM \(table) WHERE seal IS NULL"
            )
            for bytes in kept {
                try database.execute(
                    sql: "UPDATE \(table) SET seal = ? WHERE \(column) = ?",
                    arguments: [Hash(of: bytes).data, bytes]
                )
            }
        }
    }
}
