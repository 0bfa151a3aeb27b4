// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension DraftMeeting {
    /// What is gone on with; nil where another window has saved it all.
    var draft: Draft? {
        switch self {
        case .alone(let draft), .joined(let draft): draft
        case .parted(let draft, _), .disputed(let draft, _): draft
        case .saved(let draft): draft
        }
    }
}

/// What another window did with the same draft, in words.
extension StoreSession {
    /// `leaving` says how one leaves changes of a record that the other window has saved.
    func words(of meeting: DraftMeeting, own: Draft, leaving: String) throws -> String {
        switch meeting {
        case .alone: return ""
        case .joined:
            return "Another window has answered more of this meanwhile: it is shown here too."
        case .parted(_, let fields):
            return "Another window has answered \(try labels(fields, own)) otherwise meanwhile."
                + " Your answers are a draft of their own now; both stand under Drafts."
        case .disputed(let draft, let fields):
            let form = try form(of: own)
            return fields.map { path in
                let field = form.field(path)
                return "Another window has answered '\(field?.label ?? path.text)' meanwhile:"
                    + " \(words(draft.answers[path], field)). Yours was not kept:"
                    + " \(words(own.answers[path], field)). Answer it again if yours is right."
            }.joined(separator: " ")
        case .saved(let draft?):
            return "Another window has saved this meanwhile as \(draft.id.short). What you answered"
                + " otherwise is kept here as changes of it: save them, or \(leaving)."
        case .saved(nil):
            return "Another window has saved this meanwhile as \(own.id.short), with all that you"
                + " answered."
        }
    }

    private func labels(_ fields: [FieldPath], _ draft: Draft) throws -> String {
        guard !fields.isEmpty else { return "this" }
        let form = try form(of: draft)
        return fields.map { "'\(form.field($0)?.label ?? $0.text)'" }.joined(separator: ", ")
    }
}
