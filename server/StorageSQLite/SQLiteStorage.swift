// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import Glibc
import Schema
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

    /// Opens or creates `keeplocal.sqlite` in a folder that only its owner can read.
    ///
    /// - Throws: `StorageFailure` `busy` when another process has it open, `foreign` for a file
    ///   that is not ours or from a newer program, `full` when there is no room.
    package init(directory: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StorageFailure.foreign("the folder \(directory) cannot be made: \(error)")
        }
        lock = try FileLock(path: directory + "/keeplocal.lock")
        let path = directory + "/keeplocal.sqlite"
        do {
            if !FileManager.default.fileExists(atPath: path) {
                close(open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600))
            }
            try Self.checkOwner(path)
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            try Self.migrate(pool)
        } catch {
            throw Self.failure(error)
        }
    }

    package static func exists(in directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/keeplocal.sqlite")
    }

    package func read<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageReader) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { try body(SQLiteSession(database: $0)) }
        } catch {
            throw Self.failure(error)
        }
    }

    package func write<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageWriter) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.write { try body(SQLiteSession(database: $0)) }
        } catch {
            throw Self.failure(error)
        }
    }

    private static var configuration: Configuration {
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
        var configuration = Configuration()
        configuration.readonly = true
        try DatabaseQueue(path: path, configuration: configuration).read { db in
            let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard id == applicationID || (id == 0 && tables == 0) else {
                throw StorageFailure.foreign("the file is the database of another program")
            }
            guard version <= Schema.serverSQLite.count else {
                throw StorageFailure.foreign("the database was made by a newer keeplocald")
            }
        }
    }

    private static func migrate(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            // The pool sets NORMAL when it opens; a server that says "stored" needs FULL.
            try db.execute(
                sql: "PRAGMA synchronous = FULL; PRAGMA application_id = \(applicationID)"
            )
            guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
                throw StorageFailure.foreign("SQLite refuses to write durably")
            }
            for (index, migration) in Schema.serverSQLite.enumerated() where index >= version {
                try db.inTransaction {
                    try db.execute(sql: migration.sql)
                    try db.execute(sql: "PRAGMA user_version = \(index + 1)")
                    return .commit
                }
            }
        }
    }

    /// SQLite's result codes in the terms of the protocol; every other error stays what it is.
    private static func failure(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        switch error.resultCode {
        case .SQLITE_FULL: return StorageFailure.full
        case .SQLITE_BUSY, .SQLITE_LOCKED: return StorageFailure.busy
        case .SQLITE_NOTADB: return StorageFailure.foreign("the file is not an SQLite database")
        case .SQLITE_CORRUPT: return StorageFailure.damaged("SQLite finds the file damaged")
        case .SQLITE_IOERR where errno == ENOSPC: return StorageFailure.full
        default: return error
        }
    }
}
