// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import Synchronization
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

    private let path: String?
    private let entries: Mutex<[Entry]>

    package init(path: String?) throws {
        self.path = path
        entries = Mutex(try path.map { try LedgerFile(path: $0).readWhole() } ?? [])
    }

    package var all: [Entry] { entries.withLock { $0 } }

    /// The last word on each record.
    package var latest: [RecordID: Entry] {
        Dictionary(all.map { ($0.record, $0) }) { $0.number > $1.number ? $0 : $1 }
    }

    /// Writes the last word on a record down, where it is news; durable when it returns.
    package func append(_ authority: String?, on record: RecordID) throws {
        if let known = latest[record], known.authority == authority { return }
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let last = all.map(\.number).max() ?? 0
        try take(Entry(number: max(last + 1, now), record: record, authority: authority))
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
        for entry in new { try take(entry) }
        return new.count
    }

    private func take(_ entry: Entry) throws {
        try entries.withLock { entries in
            if let path { try LedgerFile(path: path).append(entry) }
            entries.append(entry)
        }
    }
}
