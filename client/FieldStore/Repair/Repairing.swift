// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB
import Glibc

/// What a repair has done.
package struct RepairReport: Hashable, Sendable, Codable {
    /// The damaged file, under the name that it has now; nil where it was gone altogether.
    package var setAside: String?
    /// Changes that the server has given no receipt for, and that go out at the next sync.
    package var unsent = 0
    /// Changes that only the side file still had.
    package var fromSide = 0
    /// Entries of the journal, and records, that could be read from the damaged file.
    package var changes = 0
    package var records = 0
    /// False where neither file tells who this device is: it has to be enrolled again.
    package var isEnrolled = true
}

/// Makes a new database out of what is left of a damaged one and of the side file.
///
/// Nothing is deleted: the damaged file keeps all its bytes under another name. Stopped anywhere,
/// the repair is done again from the start.
package struct Repairing {
    private let home: Home
    private let now: @Sendable () -> Instant
    private let random: Entropy
    private var new: String { home.database + ".new" }

    package init(
        home: Home,
        now: @escaping @Sendable () -> Instant = { Instant.now },
        random: Entropy = .system
    ) {
        (self.home, self.now, self.random) = (home, now, random)
    }

    /// - Throws: `Problem` `device.home_foreign` for what is not ours, or of a newer program,
    ///   `device.home_busy`, `device.disk_full`; nothing was changed then.
    package func run() throws -> RepairReport {
        do {
            return try home.syncingAlone(waitSeconds: 5) {
                try home.requireOurs()
                defer { removeNew() }
                var report = RepairReport()
                let lock = try build(&report)
                defer { if let lock { close(lock) } }
                try swap(&report)
                // The side file is made to fit the new database.
                _ = try FieldStore(home: home, now: now, random: random)
                return report
            }
        } catch {
            throw home.problem(error)
        }
    }

    private func removeNew() {
        for file in [new, new + "-journal"] { unlink(file) }
    }

    /// Makes the new database beside the old one.
    ///
    /// - Returns: The old one, locked: what other programs save there until then is in the side
    ///   file, which is read after that, and from then on they are told that the file has changed.
    private func build(_ report: inout RepairReport) throws -> Int32? {
        removeNew()
        let made = open(new, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard made >= 0 else { throw SideFailure(errno) }
        close(made)
        let queue = try DatabaseQueue(path: new, configuration: FieldStore.configuration)
        defer { try? queue.close() }
        // In memory for its own part: its side file is the one that is still being read.
        _ = try FieldStore(home: Home(path: ""), queue: queue, now: now, random: random)
        var (found, lock): (RepairReport, Int32?) = (report, nil)
        try queue.writeWithoutTransaction { db in
            try db.inTransaction(.immediate) {
                var salvage = try Salvage(into: db)
                if let source { read(source, into: &salvage) }
                lock = try lockOld()
                (found.changes, found.records) = (salvage.changes, salvage.records)
                let session = StoreSession(
                    database: db,
                    now: now(),
                    random: random,
                    memory: StoreMemory(),
                    lines: LineFile(Home(path: "")),
                    keepsSide: false
                )
                try recover(session, &found)
                return .commit
            }
        }
        report = found
        return lock
    }

    private func recover(_ session: StoreSession, _ report: inout RepairReport) throws {
        var recovery = Recovery(session)
        if let side = home.side { _ = try recovery.read(side) }
        let identity = try recovery.settleIdentity()
        try recovery.fillJournal(of: identity)
        try session.noteFormsFetchedAgain()
        report.isEnrolled = identity != nil
        report.fromSide = recovery.fromSide
        report.unsent = try session.unsentCount()
    }

    /// The damaged file, or the newest that was set aside, where a repair was stopped in between.
    private var source: String? {
        let files = FileManager.default
        if files.fileExists(atPath: home.database) { return home.database }
        return home.filesSetAside.last { $0.hasPrefix("keeplocal.sqlite") }
            .map { home.path + "/" + $0 }
    }

    private func read(_ path: String, into salvage: inout Salvage) {
        guard let queue = try? DatabaseQueue(path: path, configuration: FieldStore.configuration)
        else { return }
        var found = salvage
        queue.writeWithoutTransaction { found.read($0) }
        salvage = found
        try? queue.close()
    }

    /// Takes the locks of SQLite's own protocol on the old file, which keeps every other program
    /// out of a transaction (https://sqlite.org/lockingv3.html).
    private func lockOld() throws -> Int32? {
        let old = open(home.database, O_RDWR | O_CLOEXEC)
        guard old >= 0 else { return nil }
        var range = flock()
        range.l_type = Int16(F_WRLCK)
        range.l_whence = Int16(SEEK_SET)
        range.l_start = 0x4000_0000
        range.l_len = 512
        for _ in 0..<50 {
            if fcntl(old, F_SETLK, &range) == 0 { return old }
            usleep(100_000)
        }
        close(old)
        throw DatabaseError(resultCode: .SQLITE_BUSY)
    }

    private func swap(_ report: inout RepairReport) throws {
        let (old, journal) = (home.database, home.database + "-journal")
        if access(old, F_OK) == 0 {
            let ending = home.ending(for: [old], at: now())
            // A half written transaction is undone with its journal: both keep the same name.
            if access(journal, F_OK) == 0 { link(journal, old + ending + "-journal") }
            guard rename(old, old + ending) == 0 else { throw SideFailure(errno) }
            report.setAside = old + ending
        }
        unlink(journal)
        // Lines are made anew of what was saved.
        if let lines = home.lines { for file in [lines + "-journal", lines] { unlink(file) } }
        guard rename(new, old) == 0 else { throw SideFailure(errno) }
        try home.side?.flushFolder()
    }
}
