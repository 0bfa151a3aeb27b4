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
        } catch StorageFailure.ledger(let name) {
            throw Failure.damagedLedger(name, in: path)
        } catch StorageFailure.busy {
            throw Failure(
                "Another keeplocald has \(path) open. One database has one server: stop that one"
                    + " first.",
                code: 5
            )
        } catch StorageFailure.foreign(let why) {
            throw Failure("\(path) is not ours to open: \(why). Nothing was changed.", code: 5)
        } catch StorageFailure.newer(let name) {
            throw Failure.newer("\(path)/\(name)")
        } catch StorageFailure.closed(let why) {
            throw Failure(
                "\(path) cannot be used: \(why). Check that this user owns the folder and may"
                    + " write to it, and look at the disk."
            )
        } catch StorageFailure.full {
            throw Failure("The disk that holds \(path) is full. Make room and try again.")
        } catch StorageFailure.damaged(let why) {
            throw Failure(
                "\(path) is damaged: \(why). Keep a copy of the folder, and restore a backup."
            )
        } catch StorageFailure.broken(let why) {
            throw Failure("\(path) cannot be used: \(why). Check the disk.")
        } catch {
            throw Failure(
                "The database in \(path) cannot be opened (\(type(of: error))). Keep a copy of the"
                    + " folder, and check the disk."
            )
        }
    }
}

extension Failure {
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
