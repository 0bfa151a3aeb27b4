// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import SyncService

/// `holds.ledger`: which records must not be erased, in a file that only grows.
///
/// A hold that was set after a backup must not go with what a restore loses: nobody would know of
/// it until the record is erased. So, like erasures, holds stand outside of what is put back.
package final class HoldLedger: Sendable {
    package static let name = "holds.ledger"

    /// A hold, or with no authority its end.
    ///
    /// Numbers grow with the clock, so that the lines of two files fall into one order.
    package struct Entry: Sendable, Codable, Hashable {
        package let number: Int64
        package let record: RecordID
        package let authority: String?
    }

    private let entries: Ledger<Entry>

    package init(path: String?) throws { entries = try Ledger(path: path) }

    package var all: [Entry] { entries.all }

    /// The last word on each record.
    package var latest: [RecordID: Entry] {
        Dictionary(all.map { ($0.record, $0) }) { $0.number > $1.number ? $0 : $1 }
    }

    /// Writes the last word on a record down, where it is news; durable when it returns.
    package func append(_ authority: String?, on record: RecordID) throws {
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        try entries.append { entries in
            let known = entries.filter { $0.record == record }.max { $0.number < $1.number }
            if let known, known.authority == authority { return nil }
            let last = entries.map(\.number).max() ?? 0
            return Entry(number: max(last + 1, now), record: record, authority: authority)
        }
    }

    /// Records that a ledger says are or were held, which is only looked at.
    package static func records(in path: String) throws -> Set<RecordID> {
        Set(try LedgerFile<Entry>(path: path).read().entries.map(\.record))
    }

    /// Takes what another ledger knows more.
    ///
    /// - Returns: How many lines were new.
    @discardableResult
    package func adopt(from path: String) throws -> Int {
        try adopt(LedgerFile<Entry>(path: path).read().entries)
    }

    @discardableResult
    func adopt(_ others: [Entry]) throws -> Int {
        let known = Set(all)
        let new = others.filter { !known.contains($0) }
        for entry in new { try entries.append { _ in entry } }
        return new.count
    }
}
