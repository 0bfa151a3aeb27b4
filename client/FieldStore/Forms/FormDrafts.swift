// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
import Foundation
import GRDB

/// A form, or the next version of one, that was not published yet: only this device knows of it.
package struct FormDraft: Sendable {
    /// Under the number that it would be published with now.
    package let form: CompiledForm
    package let kept: Instant
    /// The version that says the same; nil while there is none.
    package let publishedAs: Int?
    /// All published versions with this one after them.
    package let versions: FormVersions?
    /// What keeps it from being published as it is.
    package let problems: [String]
}

extension StoreSession {
    /// Keeps a draft in the place of the one that was there.
    package func keep(draft definition: FormDefinition) throws {
        let bytes = try Canonical.encode(definition)
        try run(
            sql: """
                INSERT OR REPLACE INTO form_draft (form, definition, seal, kept) VALUES (?, ?, ?, ?)
                """,
            arguments: [definition.id.text, bytes, Hash(of: bytes).data, now.milliseconds]
        )
    }

    package func formDrafts() throws -> [FormDraft] {
        try StoredRow.fetchAll(self, sql: "SELECT * FROM form_draft ORDER BY form").map(formDraft)
    }

    /// - Throws: `Problem` `form.unknown` with how to make a draft.
    package func formDraft(of form: FormID) throws -> FormDraft {
        guard let draft = try findDraft(of: form) else {
            throw Problem(
                .formUnknown,
                "There is no draft of the form '\(form)' on this device. Make one with:"
                    + " keeplocal form import FILE --draft"
            )
        }
        return draft
    }

    package func findDraft(of form: FormID) throws -> FormDraft? {
        try StoredRow.fetchOne(
            self,
            sql: "SELECT * FROM form_draft WHERE form = ?",
            arguments: [form.text]
        ).map(formDraft)
    }

    package func discardDraft(of form: FormID) throws {
        try run(sql: "DELETE FROM form_draft WHERE form = ?", arguments: [form.text])
    }

    /// - Throws: `SQLITE_CORRUPT` when a byte is not what was written.
    private func formDraft(_ row: StoredRow) throws -> FormDraft {
        var definition = try Canonical.decode(
            FormDefinition.self,
            from: row.sealed("definition")
        )
        let known = try versions(of: definition.id)
        let published = known?.all.last { $0.definition.says(definition) }
        definition.version = (known?.newest.version ?? 0) + 1
        let form = try CompiledForm(definition)
        return FormDraft(
            form: form,
            kept: Instant(milliseconds: try row.get("kept")),
            publishedAs: published?.version,
            versions: FormVersions((known?.all ?? []) + [form]),
            problems: known?.problems(adding: form) ?? FormVersions.problems(first: form)
        )
    }
}
