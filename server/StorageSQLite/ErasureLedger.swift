// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Synchronization
import SyncService

/// `erasures.ledger`: every erasure, in a file that only grows.
///
/// It is written before anything is removed, and is not part of a backup that is put back: so the
/// server erases again what a restored copy still holds.
package final class ErasureLedger: Sendable {
    package static let name = "erasures.ledger"

    /// An erasure with its number, which no other has had, also in a ledger that was lost.
    package struct Entry: Sendable, Codable, Hashable {
        package let number: Int64
        package let erasure: Erasure
    }

    private let path: String?
    private let entries: Mutex<[Entry]>

    package init(path: String?) throws {
        self.path = path
        entries = Mutex(try path.map { try LedgerFile(path: $0).readWhole() } ?? [])
    }

    package var all: [Entry] { entries.withLock { $0 } }

    /// Records that a ledger says are erased, which is only looked at.
    package static func records(in path: String) throws -> Set<RecordID> {
        Set(try LedgerFile<Entry>(path: path).read().entries.flatMap(\.erasure.records))
    }

    /// Writes an erasure down, once; durable when it returns.
    ///
    /// - Returns: Its number.
    @discardableResult
    package func append(_ erasure: Erasure, number wanted: Int64? = nil) throws -> Int64 {
        try entries.withLock { entries in
            if let known = entries.first(where: { $0.erasure.id == erasure.id }) {
                return known.number
            }
            let last = entries.map(\.number).max() ?? 0
            let number = wanted ?? max(last + 1, erasure.at.milliseconds)
            let entry = Entry(number: number, erasure: erasure)
            if let path { try LedgerFile(path: path).append(entry) }
            entries.append(entry)
            return number
        }
    }

    /// Takes the erasures of another ledger, such as one that was kept elsewhere.
    ///
    /// - Returns: How many were new.
    package func adopt(from path: String) throws -> Int {
        let known = Set(all.map(\.erasure.id))
        let new = try LedgerFile<Entry>(path: path).read().entries
            .filter { !known.contains($0.erasure.id) }
        for entry in new { try append(entry.erasure, number: entry.number) }
        return new.count
    }
}
