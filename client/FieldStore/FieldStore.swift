// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
package import GRDB
import Schema

/// The database of one device: its journal, and what the server last told it.
///
/// One file with a rollback journal and `synchronous=EXTRA`: what `write` returned survives a power
/// cut. Beside it lie the side file, and the lines of lists. Several processes may have the same
/// home open; each transaction is short, and a busy file is waited for.
package final class FieldStore: Sendable {
    /// `KLc1` in the header of the file, so that no other program's database is taken for ours.
    static let applicationID: Int32 = 0x4B4C_6331

    package let home: Home
    private let queue: DatabaseQueue
    private let lines: LineFile
    private let side: SideKeeping?
    /// The file that is open, by its number in the folder: a repair puts another in its place.
    private let file: UInt64?
    private let now: @Sendable () -> Instant
    private let random: Entropy
    private let memory: StoreMemory
    /// Of what a pull shows, and is put in its place.
    let portion: Portion
    private static let busyMilliseconds = 10_000

    /// Opens or creates the store of a home.
    ///
    /// - Throws: `Problem` `device.home_foreign`, `device.home_busy`, `device.disk_full` or
    ///   `device.store_damaged`; nothing was changed then.
    package convenience init(
        home: Home,
        now: @escaping @Sendable () -> Instant = { Instant.now },
        random: Entropy = .system
    ) throws {
        do {
            try home.prepare()
            let queue = try DatabaseQueue(path: home.database, configuration: Self.configuration)
            try self.init(home: home, queue: queue, now: now, random: random)
            try queue.read { try Self.checkJournal($0) }
            if try queue.read({ try side?.isInStep(session($0)) }) == false { try write { _ in } }
        } catch {
            throw home.problem(error)
        }
    }

    /// Takes a database that is open already, made with `configuration`.
    package init(
        home: Home,
        queue: DatabaseQueue,
        now: @escaping @Sendable () -> Instant,
        random: Entropy,
        memory: StoreMemory = StoreMemory(),
        portion: Portion = .unnoticed
    ) throws {
        (self.home, self.queue, self.now, self.random) = (home, queue, now, random)
        (self.memory, self.portion) = (memory, portion)
        side = home.side.map { SideKeeping(file: $0, home: home) }
        file = home.databaseNumber
        lines = LineFile(home)
        try Self.migrate(queue, home)
    }

    /// Reads from one snapshot; a body that writes is an error, and nothing is kept.
    ///
    /// GRDB's own `read` switches the connection with `PRAGMA query_only`, upon which SQLite parses
    /// every statement of it anew, and its transactions are parsed each time.
    package func read<Value>(_ body: (StoreSession) throws -> Value) throws -> Value {
        do {
            return try queue.writeWithoutTransaction { db in
                let changes = db.totalChangesCount
                return try db.asTransaction("BEGIN DEFERRED", keeping: false) {
                    let value = try body(session(db))
                    guard db.totalChangesCount == changes else {
                        throw DatabaseError(resultCode: .SQLITE_READONLY)
                    }
                    return value
                }
            }
        } catch {
            throw home.problem(error)
        }
    }

    /// Reads lines of records as they were made last, and waits for no sync.
    ///
    /// - Complexity: Where they are damaged, all are made anew before that.
    package func readLines<Value>(_ body: (LineSession) throws -> Value) throws -> Value {
        try telling {
            do {
                return try lines.read(body)
            } catch is LinesLost {
                try makeDueLines()
                return try lines.read(body)
            }
        }
    }

    /// Numbers that differ when another program has written to this device's files.
    package func outsideWrites() throws -> [Int64] {
        try read { [try $0.outsideWrites()] } + telling { try lines.outsideWrites() }
    }

    private func telling<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch is LinesLost {
            throw home.busy
        } catch {
            throw home.problem(error)
        }
    }

    /// Writes in one transaction: all of it is on disk when this returns, or none.
    ///
    /// With `isRehearsal` everything is tried and nothing is kept.
    package func write<Value>(
        isRehearsal: Bool = false,
        _ body: (StoreSession) throws -> Value
    ) throws -> Value {
        do {
            return try queue.writeWithoutTransaction { try write(on: $0, isRehearsal, body) }
        } catch {
            throw home.problem(error)
        }
    }

    /// The same for what can wait.
    ///
    /// - Returns: Nil when another process is writing at this moment; nothing was done then.
    package func writeIfFree<Value>(_ body: (StoreSession) throws -> Value) throws -> Value? {
        do {
            return try withoutWaiting {
                try queue.writeWithoutTransaction { try write(on: $0, false, body) }
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            return nil
        } catch {
            throw home.problem(error)
        }
    }

    /// What reads and writes within the body ends with `device.home_busy` at once where another
    /// process has the file for itself, as at the end of a long sync, and is not waited for.
    ///
    /// For a store that one thread uses: another's work in the meantime would not wait either.
    package func withoutWaiting<Value>(_ body: () throws -> Value) throws -> Value {
        let former = try patience(0)
        defer { _ = try? patience(former) }
        return try body()
    }

    /// - Returns: How long it was before, in milliseconds.
    private func patience(_ milliseconds: Int) throws -> Int {
        try queue.writeWithoutTransaction { db in
            let former = try Int.fetchOne(db, sql: "PRAGMA busy_timeout") ?? Self.busyMilliseconds
            try db.execute(sql: "PRAGMA busy_timeout = \(milliseconds)")
            return former
        }
    }

    private func write<Value>(
        on database: Database,
        _ isRehearsal: Bool,
        _ body: (StoreSession) throws -> Value
    ) throws -> Value {
        let session = session(database)
        let value = try transact(session, isRehearsal, body)
        if session.isSideStale, !isRehearsal {
            // The mark that it is stale is in the database: a full disk only delays this.
            try? transact(session, false) { _ in }
        }
        return value
    }

    /// What is saved is in the side file, on the disk, before the database commits it; a commit
    /// that fails takes it out again.
    private func transact<Value>(
        _ session: StoreSession,
        _ isRehearsal: Bool,
        _ body: (StoreSession) throws -> Value
    ) throws -> Value {
        var former: Int64?
        do {
            return try session.database.asTransaction(keeping: !isRehearsal) {
                try requireSameFile()
                guard !isRehearsal else { return try body(session) }
                try side?.settle(session)
                let value = try body(session)
                if session.isSideStale { try session.markSideStale() }
                try session.dropGoneLines()
                former = try side?.append(session)
                return value
            }
        } catch {
            if let former { try? side?.file.truncate(to: former) }
            throw error
        }
    }

    private func requireSameFile() throws {
        guard file == home.databaseNumber else {
            throw Problem(
                .homeBusy,
                "The file of \(home.path) was put right by another keeplocal meanwhile. Nothing of"
                    + " this was saved. Do it again."
            )
        }
    }

    /// A byte that went wrong in the table or its indexes could hide a change without a word.
    static func checkJournal(_ db: Database) throws {
        let found = try String.fetchAll(db, sql: "PRAGMA integrity_check(journal)")
        guard found == ["ok"] else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    }

    /// - Throws: `SQLITE_CORRUPT` where records could be left out without a word.
    /// - Complexity: Reads every record; a second for 100,000.
    static func checkRecords(_ db: Database) throws {
        let found = try String.fetchAll(db, sql: "PRAGMA integrity_check(record)")
        guard found == ["ok"] else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    }

    private func session(_ database: Database) -> StoreSession {
        StoreSession(
            database: database,
            now: now(),
            random: random,
            memory: memory,
            lines: lines,
            keepsSide: side != nil
        )
    }

    package static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Double(busyMilliseconds) / 1_000)
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
                    PRAGMA secure_delete = ON; PRAGMA mmap_size = 0;
                    PRAGMA synchronous = EXTRA;
                    """
            )
        }
        return configuration
    }

    private static func migrate(_ queue: DatabaseQueue, _ home: Home) throws {
        try queue.writeWithoutTransaction { db in
            try home.checkOwner(db)
            let version = { try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }
            guard try version() < Schema.client.count else { return }
            try db.inTransaction(.immediate) {
                // Another process may have been first while this one waited.
                for (index, migration) in Schema.client.enumerated() where try index >= version() {
                    try db.execute(sql: migration.sql)
                    if index == FormerDrafts.migration { try FormerDrafts(db).convert() }
                    if index == FormerSeals.migration { try FormerSeals(db).convert() }
                    try db.execute(sql: "PRAGMA user_version = \(index + 1)")
                }
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                return .commit
            }
        }
    }
}

extension Instant {
    /// The machine's clock.
    package static var now: Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// The date on the wall of this machine.
    package var localDate: PlainDate {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        return adding(seconds: Int64(TimeZone.current.secondsFromGMT(for: date))).date
    }
}
