// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import SyncService

/// What stands beside the database: the keys of its payloads, and the ledgers of erasures and of
/// what must not be erased.
package final class SealedFiles: Sendable {
    let keys: KeyFile
    package let ledger: ErasureLedger
    let holds: HoldLedger
    let devices: DeviceLedger
    /// Where keys and nonces come from.
    let random: Entropy
    /// Damaged ledgers that were set aside when these were opened, by their names.
    let setAside: [String]

    /// Opens the files of a data folder; in memory without one.
    package init(
        directory: String?,
        random: Entropy = .system,
        setAside: [String] = []
    ) throws {
        (self.random, self.setAside) = (random, setAside)
        keys = try KeyFile(path: directory.map { $0 + "/" + SQLiteStorage.keysName })
        ledger = try ErasureLedger(path: directory.map { $0 + "/" + ErasureLedger.name })
        holds = try HoldLedger(path: directory.map { $0 + "/" + HoldLedger.name })
        devices = try DeviceLedger(path: directory.map { $0 + "/" + DeviceLedger.name })
    }

    static func hasKeys(in directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/" + SQLiteStorage.keysName)
    }
}

/// What one transaction does with keys: those that it made are durable before its commit, those
/// that it condemned are destroyed after it.
final class SealedWork {
    let files: SealedFiles
    private var made: [RecordID: Data] = [:]
    private(set) var condemned: [RecordID] = []
    private var released: [RecordID] = []
    private var enrolled: [EnrolledDevice] = []

    init(_ files: SealedFiles) { self.files = files }

    /// True from when the ledger has an erasure.
    private(set) var erases = false

    func key(of record: RecordID) throws -> Data? {
        try made[record] ?? files.keys.key(of: record)
    }

    /// The key of a record that is new; one that a cut-off transaction left is as good.
    func makeKey(of record: RecordID) throws -> Data {
        if let key = try key(of: record) { return key }
        let key = Sealing.newKey(from: files.random)
        made[record] = key
        return key
    }

    func condemn(_ records: [RecordID]) {
        erases = true
        condemned += records
        for record in records { made[record] = nil }
    }

    func release(_ record: RecordID) { released.append(record) }

    func enrol(_ device: EnrolledDevice) { enrolled.append(device) }

    /// Says of a device that this transaction enrols what it was before.
    func note(former: DeviceID, of device: DeviceID) {
        for index in enrolled.indices where enrolled[index].id == device {
            enrolled[index].former = former
        }
    }

    /// In the ledger at once; whatever of it ended in this transaction has begun anew.
    func hold(_ record: RecordID, by authority: String) throws {
        released.removeAll { $0 == record }
        try files.holds.append(authority, on: record)
    }

    /// Says in the ledgers which holds have ended, and who was enrolled; where that fails, the next
    /// start has them again, and learns of those.
    func keepWords() {
        for record in released { try? files.holds.append(nil, on: record) }
        released = []
        if !enrolled.isEmpty { try? files.devices.add(EnrolledDevices(devices: enrolled)) }
        enrolled = []
    }

    func keepKeys() throws {
        try files.keys.keep(made)
        made = [:]
    }

    func destroyKeys() throws {
        guard !condemned.isEmpty else { return }
        try files.keys.destroy(condemned)
        condemned = []
    }
}
