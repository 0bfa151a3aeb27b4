// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// One answer of a draft, as it is kept.
struct DraftAnswer: Codable {
    let value: FieldValue?
    let former: FieldValue?
}

extension StoreSession {
    /// Drafts, the one that was touched last first.
    package func drafts() throws -> [Draft] {
        try StoredRow.fetchAll(self, sql: "SELECT * FROM draft ORDER BY touched DESC, id").map(
            draft
        )
    }

    package func draft(_ id: RecordID) throws -> Draft? {
        try StoredRow.fetchOne(self, sql: "SELECT * FROM draft WHERE id = ?", arguments: [id.data])
            .map(draft)
    }

    /// Finds a draft by its identifier, or by four or more letters that it starts or ends with.
    package func draft(matching text: String) throws -> Draft {
        let ids = try Data.fetchAll(self, sql: "SELECT id FROM draft")
            .map { try RecordID(column: $0) }
        let id = try Self.one(of: ids, matching: text, .recordUnknown, "draft")
        guard let draft = try draft(id) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return draft
    }

    package func draftCount() throws -> Int {
        try Int.fetchOne(self, sql: "SELECT count(*) FROM draft") ?? 0
    }

    /// - Throws: `SQLITE_CORRUPT` when a byte is not what was written.
    private func draft(_ row: StoredRow) throws -> Draft {
        let id = try RecordID(column: row.get("id"))
        let header = try Canonical.decode(DraftHeader.self, from: row.sealed("header"))
        var draft = Draft(
            id: id,
            header: header,
            answers: [:],
            touched: Instant(milliseconds: try row.get("touched"))
        )
        let answers = try StoredRow.fetchAll(
            self,
            sql: "SELECT path, value, seal FROM draft_answer WHERE draft = ?",
            arguments: [id.data]
        )
        for row in answers {
            guard let path = FieldPath(try row.get("path")) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
            let answer = try Canonical.decode(DraftAnswer.self, from: row.sealed("value"))
            draft.answers[path] = answer.value
            draft.former[path] = answer.former
        }
        return draft
    }

    /// Drafts of erased records, and those that name one.
    func eraseDrafts(about records: Set<RecordID>) throws {
        for draft in try drafts() {
            let values = Array(draft.answers.values) + Array(draft.former.values)
            let named = values.flatMap(\.references) + (draft.header.entities ?? []).map(\.record)
            if records.contains(draft.id) || !records.isDisjoint(with: named) {
                try discard(draft.id)
            }
        }
    }
}
