// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteStorage {
    /// Opens the files beside the database, and finishes what was cut off: keys of erased records
    /// that are still there, and erased content in the log of writes.
    static func openSealed(_ directory: String, _ db: Database) throws -> SealedFiles {
        if !SealedFiles.hasKeys(in: directory) { try checkNothingSealed(db) }
        let files = try SealedFiles(directory: directory)
        let erased = try Data.fetchAll(db, sql: "SELECT record FROM erased")
        guard !erased.isEmpty else { return files }
        try files.keys.destroy(erased.map { try RecordID(column: $0) })
        try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        // A ledger that was lost is made again from what the database knows.
        for row in try Row.fetchAll(db, sql: "SELECT number, entry FROM erasure ORDER BY number") {
            try files.ledger.append(
                Canonical.decode(from: row.get("entry")),
                number: row.get("number")
            )
        }
        return files
    }

    /// A folder without its keys was not copied whole: a new, empty file would hide that.
    private static func checkNothingSealed(_ db: Database) throws {
        let found = try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM log WHERE substr(payload, 1, 1) = x'01')"
        )
        if found == true {
            throw StorageFailure.damaged(
                "keys.sqlite is missing, without which the log cannot be read"
            )
        }
    }

    package var erasureCount: Int { sealedFiles.ledger.all.count }

    /// Adds what was erased to the ledger of another folder.
    package func copyLedger(to folder: String) throws {
        guard erasureCount > 0 else { return }
        let other = try ErasureLedger(path: folder + "/" + ErasureLedger.name)
        for entry in sealedFiles.ledger.all {
            try other.append(entry.erasure, number: entry.number)
        }
    }

    /// Erasures that this folder knows of, from a ledger that was kept elsewhere.
    ///
    /// - Returns: How many were new; they are done when the server starts.
    package func adoptLedger(from path: String) throws -> Int {
        try sealedFiles.ledger.adopt(from: path)
    }
}
