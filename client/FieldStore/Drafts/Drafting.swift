// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
import Foundation
import GRDB

extension StoreSession {
    /// Begins a record of the newest version of a form; on the disk from its first answer on.
    ///
    /// - Throws: `Problem` `form.closed`, or `permission.denied` for one that this person could not
    ///   save.
    package func begin(_ form: CompiledForm, in place: Place = Place()) throws -> Draft {
        try requireOpen(form.id)
        try requireRight(to: form, in: place)
        return trial(of: form, in: place)
    }

    /// The same for a form that is only tried: nothing of it is kept.
    package func trial(of form: CompiledForm, in place: Place = Place()) -> Draft {
        var header = DraftHeader(form: form.id, formVersion: form.version, started: now)
        (header.council, header.organisation) = (place.council, place.organisation)
        return Draft(
            id: .make(at: now, using: &random),
            header: header,
            answers: [:],
            touched: now
        )
    }

    /// The draft as one for another place; the same one where no place is said.
    package func moved(_ draft: Draft, to place: Place) throws -> Draft {
        guard place != Place() else { return draft }
        var moved = draft
        (moved.header.council, moved.header.organisation) = (place.council, place.organisation)
        if try isKept(moved.id) { try write(moved.header, of: moved.id) }
        return moved
    }

    /// Begins to edit a record, or goes on with what was begun; on the disk from the first answer
    /// that differs on.
    ///
    /// It opens with the version of the form that the record was last written with, in the words
    /// that its author saw; `newerForm` says whether there is a newer one, `carried` takes it.
    ///
    /// - Throws: `Problem` `record.unknown`, `record.deleted`, or that it is approved.
    package func beginEditing(_ record: RecordID) throws -> Draft {
        let state = try known(record)
        try requireOwnReturn(state)
        if let begun = try draft(record) { return begun }
        let versions = try editingVersions(of: state, version: state.formVersion)
        let target = try target(state, under: versions.newest)
        let view = versions.view(state)
        guard !view.isDeleted else {
            throw Problem(.recordDeleted, "This record was deleted, so it cannot be edited.")
        }
        try state.requireUnsettled()
        var header = DraftHeader(
            form: target.form.id,
            formVersion: target.form.version,
            started: now
        )
        (header.base, header.trunk) = (target.base, target.trunk)
        return Draft(
            id: record,
            header: header,
            answers: view.fields,
            former: view.fields,
            touched: now
        )
    }

    /// Keeps what differs from the draft as it was kept before: a few rows, however long it is.
    ///
    /// One in which nothing is answered is not kept: who only looked leaves nothing behind.
    ///
    /// - Throws: `Problem` `record.unknown` for one that was saved, thrown away or erased
    ///   meanwhile: its answers must not come back. `record.erased` for one that names a person who
    ///   was erased since it was opened: what is new in it is not kept then.
    package func keep(_ draft: Draft, after kept: Draft) throws {
        guard try isKept(draft.id) else {
            guard kept.isEmpty else { throw Self.draftGone }
            guard !draft.isEmpty else { return }
            try requireUnerased(draft.answers, of: form(draft.form, version: draft.formVersion))
            return try replace(draft)
        }
        try requireUnerased(draft.answers, of: form(draft.form, version: draft.formVersion))
        guard !draft.isEmpty else { return try discard(draft.id) }
        try write(draft.header, of: draft.id)
        for path in Set(draft.answers.keys).union(kept.answers.keys)
        where draft.answers[path] != kept.answers[path] {
            try writeAnswer(path, of: draft)
        }
    }

    private static let draftGone = Problem(
        .recordUnknown,
        "These answers were saved as a record, thrown away or erased meanwhile, in another window"
            + " or by a sync. Nothing more of them is kept here. See: keeplocal list"
    )

    private func isKept(_ draft: RecordID) throws -> Bool {
        try Int.fetchOne(self, sql: "SELECT 1 FROM draft WHERE id = ?", arguments: [draft.data])
            != nil
    }

    package func discard(_ draft: RecordID) throws {
        try run(sql: "DELETE FROM draft_answer WHERE draft = ?", arguments: [draft.data])
        try run(sql: "DELETE FROM draft WHERE id = ?", arguments: [draft.data])
    }

