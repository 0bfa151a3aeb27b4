// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
package import GRDB
import Schema
import Synchronization
package import SyncService

/// The embedded storage: one SQLite file, one process, any number of readers beside one writer.
///
/// WAL with `synchronous=FULL`: a transaction that was answered survives a power cut. The writer is
/// the only connection that ever checkpoints.
package final class SQLiteStorage: Storage {
    /// `KLs1` in the header of the file, so that no other program's database is taken for ours.
    static let applicationID: Int32 = 0x4B4C_7331

    private let pool: DatabasePool
    private let lock: FileLock
    let sealedFiles: SealedFiles
    let owed = Mutex(OwedErasing())
    /// Why nothing is written any more.
    private let fault = Mutex<String?>(nil)

    /// Opens or creates `keeplocal.sqlite` in a folder that only its owner can read.
    ///
    /// - Throws: `StorageFailure` `busy` when another process has it open, `foreign` for a file
    ///   that is not ours, `newer` for one from a newer program, `full` when there is no room,
    ///   `damaged`, or `closed` when the files cannot be written.
    package init(directory: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StorageFailure.closed("the folder \(directory) cannot be made")
        }
        lock = try Self.lock(directory)
        let path = directory + "/" + Self.fileName
        do {
            try FileLock.makePrivate(path)
            try Self.checkOwner(path)
            let pool = try DatabasePool(path: path, configuration: Self.configuration)
            try pool.writeWithoutTransaction { db in
                try Self.migrate(db)
                try Self.checkSettings(db)
            }
            sealedFiles = try pool.writeWithoutTransaction { try Self.openSealed(directory, $0) }
            self.pool = pool
        } catch {
            throw Self.failure(error)
        }
    }

    package static func exists(in directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/" + fileName)
    }

    /// True where the keys of a database are there, and the database is gone or empty.
    package static func isLost(in directory: String) -> Bool {
        let size = { (name: String) -> UInt64 in
            let found = try? FileManager.default.attributesOfItem(atPath: directory + "/" + name)
            return (found?[.size] as? NSNumber)?.uint64Value ?? 0
        }
        return size(fileName) == 0 && size(keysName) > 0
    }

    package func read<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageReader) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { [sealedFiles] db in
                try body(SQLiteSession(database: db, sealed: SealedWork(sealedFiles)))
            }
        } catch {
            throw Self.failure(error)
        }
    }

    package func write<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageWriter) throws -> Value
    ) async throws -> Value {
        try await pool.writeWithoutTransaction { db in
            // Looked at where writes are one after the other: none that waited slips through.
            if let why = fault.withLock({ $0 }) { throw StorageFailure.broken(why) }
            do {
                try settle(db)
                let (value, erases) = try commit(db, body)
                // Who erases is answered when nothing is left; what others wrote is stored by now.
                if erases { try settle(db) }
                return value
            } catch {
                let failure = Self.failure(error, of: db)
                if case StorageFailure.broken(let why) = failure {
                    fault.withLock { $0 = $0 ?? why }
                }
                throw failure
            }
        }
    }

    /// One snapshot, for what is asked of SQLite and not of a table.
    func reading<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws -> Value {
        try await pool.read(body)
    }

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
                    PRAGMA secure_delete = ON; PRAGMA mmap_size = 0;
                    """
            )
        }
        return configuration
    }

    /// Looks before the pool opens the file: opening it for writing would already change it.
    private static func checkOwner(_ path: String) throws {
        do {
            try checkOwner(path, readonly: true)
        } catch let error as DatabaseError
            where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
        {
            // A reader cannot undo what was cut off in the middle of the file's first transaction.
            // To undo that is all that this changes, and what the owner would do as well.
            try checkOwner(path, readonly: false)
        }
    }

    private static func checkOwner(_ path: String, readonly: Bool) throws {
        var configuration = Configuration()
        configuration.readonly = readonly
        try DatabaseQueue(path: path, configuration: configuration).read { db in
            let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard id == applicationID || (id == 0 && tables == 0) else {
                throw StorageFailure.foreign("the file is the database of another program")
            }
            guard version <= Schema.serverSQLite.count else {
                throw StorageFailure.newer(fileName)
            }
        }
    }

    static func migrate(_ db: Database) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        // The pool sets NORMAL when it opens; a server that says "stored" needs FULL.
        try db.execute(
            sql: "PRAGMA synchronous = FULL; PRAGMA application_id = \(applicationID)"
        )
        for (index, migration) in Schema.serverSQLite.enumerated() where index >= version {
            try db.inTransaction {
                try db.execute(sql: migration.sql)
                try db.execute(sql: "PRAGMA user_version = \(index + 1)")
                return .commit
            }
        }
    }

    /// What every promise rests on; asked of SQLite itself, as a library or a build of it may
    /// have its own mind about what was set.
    private static let settings: KeyValuePairs = [
        "synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "trusted_schema": "0",
        "cell_size_check": "1", "secure_delete": "1", "mmap_size": "0",
    ]

    package static func checkSettings(_ db: Database) throws {
        for (name, wanted) in settings {
            // A build without memory maps answers with no row, which is as good as none.
            let found = try String.fetchOne(db, sql: "PRAGMA \(name)") ?? "0"
            guard found == wanted else {
                throw StorageFailure.closed(
                    "this SQLite has \(name) at \(found) and not at \(wanted), so it could lose"
                        + " what was acknowledged"
                )
            }
        }
    }
}
