// SPDX-License-Identifier: Apache-2.0

import FieldStore
import Foundation
import GRDB

/// What a device has told its person so far: read off the standard output of its commands.
struct DeviceMemory: Sendable {
    private(set) var records: Set<String> = []
    private var imported = 0
    /// Changes of which it said that the server has them.
    private var stored = 0
    private var text = ""

    var count: Int { records.count + imported + stored }

    mutating func hear(_ descriptor: Int, _ bytes: Data) throws {
        guard descriptor == 1 else { return }
        text += String(decoding: bytes, as: UTF8.self)
        while let end = text.firstIndex(of: "\n") {
            let said = try Document(parsing: String(text[..<end]))
            text = String(text[text.index(after: end)...])
            if let record = said["record"].text { records.insert(record) }
            imported += said["saved"].integer ?? 0
            stored += said["pushed"].integer ?? 0
        }
    }

    /// Looks at a device's home as a cut left it.
    func look(_ folder: String, thoroughly: Bool) throws -> Tally {
        var tally = Tally()
        let queue = try DatabaseQueue(path: folder + "/keeplocal.sqlite")
        try queue.writeWithoutTransaction { db in
            let sound = try String.fetchAll(db, sql: "PRAGMA integrity_check")
            guard sound == ["ok"] else { throw ProgramFailure("\(sound.prefix(3))") }
            let rows = try Row.fetchAll(
                db,
                sql:
                    "SELECT record, counter, state, receipt, CAST(change AS TEXT) AS c FROM journal"
            )
            let found = Set(
                rows.map { row in
                    let bytes: Data = row["record"]
                    let id = bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }
                    return UUID(uuid: id).uuidString.lowercased()
                }
            )
            tally.saw(lost: records.subtracting(found).count, torn: 0)
            let changes = rows.map { $0["c"] as String }
            let imports = changes.count { $0.contains("\"row-") }
            tally.saw(lost: max(0, imported - imports))
            // A batch of an import is saved as a whole.
            if imports % Self.importBatch != 0 { tally.saw(torn: 1) }
            let receipts = rows.count { $0["state"] == "stored" && $0["receipt"] != nil }
            tally.saw(lost: max(0, stored - receipts))
            let counters = rows.map { $0["counter"] as Int }.sorted()
            if counters != Array(1..<counters.count + 1) { tally.saw(torn: 1) }
        }
        try queue.close()
        guard thoroughly else { return tally }
        let store = try FieldStore(home: Home(path: folder))
        let counts = try store.read { try $0.journalCounts() }
        if counts.values.reduce(0, +) < records.count + imported {
            throw ProgramFailure("The store itself counts \(counts)")
        }
        let kept = try store.read { try $0.records() }.count
        let listed = try store.lines(limit: .max).count
        guard listed == kept else {
            throw ProgramFailure("\(listed) of \(kept) records are listed")
        }
        return tally
    }

    static let importBatch = 200
}