    /// Saves a draft as a record, or as an edit of one, as it was filled in; the draft is gone
    /// then, in the same transaction.
    ///
    /// - Throws: `FieldProblems`, or a `Problem` as `create` and `edit` do; the draft stays then.
    package func finish(_ draft: Draft, _ filling: Filling) throws -> Saved {
        var filling = filling
        // That it was looked at is nothing to save.
        if !draft.isEdit || !draft.edited(to: filling.record).isEmpty { filling.end(at: now) }
        let saved =
            draft.isEdit
            ? try edit(
                draft.id,
                fields: edits(of: draft, to: filling.record),
                seen: draft.seen,
                version: draft.formVersion
            )
            : try create(
                filling.record,
                by: EntitySaver(
                    record: draft.id,
                    filling: filling,
                    place: Place(
                        council: draft.header.council,
                        organisation: draft.header.organisation
                    ),
                    seen: draft.header.entities ?? [],
                    altered: Set(draft.header.altered ?? [])
                )
            )
        try discard(draft.id)
        return saved
    }

    /// What was edited; what nobody is asked for is never cleared.
    private func edits(
        of draft: Draft,
        to record: [FieldPath: FieldValue]
    ) throws -> [FieldPath: FieldValue?] {
        let form = try form(of: draft)
        return draft.edited(to: record).filter { path, value in
            value != nil || form.field(path)?.isAsked == true
        }
    }

    /// The version of the form that a draft was begun with.
    ///
    /// - Throws: `Problem` `form.unknown` when this device does not have it any more.
    package func form(of draft: Draft) throws -> CompiledForm {
        if let form = try form(draft.form, version: draft.formVersion) { return form }
        throw Problem(
            .formUnknown,
            "The draft \(draft.id) was begun with version \(draft.formVersion) of the form"
                + " \(draft.form), which this device does not have. Its answers are kept. Fetch the"
                + " form with: keeplocal sync"
        )
    }

    /// The version of a draft's form that came after it was begun; nil while there is none.
    package func newerForm(for draft: Draft) throws -> CompiledForm? {
        guard let newest = try versions(of: draft.form)?.newest else { return nil }
        return newest.version > draft.formVersion ? newest : nil
    }

    /// The draft under the newest version of its form, answers carried over as records' are; not
    /// kept yet.
    package func carried(_ draft: Draft) throws -> Draft {
        guard let versions = try versions(of: draft.form) else { return draft }
        var carried = draft
        carried.answers = versions.carried(draft.answers, from: draft.formVersion)
        carried.former = versions.carried(draft.former, from: draft.formVersion)
        carried.header.formVersion = versions.newest.version
        return carried
    }

    /// Carries a draft to the newest version of its form, and keeps it so.
    package func takeNewest(for draft: Draft) throws -> Draft {
        let carried = try carried(draft)
        if try isKept(draft.id) { try replace(carried) }
        return carried
    }

    /// Keeps a draft whole, under the version that it was carried to.
    package func replace(_ draft: Draft) throws {
        try discard(draft.id)
        try write(draft.header, of: draft.id)
        for path in Set(draft.answers.keys).union(draft.former.keys) {
            try writeAnswer(path, of: draft)
        }
    }

    private func write(_ header: DraftHeader, of id: RecordID) throws {
        let bytes = try Canonical.encode(header)
        try run(
            sql: "INSERT OR REPLACE INTO draft (id, header, seal, touched) VALUES (?, ?, ?, ?)",
            arguments: [id.data, bytes, Hash(of: bytes).data, now.milliseconds]
        )
    }

    private func writeAnswer(_ path: FieldPath, of draft: Draft) throws {
        let answer = DraftAnswer(value: draft.answers[path], former: draft.former[path])
        guard answer.value != nil || answer.former != nil else {
            return try run(
                sql: "DELETE FROM draft_answer WHERE draft = ? AND path = ?",
                arguments: [draft.id.data, path.text]
            )
        }
        let bytes = try Canonical.encode(answer)
        try run(
            sql: """
                INSERT OR REPLACE INTO draft_answer (draft, path, value, seal) VALUES (?, ?, ?, ?)
                """,
            arguments: [draft.id.data, path.text, bytes, Hash(of: bytes).data]
        )
    }
}
