// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension Interview {
    /// Opens a draft with the version of the form that it was begun with; on a terminal a newer one
    /// is offered, and is never taken without a word.
    static func opening(_ draft: Draft, in store: FieldStore) throws -> Interview {
        var draft = draft
        if Terminal.isInteractive, let newer = try store.read({ try $0.newerForm(for: draft) }) {
            let question =
                "Version \(newer.version) of the form has come since this was begun with version"
                + " \(draft.formVersion). Take the new one? [y/N] "
            if Terminal.ask(question)?.lowercased().hasPrefix("y") == true {
                draft = try store.write { session in
                    let carried = try session.carried(draft)
                    try session.replace(carried)
                    return carried
                }
            }
        }
        return Interview(draft, try store.read { try $0.filling(of: draft) }, store)
    }
}
