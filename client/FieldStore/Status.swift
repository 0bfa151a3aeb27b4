// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
import GRDB

/// How the work on this device stands: four different things, never mixed.
package struct Status: Sendable {
    /// On this device only.
    package let saved: Int
    /// Sent, and not answered yet.
    package let sent: Int
    /// With the server's receipt.
    package let stored: Int
    package let held: [JournalEntry]
    package let refused: [JournalEntry]
    /// Came too late: their subject was erased.
    package let erased: [JournalEntry]
    /// Open ones.
    package let conflicts: Int
    /// Records that lack an answer which their form came to need later.
    package let missing: Int
    package let cursor: String?
    package let digests: [(feed: String, digest: String)]
    package let lastSync: Instant?
    /// Stored once, and on their way again as the server was restored from a backup.
    package let sendingAgain: Int
    package let restored: Restored?
    /// Begun, and neither saved as a record nor thrown away.
    package let drafts: Int
}

extension StoreSession {
    package func status() throws -> Status {
        let counts = try journalCounts()
        let digests = try StoredRow.fetchAll(
            self,
            sql: "SELECT feed, digest FROM feed ORDER BY feed"
        )
        return Status(
            saved: counts[.saved] ?? 0,
            sent: counts[.sent] ?? 0,
            stored: (counts[.stored] ?? 0) + (counts[.purged] ?? 0),
            held: try journal(in: [.held]),
            refused: try journal(in: [.refused]),
            erased: try journal(in: [.erased]).filter { $0.receipt == nil },
            conflicts: try conflictCount(),
            missing: try missingCount(),
            cursor: try fact("cursor", as: String.self),
            digests: try digests.map { (try $0.get("feed"), try $0.get("digest")) },
            lastSync: try fact("lastSync", as: Instant.self),
            sendingAgain: try sendingAgainCount(),
            restored: try restored(),
            drafts: try draftCount()
        )
    }

    /// Open ones.
    ///
    /// What was counted when a record was pulled holds while its form has one version: another may
    /// join two fields, or choices of one.
    private func conflictCount() throws -> Int {
        try changedForms().isEmpty ? openConflictCount() : conflicts(all: false).count
    }

    /// Only a form with an earlier version has any, and records of the others are not read.
    private func missingCount() throws -> Int {
        try changedForms().map { form in
            try records(form: form).filter { try !missing(in: $0).isEmpty }.count
        }.reduce(0, +)
    }

    /// The forms of which this device has several versions.
    private func changedForms() throws -> [FormID] {
        try String.fetchAll(self, sql: "SELECT id FROM form GROUP BY id HAVING count(*) > 1")
            .compactMap { FormID($0) }
    }
}
