// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

extension JSON {
    init(_ found: ReturnOnDevice, since: ReturnDifference? = nil) {
        let progress = found.progress
        let person = { (id: PersonID?) in id.map { JSON.string($0.description) } ?? .null }
        let last = progress.revisions.last
        var members: [String: JSON] = [
            "record": .string(found.record.id.description),
            "scope": .string(found.record.scope.description),
            "state": .string(progress.state.rawValue),
            "turn": .string(progress.state.turn.rawValue),
            "revisions": .integer(Int64(progress.revisions.count)),
            "manifest": .integer(Int64(last?.manifest.count ?? 0)),
        ]
        members["content"] = progress.content.map { .string($0.description) } ?? .null
        members["reviewer"] = person(progress.reviewer)
        members["accepter"] = person(progress.accepter)
        members["approver"] = person(progress.approver)
        members["approval"] = progress.approval.map { JSON($0) } ?? .null
        members["reply"] = progress.acceptance?.words.map(JSON.string) ?? .null
        members["past"] = .array(
            progress.past.map { past in
                [
                    "move": .string(past.move.rawValue),
                    "revision": .integer(Int64(past.revision)), "by": JSON(past.by),
                ]
            }
        )
        members["queries"] = .array(progress.queries.map { JSON($0) })
        members["forces"] = .array(progress.forces.map { JSON($0) })
        members["comments"] = .array(progress.comments.map { JSON($0) })
        members["fields"] = JSON(found.record.fields)
        members["submitted"] = last.map { JSON($0.fields) } ?? .null
        members["since"] = since.map { JSON($0) } ?? .null
        self = .object(members)
    }

    /// A revision as it was submitted.
    init(_ submitted: SubmittedRevision, of found: ReturnOnDevice) throws {
        let revision = submitted.revision
        let moves = submitted.decisions.map { decision -> JSON in
            ["move": .string(decision.move.rawValue), "by": JSON(decision.by)]
        }
        self = [
            "record": .string(found.record.id.description),
            "scope": .string(found.record.scope.description),
            "revision": .integer(Int64(submitted.number)),
            "revisions": .integer(Int64(found.progress.revisions.count)),
            "content": .string(try revision.contentHash().description),
            "form": .string(revision.form.text),
            "formVersion": .integer(Int64(revision.formVersion)),
            "submission": JSON(submitted.submission),
            "fields": JSON(revision.fields),
            "manifest": try Canonical.decode(JSON.self, from: Canonical.encode(revision.manifest)),
            "decisions": .array(moves),
            "queries": .array(submitted.queries.map { JSON($0) }),
            "comments": .array(submitted.comments.map { JSON($0) }),
        ]
    }

    private init(_ signature: ReturnSignature) {
        self = [
            "person": .string(signature.person.description),
            "at": .string(signature.at.instant.description),
            "words": signature.words.map(JSON.string) ?? .null,
            "role": signature.role.map { .string($0.rawValue) } ?? .null,
        ]
    }

    private init(_ query: ReturnQuery) {
        self = [
            "id": .string(query.id.description),
            "field": query.field.map { .string($0.text) } ?? .null,
            "due": query.due.map { .string($0.description) } ?? .null,
            "asked": JSON(query.asked),
            "answer": query.answer.map { JSON($0) } ?? .null,
            "open": .boolean(query.isOpen),
        ]
    }

    private init(_ comments: ReturnComments) {
        self = [
            "given": JSON(comments.given), "revision": .integer(Int64(comments.revision)),
            "overtaken": .boolean(comments.isOvertaken),
            "fields": .object(
                Dictionary(
                    comments.fields.map { ($0.key.text, JSON.string($0.value)) },
                    uniquingKeysWith: { first, _ in first }
                )
            ),
        ]
    }
}
