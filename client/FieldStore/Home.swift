// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import Glibc
import Schema

/// The folder of one device, which only its owner can read.
package struct Home: Sendable {
    package let path: String
    package var database: String { path + "/keeplocal.sqlite" }

    /// The lines that lists show; nil for a store that is in memory only.
    package var lines: String? { path.isEmpty ? nil : path + "/lines.sqlite" }

    /// Held while a process syncs; nil for a store that is in memory only.
    var lock: String? { path.isEmpty ? nil : path + "/sync.lock" }

    package init(path: String) { self.path = path }

    /// Holds once more what the server may not have yet; nil for a store that is in memory only.
    var side: SideFile? { path.isEmpty ? nil : SideFile(path: path + "/keeplocal.side") }

    static var schemaVersion: Int { Schema.client.count }

    /// Makes the folder, or makes sure that it is one of ours, before anything in it is opened.
    func prepare() throws {
        let files = FileManager.default
        guard !isNewer else { throw newer }
        if !files.fileExists(atPath: database) {
            guard !isOurs else { throw damaged }
            let found = (try? files.contentsOfDirectory(atPath: path)) ?? []
            guard found.isEmpty else {
                throw foreign("it has files of something else in it")
            }
        }
        do {
            try files.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw errno == ENOSPC ? full : foreign("the folder cannot be made")
        }
        guard access(path, W_OK) == 0 else { throw foreign("it cannot be written to") }
        guard files.fileExists(atPath: database) else {
            let descriptor = open(database, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw errno == ENOSPC ? full : foreign("no file can be made in it")
            }
            close(descriptor)
            return
        }
        try checkHeader()
    }

    /// Looks at the file before SQLite opens it, which may already change it.
    ///
    /// The header is read as bytes: a connection that may only read refuses a database whose last
    /// transaction was cut off, and that one is ours to put right.
    private func checkHeader() throws {
        guard let file = FileHandle(forReadingAtPath: database) else {
            throw foreign("its keeplocal.sqlite cannot be read")
        }
        defer { try? file.close() }
        let header = try file.read(upToCount: 100) ?? Data()
        if header.isEmpty {
            // A first start that was cut off has no side file yet.
            guard !isOurs else { throw damaged }
            return
        }
        guard header.count == 100, header.starts(with: Data("SQLite format 3\0".utf8)) else {
            throw isOurs ? damaged : foreign("its keeplocal.sqlite is not a database")
        }
        try check(applicationID: header.number(at: 68), version: header.number(at: 60))
    }

    /// - Throws: `Problem` `device.home_foreign` for what no repair may touch.
    func requireOurs() throws {
        guard !isNewer else { throw newer }
        guard !isOurs else { return }
        try checkHeader()
        guard access(database, F_OK) == 0 else {
            throw foreign("there is no device in it")
        }
    }

    /// The same once it is open, when what was cut off has been put right.
    func checkOwner(_ db: Database) throws {
        let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        try check(applicationID: id, version: version)
        guard tables > 0 || !isOurs else { throw damaged }
        guard id == FieldStore.applicationID || tables == 0 else {
            throw isOurs
                ? damaged : foreign("its keeplocal.sqlite is the database of another program")
        }
    }

    private func check(applicationID: Int32, version: Int32) throws {
        guard applicationID == FieldStore.applicationID || applicationID == 0 else {
            throw isOurs
                ? damaged : foreign("its keeplocal.sqlite is the database of another program")
        }
        guard version <= Schema.client.count else { throw isNewer ? newer : damaged }
    }

    /// True where a side file tells that this is the folder of a device, whatever the database
    /// looks like now; not for one that a newer program wrote.
    var isOurs: Bool {
        guard let side else { return false }
        if let head = try? side.head()?.head { return head.schema <= Self.schemaVersion }
        return (try? side.hasFrames()) == true
    }

    /// SQLite's result codes in the words of the catalogue; every other error stays what it is.
    func problem(_ error: any Error) -> any Error {
        if error is RowDecodingError || error is JSONFault || error is DecodingError {
            return damaged
        }
        if let failure = error as? SideFailure { return failure.isFull ? full : failed }
        guard let error = error as? DatabaseError else { return error }
        switch error.resultCode {
        case .SQLITE_FULL: return full
        case .SQLITE_IOERR where errno == ENOSPC: return full
        // A journal for which there is no room is, to SQLite, a file that cannot be opened.
        case .SQLITE_CANTOPEN where mayWrite: return full
        case .SQLITE_BUSY, .SQLITE_LOCKED: return busy
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_DIR_FSYNC:
            return uncertain
        case .SQLITE_IOERR: return failed
        case .SQLITE_NOTADB:
            return isOurs ? damaged : foreign("its keeplocal.sqlite is not a database")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN: return foreign("it cannot be written to")
        case .SQLITE_CORRUPT, .SQLITE_ERROR: return damaged
        default: return error
        }
    }

    private var mayWrite: Bool { access(path, W_OK) == 0 && access(database, R_OK | W_OK) == 0 }

    var damaged: Problem {
        Problem(
            .storeDamaged,
            "The file \(database) is damaged. Nothing in it was changed, and what you saved is"
                + " kept a second time beside it. Put it right with: keeplocal doctor --repair",
            details: ["folder": .string(path)]
        )
    }

    var busy: Problem {
        Problem(
            .homeBusy,
            "Another keeplocal is writing in \(path) and does not finish. Nothing was changed."
                + " Wait for it, or end it, and try again."
        )
    }

    /// The last step of a commit, after which there is no way back.
    private var uncertain: Problem {
        Problem(
            .deviceFailed,
            "The disk that holds \(path) failed at the last step: this may be saved or not. Look"
                + " with keeplocal list before you do it again, sync, and have the disk looked at."
        )
    }

    private var failed: Problem {
        Problem(
            .deviceFailed,
            "The disk that holds \(path) failed: this was not saved. Everything saved before is as"
                + " safe as that disk. Do it again; if it stays, sync, and have the disk looked at."
        )
    }

    private var full: Problem {
        Problem(
            .diskFull,
            "The disk that holds \(path) is full: this was not saved. Everything saved before is"
                + " safe. Make room and do it again."
        )
    }

    private var newer: Problem {
        Problem(
            .homeForeign,
            "\(path) was used by a newer version of keeplocal. It is not damaged, and nothing was"
                + " changed. Update keeplocal on this machine, and do it again."
        )
    }

    private func foreign(_ why: String) -> Problem {
        Problem(
            .homeForeign,
            "\(path) is not a folder of KeepLocal: \(why). Nothing was changed."
                + " Name another one with --home."
        )
    }
}
