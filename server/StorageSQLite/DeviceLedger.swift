// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB
package import SyncService

/// `devices.ledger`: every device that was ever enrolled, in a file that only grows.
///
/// A device that was enrolled after a backup goes with what a restore loses; what it holds of an
/// erased person does not. So, like erasures, devices stand outside of what is put back: random
/// identifiers and times only.
package final class DeviceLedger: Sendable {
    package static let name = "devices.ledger"

    /// A device, or a time of which not every device is known.
    package struct Entry: Sendable, Codable, Hashable {
        let device: EnrolledDevice?
        let gap: EnrolmentGap?
    }

    private let entries: Ledger<Entry>

    package init(path: String?) throws { entries = try Ledger(path: path) }

    /// How a ledger was when it was opened.
    enum Found { case new, whole, damaged }

    /// Opens one that need not be whole: a damaged one is kept under another name, and what can be
    /// read of it goes on.
    static func opened(path: String) throws -> (ledger: DeviceLedger, found: Found) {
        let isThere = FileManager.default.fileExists(atPath: path)
        do {
            return (try DeviceLedger(path: path), isThere ? .whole : .new)
        } catch StorageFailure.damaged {
            let left = try LedgerFile<Entry>(path: path).salvage().entries
            let aside = "\(path).damaged-\(Int64(Date().timeIntervalSince1970))"
            guard rename(path, aside) == 0 else {
                throw StorageFailure.broken("\(name) cannot be made anew")
            }
            let ledger = try DeviceLedger(path: path)
            try ledger.add(
                EnrolledDevices(
                    devices: left.compactMap(\.device),
                    gaps: left.compactMap(\.gap)
                )
            )
            return (ledger, .damaged)
        }
    }

    /// For a restore: learns of the devices that stood beside a backup when the `newest` one there
    /// was made, and says for which time nobody knows them.
    ///
    /// A new folder knows those that are in the backup; what a damaged one lacks is of any time.
    package static func adopt(
        in path: String,
        from other: String,
        backupOf made: Instant,
        newest: Instant?,
        now: Instant
    ) throws {
        let (mine, found) = try opened(path: path)
        var from = found == .damaged ? Instant(milliseconds: 0) : made
        if let others = try? DeviceLedger(path: other).all, !others.devices.isEmpty {
            try mine.add(others)
            from = max(from, newest ?? from)
        }
        guard found != .whole else { return }
        try mine.add(EnrolledDevices(gaps: [EnrolmentGap(from: from, to: now)]))
    }

    package var all: EnrolledDevices {
        let entries = entries.all
        return EnrolledDevices(
            devices: entries.compactMap(\.device),
            gaps: entries.compactMap(\.gap)
        )
    }

    /// Writes down what is news, each device once; durable when it returns.
    package func add(_ more: EnrolledDevices) throws {
        try entries.append(contentsOf: { entries in
            var devices = Set(entries.compactMap(\.device?.id))
            var gaps = Set(entries.compactMap(\.gap))
            return more.devices.filter { devices.insert($0.id).inserted }
                .map { Entry(device: $0, gap: nil) }
                + more.gaps.filter { gaps.insert($0).inserted }.map { Entry(device: nil, gap: $0) }
        })
    }
}

extension SQLiteStorage {
    static func storedDevices(_ db: Database) throws -> [EnrolledDevice] {
        try db.cachedStatement(
            sql: "SELECT id, person, enrolled, parent FROM device ORDER BY enrolled, id"
        ).rows().map { row in
            let parent: Data? = try row.find("parent")
            return EnrolledDevice(
                id: try DeviceID(column: row.get("id")),
                person: try PersonID(column: row.get("person")),
                enrolled: Instant(column: try row.get("enrolled")),
                parent: try parent.map(DeviceID.init(column:))
            )
        }
    }

    /// What the database knows more than the ledger, it learns.
    ///
    /// `isNew` says that there was none: then those are not known that were enrolled between a
    /// backup and the restore of it.
    static func settleDevices(_ ledger: DeviceLedger, isNew: Bool, _ db: Database) throws {
        var more = EnrolledDevices(devices: try storedDevices(db))
        let sql = "SELECT value FROM setting WHERE key = 'restored'"
        if isNew, let text = try String.fetchOne(db, sql: sql) {
            let restored: Restored = try Canonical.decode(from: Data(text.utf8))
            more.gaps = [EnrolmentGap(from: restored.backupOf, to: restored.at)]
        }
        do {
            try ledger.add(more)
        } catch StorageFailure.full {
            // The next start learns it: who only reads needs no room.
        }
    }

    /// Adds the devices that were ever enrolled to the ledger of another folder.
    func copyDevices(to folder: String) throws {
        try DeviceLedger.opened(path: folder + "/" + DeviceLedger.name).ledger
            .add(sealedFiles.devices.all)
    }
}
