// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteStorage {
    /// Opens the files beside the database, and finishes what was cut off: keys of erased records
    /// that are still there, and erased content in the log of writes.
    static func openSealed(_ directory: String, _ db: Database) throws -> SealedFiles {
        if !SealedFiles.hasKeys(in: directory) { try checkNothingSealed(db) }
        let devices = directory + "/" + DeviceLedger.name
        let isNew = !FileManager.default.fileExists(atPath: devices)
        let files = try SealedFiles(
            directory: directory,
            setAside: try mendLedgers(in: directory, db)
        )
        try settleHolds(files.holds, db)
        try settleDevices(files.devices, isNew: isNew, db)
        // One that is there and empty says that nobody was enrolled.
        if isNew { try? FileLock.makePrivate(devices) }
        let erased = try Data.fetchAll(db, sql: "SELECT record FROM erased")
        guard !erased.isEmpty else { return files }
        try files.keys.destroy(erased.map { try RecordID(column: $0) })
        try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        // A ledger that was lost is made again from what the database knows.
        for entry in try storedErasures(db) {
            try files.ledger.append(entry.erasure, number: entry.number)
        }
        return files
    }

    /// What the ledger says of a record counts; what it does not know of yet, it learns.
    private static func settleHolds(_ holds: HoldLedger, _ db: Database) throws {
        let latest = holds.latest
        for (record, authority) in try storedHolds(db) where latest[record] == nil {
            try holds.append(authority, on: record)
        }
        for entry in latest.values {
            guard let authority = entry.authority else {
                try db.execute(
                    sql: "DELETE FROM legal_hold WHERE record = ?",
                    arguments: [entry.record.data]
                )
                continue
            }
            try db.execute(
                sql: """
                    INSERT INTO legal_hold VALUES (?, ?)
                    ON CONFLICT DO UPDATE SET authority = excluded.authority
                    WHERE authority <> excluded.authority
                    """,
                arguments: [entry.record.data, authority]
            )
        }
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

    /// Ledgers that were damaged and made anew when this was opened: what their files are called.
    package var ledgersSetAside: [String] { sealedFiles.setAside }

    package var erasureCount: Int { sealedFiles.ledger.all.count }

    /// Records that were erased.
    package var erasedRecords: Set<RecordID> {
        Set(sealedFiles.ledger.all.flatMap(\.erasure.records))
    }

    /// Adds what was erased, what must not be, and who was enrolled to another folder's ledgers.
    package func copyLedgers(to folder: String) throws {
        try copyDevices(to: folder)
        if erasureCount > 0 {
            let other = try ErasureLedger(path: folder + "/" + ErasureLedger.name)
            for entry in sealedFiles.ledger.all {
                try other.append(entry.erasure, number: entry.number)
            }
        }
        let holds = sealedFiles.holds.all
        guard !holds.isEmpty else { return }
        try HoldLedger(path: folder + "/" + HoldLedger.name).adopt(holds)
    }

    /// Erasures that this folder knows of, from a ledger that was kept elsewhere.
    ///
    /// - Returns: How many were new; they are done when the server starts.
    package func adoptLedger(from path: String) throws -> Int {
        try sealedFiles.ledger.adopt(from: path)
    }
}
