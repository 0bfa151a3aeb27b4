// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
import Foundation
import GRDB

/// How the work on this device stands: four different things, never mixed.
package struct Status: Sendable {
    /// On this device only.
    package let saved: Int
    /// Sent, and not answered yet.
    package let sent: Int
    /// With the server's receipt.
    package let stored: Int
    /// Records that the council has read and decided.
    package let reviewed: Int
    package let held: [JournalEntry]
    package let refused: [JournalEntry]
    /// Came too late: their subject was erased.
    package let erased: [JournalEntry]
    /// Open ones.
    package let conflicts: Int
    /// Records that lack an answer which their form came to need later.
    package let missing: Int
    /// Returns that a council asks this person's organisation about, or gave back to it.
    package let returnsAsked: Int
    /// Returns in which the next move is this person's, for a council.
    package let returnsWaiting: Int
    /// What others decided and did that this person has not read yet.
    package let newMessages: Int
    package let cursor: String?
    package let digests: [(feed: String, digest: String)]
    package let lastSync: Instant?
    /// Stored once, and on their way again as the server was restored from a backup.
    package let sendingAgain: Int
    package let restored: Restored?
    /// When this device heard that it was revoked; nil where it may sync.
    package let revoked: Instant?
    /// Begun, and neither saved as a record nor thrown away.
    package let drafts: Int
}

extension StoreSession {
    package func status() throws -> Status {
        let counts = try journalCounts()
        let digests = try self.digests().sorted { $0.key < $1.key }
        return Status(
            saved: counts[.saved] ?? 0,
            sent: counts[.sent] ?? 0,
            stored: (counts[.stored] ?? 0) + (counts[.purged] ?? 0),
            reviewed: try reviewedCount(),
            held: try journal(in: [.held]),
            refused: try journal(in: [.refused]),
            erased: try journal(in: [.erased]).filter { $0.receipt == nil },
            conflicts: try conflictCount(),
            missing: try missingCount(),
            returnsAsked: try hasIdentity() ? returnsAsked(of: identity().actor).count : 0,
            returnsWaiting: try hasIdentity() ? returnsWaiting(for: identity().actor).count : 0,
            newMessages: try unreadNews().count,
            cursor: try fact("cursor", as: String.self),
            digests: digests.map { (feed: $0.key, digest: $0.value) },
            lastSync: try fact("lastSync", as: Instant.self),
            sendingAgain: try sendingAgainCount(),
            restored: try restored(),
            revoked: try revoked(),
            drafts: try draftCount()
        )
    }

    /// Open ones.
    ///
    /// What was counted when a record was pulled holds while its form has one version: another may
    /// join two fields, or choices of one. Then lines know, as they are made of the newest.
    private func conflictCount() throws -> Int {
        guard try hasChangedForms() else { return try openConflictCount() }
        let known = try lineFigure { try $0.disputed() }
        return try states(besides: known, ofChangedForms: false).reduce(known ?? 0) { sum, state in
            try sum + conflicts(of: state).count { $0.state == .open }
        }
    }

    /// Only a form with an earlier version has any.
    private func missingCount() throws -> Int {
        guard try hasChangedForms() else { return 0 }
        let known = try lineFigure { try $0.lacking() }
        return try states(besides: known, ofChangedForms: true).reduce(known ?? 0) { sum, state in
            let record = try view(state)
            return try sum + (record.isDeleted || missing(in: record).isEmpty ? 0 : 1)
        }
    }

    /// What lines know that are not due; nil where they are not those of this store.
    private func lineFigure(_ figures: (LineSession) throws -> [Data: Int]) throws -> Int? {
        let (standing, found) = try withLines(figures)
        guard standing == .inStep, try !isShowing(), let found else { return nil }
        let isDue = try database.cachedStatement(sql: "SELECT 1 FROM line_due WHERE record = ?")
        return try found.reduce(0) { sum, figure in
            try sum + (Int.fetchOne(isDue, arguments: [figure.key]) == nil ? figure.value : 0)
        }
    }

    /// Those whose line does not say how they stand; all, where lines know no figure.
    private func states(
        besides known: Int?,
        ofChangedForms isChanged: Bool
    ) throws -> [RecordState] {
        let forms: [FormID?] = isChanged ? try changedForms() : [nil]
        guard known != nil else { return try forms.flatMap { try states(form: $0) } }
        let due = Set(
            try Data.fetchAll(self, sql: "SELECT record FROM line_due")
                .map { try RecordID(column: $0) }
        )
        // Many are found sooner by reading them all.
        guard due.count <= 500 else {
            return try forms.flatMap { try states(form: $0) }.filter { due.contains($0.record) }
        }
        return try due.sorted().compactMap { try state(of: $0) }
            .filter { state in forms.contains { $0 == nil || $0 == state.form } }
    }

    private func hasChangedForms() throws -> Bool { try !changedForms().isEmpty }

    /// The forms of which this device has several versions.
    private func changedForms() throws -> [FormID] {
        try String.fetchAll(self, sql: "SELECT id FROM form GROUP BY id HAVING count(*) > 1")
            .compactMap { FormID($0) }
    }
}
