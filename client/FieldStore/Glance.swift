// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// How the work on this device stands, as far as it is known without reading the records.
package struct Glance: Hashable, Sendable {
    package let counts: [JournalEntry.State: Int]
    /// Open ones.
    package let conflicts: Int
    package let lastSync: Instant?
    /// The forms that were begun and not finished.
    package let begun: [FormID]
}

extension StoreSession {
    /// Costs as much as the work that is not stored yet in records that others have seen too.
    package func glance() throws -> Glance {
        let begun = Set(try drafts().filter { !$0.isEdit }.map(\.form)).sorted()
        return Glance(
            counts: try journalCounts(),
            conflicts: try openConflictCount(),
            lastSync: try fact("lastSync", as: Instant.self),
            begun: begun
        )
    }

    /// A number that differs when another program has written to this device's store.
    func outsideWrites() throws -> Int64 {
        try Int64.fetchOne(self, sql: "PRAGMA data_version") ?? 0
    }

    /// Conflicts that are open on this device, without reading the records that have none.
    package func openConflicts() throws -> [Conflict] {
        let disputed = try StoredRow.fetchAll(
            self,
            sql: "SELECT id FROM shown WHERE conflicts > 0"
        )
        .map { try RecordID(column: $0.get("id")) }
        let records = Set(disputed).union(try pulledWithOwnWork().map(\.record))
        return try records.sorted().flatMap { record -> [Conflict] in
            guard let state = try state(of: record) else { return [] }
            return try conflicts(of: state).filter { $0.state == .open }
        }
    }
}
