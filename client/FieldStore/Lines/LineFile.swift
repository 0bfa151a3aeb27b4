// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Glibc
import Schema
import Synchronization

/// The lines are gone, or of another time than the store: they are made anew before they are read.
struct LinesLost: Error {}

/// The file of the lines that lists show, apart from the store: whoever looks at a list waits for
/// no sync, and a sync for nobody who looks at one.
///
/// It is made when a list is first looked at, and what cannot be read of it is removed and made
/// anew (`StoreSession.lineStanding`). It is no database attached to that of the store: one
/// transaction of both would lock both until it ends, and the journal that it is undone by names
/// the folder, so that a copy could not be put right.
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

    /// Differs when another program has written lines, or has made the file anew.
    func outsideWrites() throws -> [Int64] {
        guard let path, let number = number(of: path) else { return [] }
        let version = try use { try Int64.fetchOne($0, sql: "PRAGMA data_version") }
        return [Int64(bitPattern: number), version ?? 0]
    }

    /// - Throws: `LinesLost` where it was damaged, and is removed by now.
    func read<Value>(_ body: (LineSession) throws -> Value) throws -> Value {
        try use { db in
            try db.asTransaction("BEGIN DEFERRED", keeping: false) {
                try body(LineSession(database: db))
            }
        }
    }

    /// - Throws: `LinesLost` where it was damaged, and is removed by now.
    func write(_ body: (LineSession) throws -> Void) throws {
        try use { db in try db.asTransaction(keeping: true) { try body(LineSession(database: db)) }
        }
    }

    private func use<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let open = try queue()
        do {
            return try open.queue.writeWithoutTransaction(body)
        } catch let error as DatabaseError where path != nil && error.isOfLostFile {
            opened.withLock { $0 = nil }
            try remove(open.number)
            throw LinesLost()
        }
    }

    /// The same file as other programs of this home have, which may have made it anew.
    private func queue() throws -> Opened {
        try opened.withLock { opened in
            if let opened, opened.number == path.flatMap(number(of:)) { return opened }
            opened = nil
            let new = try openAnew()
            opened = new
            return new
        }
    }

    private func openAnew() throws -> Opened {
        guard let path else { return Opened(queue: try database(nil), number: nil) }
        for _ in 0..<3 {
            let number = try make(path)
            do {
                let queue = try database(path)
                // Another program may have made it anew meanwhile.
                if self.number(of: path) == number { return Opened(queue: queue, number: number) }
            } catch let error as DatabaseError where error.isOfLostFile {
                try remove(number)
            }
        }
        throw DatabaseError(resultCode: .SQLITE_BUSY)
    }

    private func database(_ path: String?) throws -> DatabaseQueue {
        var configuration = FieldStore.configuration
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -\(Self.cacheKilobytes)")
        }
        let queue =
            try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
            ?? DatabaseQueue(configuration: configuration)
        try queue.writeWithoutTransaction { try Self.fill($0) }
        return queue
    }

    /// - Throws: `SQLITE_NOTADB` for a file that is none of ours.
    private static func fill(_ db: Database) throws {
        let isOurs = {
            try Int32.fetchOne(db, sql: "PRAGMA application_id") == FieldStore.applicationID
                && Int.fetchOne(db, sql: "PRAGMA user_version") == version
        }
        guard try !isOurs() else { return }
        try db.inTransaction(.immediate) {
            // Another process may have been first while this one waited.
            guard try !isOurs() else { return .commit }
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

    /// Before SQLite does, so that only its owner can read it; one that is somebody else's gives
    /// way.
    private func make(_ path: String) throws -> UInt64? {
        var descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor < 0, errno == EACCES, unlink(path) == 0 {
            descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        }
        guard descriptor >= 0 else { throw SideFailure(errno) }
        close(descriptor)
        return number(of: path)
    }

    /// Not one that another program has made meanwhile.
    private func remove(_ number: UInt64?) throws {
        guard let path, self.number(of: path) == number else { return }
        for file in [path + "-journal", path] where unlink(file) != 0 && errno != ENOENT {
            throw SideFailure(errno)
        }
    }

    private func number(of path: String) -> UInt64? {
        var found = stat()
        return stat(path, &found) == 0 ? UInt64(found.st_ino) : nil
    }
}

extension DatabaseError {
    fileprivate var isOfLostFile: Bool {
        [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM]
            .contains(resultCode)
    }
}
