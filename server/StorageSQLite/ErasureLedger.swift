// SPDX-License-Identifier: Apache-2.0

package import FieldModel
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

    private let entries: Ledger<Entry>

    package init(path: String?) throws { entries = try Ledger(path: path) }

    package var all: [Entry] { entries.all }

    /// Records that a ledger says are erased, which is only looked at.
    package static func records(in path: String) throws -> Set<RecordID> {
        Set(try erasures(in: path).flatMap(\.records))
    }

    /// The erasures of a ledger, which is only looked at.
    package static func erasures(in path: String) throws -> [Erasure] {
        try LedgerFile<Entry>(path: path).read().entries.map(\.erasure)
    }

    /// Writes an erasure down, once; durable when it returns.
    ///
    /// - Returns: Its number.
    @discardableResult
    package func append(_ erasure: Erasure, number wanted: Int64? = nil) throws -> Int64 {
        var number: Int64 = 0
        try entries.append { entries in
            if let known = entries.first(where: { $0.erasure.id == erasure.id }) {
                number = known.number
                return nil
            }
            let last = entries.map(\.number).max() ?? 0
            number = wanted ?? max(last + 1, erasure.at.milliseconds)
            return Entry(number: number, erasure: erasure)
        }
        return number
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
