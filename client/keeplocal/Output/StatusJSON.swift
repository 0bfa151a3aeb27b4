// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

extension Change {
    /// What was written to each field; null clears it.
    fileprivate var written: [String: JSON] {
        Dictionary(
            patch.map { ($0.key.text, $0.value.to?.plain ?? .null) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension JSON {
    init(_ status: Status) {
        self = .object([
            "saved": .integer(Int64(status.saved)),
            "sent": .integer(Int64(status.sent)),
            "stored": .integer(Int64(status.stored)),
            "reviewed": .integer(Int64(status.reviewed)),
            "refused": .integer(Int64(status.refused.count)),
            "held": .integer(Int64(status.held.count)),
            "erased": .integer(Int64(status.erased.count)),
            "refusedChanges": status.refused.json,
            "heldChanges": status.held.json,
            "conflicts": .integer(Int64(status.conflicts)),
            "missing": .integer(Int64(status.missing)),
            "returnsAsked": .integer(Int64(status.returnsAsked)),
            "returnsWaiting": .integer(Int64(status.returnsWaiting)),
            "newMessages": .integer(Int64(status.newMessages)),
            "drafts": .integer(Int64(status.drafts)),
            "cursor": status.cursor.map(JSON.string) ?? .null,
            "digests": .object(
                Dictionary(
                    status.digests.map { ($0.feed, JSON.string($0.digest)) },
                    uniquingKeysWith: { first, _ in first }
                )
            ),
            "sendingAgain": .integer(Int64(status.sendingAgain)),
            "restored": status.restored.map {
                ["at": .string($0.at.description), "backupOf": .string($0.backupOf.description)]
            } ?? .null,
            "revoked": status.revoked.map { .string($0.description) } ?? .null,
            "lastSync": status.lastSync.map { .string($0.description) } ?? .null,
        ])
    }
}

extension [JournalEntry] {
    /// Changes that are not stored, with what was written in them.
    fileprivate var json: JSON {
        .array(
            map { entry in
                [
                    "change": .string(entry.change.id.description),
                    "record": .string(entry.change.record.description),
                    "kind": .string(entry.change.kind.rawValue),
                    "fields": .object(entry.change.written),
                    "code": entry.problem.map { .string($0.code.text) } ?? .null,
                    "message": entry.problem.map { .string($0.message) } ?? .null,
                    "since": entry.problem?.since.map { .string($0.description) } ?? .null,
                ]
            }
        )
    }
}
