// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import Glibc
import SyncService

/// Ledgers beside the database that are not what was written.
extension SQLiteStorage {
    /// Makes each damaged ledger anew of its lines that are whole and of what the database knows;
    /// the damaged file is kept under another name.
    ///
    /// - Returns: The names that the damaged files have now.
    /// - Throws: `StorageFailure.ledger` where the database does not know of as many more as there
    ///   are damaged lines: one of them may have been the only word on an erasure or a hold.
    static func mendLedgers(in directory: String, _ db: Database) throws -> [String] {
        let erasures = LedgerFile<ErasureLedger.Entry>(path: directory + "/" + ErasureLedger.name)
        let holds = LedgerFile<HoldLedger.Entry>(path: directory + "/" + HoldLedger.name)
        let devices = LedgerFile<DeviceLedger.Entry>(path: directory + "/" + DeviceLedger.name)
        return [
            try erasures.mended { whole in
                let known = Set(whole.map(\.erasure.id))
                return try storedErasures(db).filter { !known.contains($0.erasure.id) }
            },
            try holds.mended { whole in
                // What the ledger says of a record counts, and not what an older database has.
                let known = Set(whole.map(\.record))
                var number = whole.map(\.number).max() ?? 0
                return try storedHolds(db).compactMap { record, authority in
                    guard !known.contains(record) else { return nil }
                    number += 1
                    return HoldLedger.Entry(number: number, record: record, authority: authority)
                }
            },
            // What nobody knows any more is said to be so: no reason not to serve.
            try devices.mended(isVital: false) { whole in
                let known = Set(whole.compactMap(\.device?.id))
                let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
                let gap = EnrolmentGap(from: Instant(milliseconds: 0), to: now)
                return try storedDevices(db).filter { !known.contains($0.id) }
                    .map { DeviceLedger.Entry(device: $0, gap: nil) }
                    + [DeviceLedger.Entry(device: nil, gap: gap)]
            },
        ].compactMap { $0 }
    }

    static func storedErasures(_ db: Database) throws -> [ErasureLedger.Entry] {
        try db.cachedStatement(sql: "SELECT number, entry FROM erasure ORDER BY number").rows()
            .map { row in
                ErasureLedger.Entry(
                    number: try row.get("number"),
                    erasure: try Canonical.decode(from: row.get("entry"))
                )
            }
    }

    static func storedHolds(_ db: Database) throws -> [(RecordID, String)] {
        try db.cachedStatement(sql: "SELECT record, authority FROM legal_hold ORDER BY record")
            .rows().map { (try RecordID(column: $0.get("record")), try $0.get("authority")) }
    }
}

extension LedgerFile {
    /// `more` gives what the lines that are whole do not say.
    ///
    /// - Returns: The name of the damaged file; nil where none was.
    fileprivate func mended(
        isVital: Bool = true,
        _ more: ([Entry]) throws -> [Entry]
    ) throws -> String? {
        let found = try salvage()
        guard found.damaged > 0 else { return nil }
        let others = try more(found.entries)
        guard !isVital || others.count >= found.damaged else { throw StorageFailure.ledger(name) }
        let new = LedgerFile(path: path + ".new")
        unlink(new.path)
        try new.append(found.entries + others)
        let stamp = Int64(Date().timeIntervalSince1970)
        let aside = "\(path).damaged-\(stamp)"
        // At every moment one of the two stands under the name of the ledger.
        guard link(path, aside) == 0 || errno == EEXIST, rename(new.path, path) == 0 else {
            throw StorageFailure.broken("\(name) cannot be made anew")
        }
        try SQLiteStorage.makeDurable((path as NSString).deletingLastPathComponent)
        return (aside as NSString).lastPathComponent
    }
}
