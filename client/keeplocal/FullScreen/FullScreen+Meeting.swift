// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

/// The same draft in two windows: what the other one did is said, and nothing of either is lost.
extension FullScreen {
    /// Shows what became of the answers of the form that is open.
    ///
    /// - Returns: False where another window had changed them.
    @discardableResult
    mutating func meet(_ meeting: DraftMeeting, _ own: Draft) throws -> Bool {
        switch meeting {
        case .alone(let draft): self.draft = draft
        case .joined(let draft):
            let words = "Another window has answered more of this meanwhile: it is shown here too."
            try openAgain(draft, words)
        case .parted(let draft, let fields):
            let words =
                "Another window has answered \(try labels(fields, own)) otherwise meanwhile. Your"
                + " answers are a draft of their own now; both stand under Drafts."
            try openAgain(draft, words)
        case .disputed(let draft, let fields):
            let told = try fields.map { try disputeWords($0, theirs: draft, mine: own) }
            try openAgain(draft, told.joined(separator: " "))
        case .saved(let draft?):
            let words =
                "Another window has saved this meanwhile as \(draft.id.short). What you answered"
                + " otherwise is kept here as changes of it: save them, or Esc leaves them under"
                + " Drafts."
            try openAgain(draft, words)
        case .saved(nil):
            self.draft = nil
            navigator.pop()
            try refresh()
            let words = "Another window has saved this meanwhile as \(own.id.short), with all that"
            navigator.notice = Navigator.Notice(words + " you answered.")
        }
        if case .alone = meeting { return true }
        return false
    }

    private mutating func openAgain(_ draft: Draft, _ words: String) throws {
        navigator.pop()
        try open(draft)
        navigator.notice = Navigator.Notice(words, isProblem: true)
    }

    private func labels(_ fields: [FieldPath], _ draft: Draft) throws -> String {
        guard !fields.isEmpty else { return "this" }
        let form = try store.read { try $0.form(of: draft) }
        return fields.map { "'\(form.field($0)?.label ?? $0.text)'" }.joined(separator: ", ")
    }

    private func disputeWords(_ path: FieldPath, theirs: Draft, mine: Draft) throws -> String {
        try store.read { session in
            let field = try session.form(of: mine).field(path)
            return "Another window has answered '\(field?.label ?? path.text)' meanwhile:"
                + " \(session.words(theirs.answers[path], field)). Yours was not kept:"
                + " \(session.words(mine.answers[path], field)). Answer it again if yours is right."
        }
    }
}
