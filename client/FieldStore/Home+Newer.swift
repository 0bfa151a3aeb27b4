// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Schema

/// A folder that a newer program has used is whole, and no business of this one.
extension Home {
    /// True where the side file or the database says that a newer program wrote it.
    ///
    /// One wrong bit can make the number of the version too large: where the side file is of this
    /// version and the tables are still the ones that it knows, that is damage.
    var isNewer: Bool {
        if let head = try? side?.head()?.head, head.schema > Self.schemaVersion { return true }
        guard let file = FileHandle(forReadingAtPath: database) else { return false }
        defer { try? file.close() }
        guard let header = try? file.read(upToCount: 100), header.count == 100,
            header.starts(with: Data("SQLite format 3\0".utf8)),
            header.number(at: 68) == FieldStore.applicationID,
            header.number(at: 60) > Self.schemaVersion
        else { return false }
        return !(isOurs && hasOwnTables)
    }

    private var hasOwnTables: Bool {
        var configuration = Configuration()
        configuration.readonly = true
        let tables = { (db: Database) in
            try String.fetchAll(
                db,
                sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
            )
        }
        do {
            let found = try DatabaseQueue(path: database, configuration: configuration).read(tables)
            let own = try DatabaseQueue().write { db in
                for migration in Schema.client { try db.execute(sql: migration.sql) }
                return try tables(db)
            }
            return found == own
        } catch {
            return false
        }
    }
}

extension Data {
    /// A big-endian number in the header of an SQLite file.
    func number(at offset: Int) -> Int32 {
        self[offset..<offset + 4].reduce(0) { $0 << 8 | Int32($1) }
    }
}
