// SPDX-License-Identifier: Apache-2.0

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
        if case .alone(let draft) = meeting {
            self.draft = draft
            return true
        }
        let way = "Esc leaves them under Drafts"
        let words = try store.read { try $0.words(of: meeting, own: own, leaving: way) }
        navigator.pop()
        if let draft = meeting.draft {
            try open(draft)
            navigator.notice = Navigator.Notice(words, isProblem: true)
        } else {
            self.draft = nil
            try refresh()
            navigator.notice = Navigator.Notice(words)
        }
        return false
    }
}
