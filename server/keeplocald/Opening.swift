// SPDX-License-Identifier: Apache-2.0

import FieldModel
import StorageSQLite
import SyncService

extension DataFolder {
    /// True while another process has the database open.
    var isBusy: Bool { SQLiteStorage.isBusy(in: path) }

    /// Opens the database; `created` says that a new one is wanted.
    ///
    /// - Throws: `Failure` with what to do.
    func open(created: Bool = false) throws -> SQLiteStorage {
        try finishLeft()
        if SQLiteStorage.isLost(in: path) { throw Failure.lostDatabase(in: path) }
        guard created || SQLiteStorage.exists(in: path) else {
            throw Failure(
                "There is no database in \(path). Make one with: keeplocald init --data \(path)"
            )
        }
        do {
            let storage = try SQLiteStorage(directory: path)
            for name in storage.ledgersSetAside {
                Terminal.error(
                    "A ledger was damaged, and was made anew of what is left of it and what the"
                        + " database knows. The damaged file is kept as \(path)/\(name)."
                )
            }
            return storage
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: any Error) -> Failure {
        switch error {
        case StorageFailure.ledger(let name): return .damagedLedger(name, in: path)
        case StorageFailure.busy:
            return Failure(
                "Another keeplocald has \(path) open. One database has one server: stop that one"
                    + " first.",
                code: 5
            )
        case StorageFailure.foreign(let why):
            return Failure("\(path) is not ours to open: \(why). Nothing was changed.", code: 5)
        case StorageFailure.newer(let name): return .newer("\(path)/\(name)")
        case StorageFailure.closed(let why):
            return Failure(
                "\(path) cannot be used: \(why). Check that this user owns the folder and may"
                    + " write to it, and look at the disk."
            )
        case StorageFailure.full:
            return Failure("The disk that holds \(path) is full. Make room and try again.")
        case StorageFailure.damaged(let why):
            return Failure(
                "\(path) is damaged: \(why). Keep a copy of the folder, and restore a backup."
            )
        case StorageFailure.broken(let why):
            return Failure("\(path) cannot be used: \(why). Check the disk.")
        default:
            return Failure(
                "The database in \(path) cannot be opened (\(type(of: error))). Keep a copy of the"
                    + " folder, and check the disk."
            )
        }
    }
}

extension Failure {
    /// A new database would hide that there was one.
    static func lostDatabase(in folder: String) -> Failure {
        Failure(
            "There was a database in \(folder): its keys are there, and"
                + " \(SQLiteStorage.fileName) is gone or empty. Nothing was changed. Put it back,"
                + " or restore a backup: keeplocald restore --data \(folder) --replace"
                + " --from BACKUP",
            code: 5
        )
    }

    /// What to do where a ledger's lines stand nowhere else.
    static func damagedLedger(
        _ name: String,
        in folder: String,
        isRestoring: Bool = false
    ) -> Failure {
        let anew =
            isRestoring
            ? "Where there is none, start keeplocald once with the database that is there: it"
                + " makes the file anew where it can."
            : "Where there is none, move the file away: it is made anew of what the database"
                + " knows."
        return Failure(
            "\(folder)/\(name), which says what was erased or held, is damaged"
                + (isRestoring ? "." : ", and the database does not know all that it said.")
                + " Nothing was changed. Put a copy of it that is whole there (one lies beside the"
                + " backups, if anything was erased or held before the last), and try again. "
                + anew,
            code: 5
        )
    }

    /// A file that a newer program wrote is whole: to restore or repair it would lose work.
    static func newer(_ file: String) -> Failure {
        Failure(
            "\(file) was made by a newer version of keeplocald. It is not damaged, and nothing was"
                + " changed. Update keeplocald on this machine, and try again.",
            code: 5
        )
    }
}
