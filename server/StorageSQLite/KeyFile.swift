// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import Schema
import SyncService

/// `keys.sqlite`: the key of each record of case data, apart from the database that it opens.
///
/// A rollback journal that is emptied, `synchronous=EXTRA` and `secure_delete`: what was written is
/// durable when it returns, and what was destroyed stands in no page and in no journal.
final class KeyFile: Sendable {
    /// `KLk1` in the header of the file.
    private static let applicationID: Int32 = 0x4B4C_6B31

    private let queue: DatabaseQueue

    /// Opens or creates the file; in memory without a path.
    init(path: String?) throws {
        if let path {
            try FileLock.makePrivate(path)
            queue = try DatabaseQueue(path: path, configuration: Self.configuration)
        } else {
            queue = try DatabaseQueue(configuration: Self.configuration)
        }
        try queue.writeWithoutTransaction { db in
            let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            guard id == Self.applicationID || (id == 0 && version == 0) else {
                throw StorageFailure.foreign("keys.sqlite is of another program")
            }
            guard version <= Schema.serverKeys.count else {
                throw StorageFailure.newer(SQLiteStorage.keysName)
            }
            for (index, migration) in Schema.serverKeys.enumerated() where index >= version {
                try db.inTransaction(.immediate) {
                    try db.execute(sql: migration.sql)
                    try db.execute(
                        sql: """
                            PRAGMA user_version = \(index + 1);
                            PRAGMA application_id = \(Self.applicationID)
                            """
                    )
                    return .commit
                }
            }
        }
    }

    /// One statement is its own snapshot; `read` would have it parsed anew each time.
    func key(of record: RecordID) throws -> Data? {
        try queue.unsafeRead { db in
            try Data.fetchOne(
                db.cachedStatement(sql: "SELECT secret FROM record_key WHERE record = ?"),
                arguments: [record.data]
            )
        }
    }

    func all() throws -> [RecordID: Data] {
        try queue.read { db in
            let rows = try db.cachedStatement(sql: "SELECT record, secret FROM record_key").rows()
            return try Dictionary(
                rows.map { (try RecordID(column: $0.get("record")), try $0.get("secret")) },
                uniquingKeysWith: { $1 }
            )
        }
    }

    /// Copies all keys into a new file, through SQLite itself.
    func copy(toFile path: String) throws {
        try FileLock.makePrivate(path)
        let copy = try DatabaseQueue(path: path, configuration: Self.configuration)
        try queue.backup(to: copy)
        try copy.close()
        try SQLiteStorage.makeDurable(path)
    }

    func keep(_ keys: [RecordID: Data]) throws {
        guard !keys.isEmpty else { return }
        try writing { db in
            let statement = try db.cachedStatement(sql: "INSERT INTO record_key VALUES (?, ?)")
            for (record, key) in keys.sorted(by: { $0.key < $1.key }) {
                try statement.execute(arguments: [record.data, key])
            }
        }
    }

    /// Destroys the keys that are there, all of them or none.
    func destroy(_ records: some Sequence<RecordID>) throws {
        try writing { db in
            let statement = try db.cachedStatement(sql: "DELETE FROM record_key WHERE record = ?")
            for record in records { try statement.execute(arguments: [record.data]) }
        }
    }

    /// A failure is told at once as what it means: the system's error number is not kept for long.
    private func writing(_ body: (Database) throws -> Void) throws {
        try queue.writeWithoutTransaction { db in
            SQLiteStorage.clearSystemError()
            do {
                try db.asTransaction(keeping: true) { try body(db) }
            } catch {
                throw SQLiteStorage.failure(error, of: db)
            }
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = EXTRA;
                    PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
                    """
            )
        }
        return configuration
    }
}
