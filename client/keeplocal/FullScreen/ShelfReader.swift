// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

/// Reads the records of the device a few at a time, in the pauses between keys.
///
/// The work of this device that is not stored yet comes first, then the newest; so what one looks
/// for most is there at once, and fifty thousand records never keep a key waiting.
struct ShelfReader {
    private(set) var shelf = RecordShelf()
    private var own: Set<RecordID>?
    private var last: RecordID?
    private static let page = 60

    var isComplete: Bool { shelf.isComplete }

    mutating func readOn(_ session: StoreSession) throws {
        guard !isComplete else { return }
        guard let own else { return try readOwn(session) }
        let page = try session.pulledPage(before: last, limit: Self.page)
        shelf.add(
            try page.filter { !own.contains($0.record) }
                .compactMap { try session.recordLine(session.view($0), .stored) }
        )
        last = page.last?.record
        shelf.isComplete = page.count < Self.page
    }

    private mutating func readOwn(_ session: StoreSession) throws {
        let records = try session.recordsOfOwnWork()
        let refused = Set(try session.journal(in: [.refused]).map(\.change.record))
        shelf.add(
            try records.compactMap { id in
                guard let record = try session.record(id) else { return nil }
                return try session.recordLine(record, refused.contains(id) ? .refused : .unsent)
            }
        )
        own = Set(records)
    }
}

extension StoreSession {
    /// Nil for a record that was deleted.
    fileprivate func recordLine(
        _ record: Record,
        _ standing: ShelfLine.Standing
    ) throws -> ShelfLine? {
        guard !record.isDeleted else { return nil }
        return ShelfLine(
            id: record.id.description,
            form: record.form.text,
            summary: try summary(of: record),
            standing: standing,
            conflicts: record.conflicts.count,
            text: record.fields.values.map(\.words).joined(separator: " ")
        )
    }
}
