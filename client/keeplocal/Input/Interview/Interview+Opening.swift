// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension Interview {
    /// Opens a draft with the version of the form that it was begun with, and an edit with that of
    /// its record; on a terminal a newer one is offered, and is never taken without a word.
    static func opening(_ draft: Draft, in store: FieldStore) throws -> Interview {
        var draft = draft
        if let newer = try store.read({ try $0.newerForm(for: draft) }) {
            for line in try store.read({ try $0.words(of: newer, for: draft) }).wrapped() {
                Terminal.note(line)
            }
            let question = "Take the new version? [y/N] "
            if Terminal.isInteractive,
                Terminal.ask(question)?.lowercased().hasPrefix("y") == true
            {
                draft = try store.write { try $0.takeNewest(for: draft) }
            }
        }
        return Interview(draft, try store.read { try $0.filling(of: draft) }, store)
    }
}

extension StoreSession {
    /// That there is a newer version of the form, and what it needs besides.
    func words(of newer: CompiledForm, for draft: Draft) throws -> String {
        let words =
            "Version \(newer.version) of the form has come since this was"
            + " \(draft.isEdit ? "written" : "begun") with version \(draft.formVersion)."
        let needed = draft.isEdit ? try record(draft.id).map(missing) ?? [] : []
        guard !needed.isEmpty else { return words }
        let labels = needed.map { "'\($0.label)'" }.joined(separator: ", ")
        return words + " It needs besides: \(inert(labels))."
    }
}
