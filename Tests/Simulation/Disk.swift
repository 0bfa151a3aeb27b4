// SPDX-License-Identifier: Apache-2.0

import GRDB

/// A database in memory upon which history after history is played: a statement that was parsed
/// once stays so, and only rows are put back.
final class Disk {
    let queue: DatabaseQueue
    let crash = CrashPoint()

    init(_ queue: DatabaseQueue) {
        self.queue = queue
        queue.add(transactionObserver: crash, extent: .observerLifetime)
    }

    func contents() throws -> DiskContents {
        try queue.unsafeRead { db in
            let names = try String.fetchAll(
                db,
                sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid"
            )
            return DiskContents(
                tables: try names.map { name in
                    let rows = try Row.fetchAll(db.cachedStatement(sql: "SELECT * FROM \(name)"))
                    return DiskContents.Table(
                        name: name,
                        rows: rows.map { Array($0.databaseValues) }
                    )
                }
            )
        }
    }

    /// Puts the disk into the state of another of the same kind.
    func fill(_ contents: DiskContents) throws {
        let commits = crash.commits
        crash.reset()
        do {
            try write(contents)
        } catch DatabaseError.SQLITE_CONSTRAINT_FOREIGNKEY {
            // A row may refer to a later one of its own table, where a clock was years behind. The
            // pragma makes SQLite parse every statement anew: a fifth of the time of all histories.
            try write(contents, after: "PRAGMA defer_foreign_keys = ON")
        }
        crash.reset(commits: commits)
    }

    private func write(_ contents: DiskContents, after pragma: String? = nil) throws {
        try queue.inTransaction { db in
            if let pragma { try db.execute(sql: pragma) }
            for table in contents.tables.reversed() {
                try db.cachedStatement(sql: "DELETE FROM \(table.name)").execute()
            }
            for table in contents.tables {
                // Triggers upon the tables before have written into it.
                try db.cachedStatement(sql: "DELETE FROM \(table.name)").execute()
                guard let first = table.rows.first else { continue }
                let marks = Array(repeating: "?", count: first.count).joined(separator: ", ")
                let insert = try db.cachedStatement(
                    sql: "INSERT INTO \(table.name) VALUES (\(marks))"
                )
                for row in table.rows { try insert.execute(arguments: StatementArguments(row)) }
            }
            return .commit
        }
    }

    /// Asks past the production code, as a check must.
    func rows(_ sql: String) throws -> [Row] {
        try queue.unsafeRead { try Row.fetchAll($0.cachedStatement(sql: sql)) }
    }
}

/// Every row of a database; tables in the order of their making, so that what is referred to comes
/// first.
struct DiskContents {
    struct Table {
        let name: String
        let rows: [[DatabaseValue]]
    }

    let tables: [Table]
}
