// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Glibc
import SyncService

/// SQLite's result codes in the terms of the protocol; every other error stays what it is.
extension SQLiteStorage {
    static func failure(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        switch error.resultCode {
        case .SQLITE_FULL: return StorageFailure.full
        case .SQLITE_BUSY, .SQLITE_LOCKED: return StorageFailure.busy
        case .SQLITE_NOTADB: return StorageFailure.foreign("the file is not an SQLite database")
        case .SQLITE_CORRUPT: return StorageFailure.damaged("SQLite finds the file damaged")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return StorageFailure.closed("the database cannot be opened for writing")
        case .SQLITE_IOERR:
            return StorageFailure.closed(
                "its disk fails or is full (SQLite \(error.extendedResultCode.rawValue))"
            )
        default: return error
        }
    }

    /// What a failed write means; asked on the writer's own thread, before anything else is done
    /// with the connection, as the system's error number is not kept for long.
    static func failure(_ error: any Error, of db: Database) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        switch error.resultCode {
        case .SQLITE_IOERR:
            let number = systemError(db)
            if number == ENOSPC || number == EDQUOT { return StorageFailure.full }
            let words = number == 0 ? "" : ": \(String(cString: strerror(number)))"
            return StorageFailure.broken(
                "the disk fails\(words) (SQLite \(error.extendedResultCode.rawValue))"
            )
        // No room for a new journal: SQLite then asks for one that is there.
        case .SQLITE_CANTOPEN where [ENOENT, ENOSPC, EDQUOT].contains(systemError(db)):
            return StorageFailure.full
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return StorageFailure.broken("SQLite finds the file damaged")
        default: return failure(error)
        }
    }

    /// Why the system refused; 0 where that is not known.
    ///
    /// SQLite keeps the number for a statement that fails, not for a commit: there the thread still
    /// has it, as what follows (a rollback within the log of writes) asks nothing that is refused.
    private static func systemError(_ db: Database) -> Int32 {
        let kept = db.sqliteConnection.map { sqlite3_system_errno($0) } ?? 0
        return kept == 0 ? errno : kept
    }

    /// Forgets what the system refused before.
    static func clearSystemError() { errno = 0 }
}
