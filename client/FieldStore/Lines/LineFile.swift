// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Glibc
import Schema
import Synchronization

/// The file of the lines that lists show, apart from the store: whoever looks at a list waits for
/// no sync, and a sync for nobody who looks at one.
///
/// It is made when a list is first looked at, and nothing rests on it: one that is lost, damaged or
/// of another time than the store is made anew (`StoreSession.areLinesInStep`). It is no database
/// attached to that of the store: one transaction of both would lock both until it ends, and the
/// journal that it is undone by names the folder, so that a copy could not be put right.
final class LineFile: Sendable {
    private struct Opened {
        let queue: DatabaseQueue
        let number: UInt64?
    }

    /// Nil for a store that is in memory only.
    private let path: String?
    private let opened = Mutex<Opened?>(nil)
    /// A search reads all words: they stay in memory between two of its letters.
    private static let cacheKilobytes = 32_000
    private static let version = 1

    init(_ home: Home) { path = home.lines }

    var exists: Bool { path.map { number(of: $0) != nil } ?? opened.withLock { $0 != nil } }

    func read<Value>(_ body: (LineSession) throws -> Value) throws -> Value {
        try use { db in
            try db.asTransaction("BEGIN DEFERRED", keeping: false) {
                try body(LineSession(database: db))
            }
        }
    }

    func write(_ body: (LineSession) throws -> Void) throws {
        try use { db in try db.asTransaction(keeping: true) { try body(LineSession(database: db)) }
        }
    }

    private func use<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try queue().writeWithoutTransaction(body)
        } catch let error as DatabaseError where path != nil && error.isOfDamage {
            try remove()
            return try queue().writeWithoutTransaction(body)
        }
    }

    /// The same file as other programs of this home have, which may have made it anew.
    private func queue() throws -> DatabaseQueue {
        try opened.withLock { opened in
            let number = path.flatMap(number(of:))
            if let opened, opened.number == number { return opened.queue }
            opened = nil
            let queue = try open()
            opened = Opened(queue: queue, number: path.flatMap(self.number(of:)))
            return queue
        }
    }

    private func open() throws -> DatabaseQueue {
        var configuration = FieldStore.configuration
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -\(Self.cacheKilobytes)")
        }
        guard let path else {
            let queue = try DatabaseQueue(configuration: configuration)
            try queue.writeWithoutTransaction { try Self.make($0) }
            return queue
        }
        // Before SQLite makes it, so that only its owner can read it.
        let descriptor = Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SideFailure(errno) }
        close(descriptor)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { try Self.make($0) }
        return queue
    }

    /// - Throws: `SQLITE_NOTADB` for a file that is none of ours.
    private static func make(_ db: Database) throws {
        let versions = {
            (
                try Int32.fetchOne(db, sql: "PRAGMA application_id"),
                try Int.fetchOne(db, sql: "PRAGMA user_version")
            )
        }
        guard try versions() != (FieldStore.applicationID, version) else { return }
        try db.inTransaction(.immediate) {
            // Another process may have been first while this one waited.
            guard try versions() != (FieldStore.applicationID, version) else { return .commit }
            guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 else {
                throw DatabaseError(resultCode: .SQLITE_NOTADB)
            }
            try db.execute(sql: Schema.lines.sql)
            try db.execute(
                sql: """
                    PRAGMA application_id = \(FieldStore.applicationID);
                    PRAGMA user_version = \(version)
                    """
            )
            return .commit
        }
    }

    private func remove() throws {
        guard let path else { return }
        opened.withLock { $0 = nil }
        for file in [path, path + "-journal"] where unlink(file) != 0 && errno != ENOENT {
            throw SideFailure(errno)
        }
    }

    private func number(of path: String) -> UInt64? {
        var found = stat()
        return stat(path, &found) == 0 ? UInt64(found.st_ino) : nil
    }
}

extension DatabaseError {
    fileprivate var isOfDamage: Bool {
        [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR].contains(resultCode)
    }
}
