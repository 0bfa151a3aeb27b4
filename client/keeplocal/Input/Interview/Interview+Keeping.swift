// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// What is on the disk of it, where another window may have the same draft open.
extension Interview {
    /// Writes what differs from what is kept: few rows, and none where nothing differs.
    ///
    /// `typed` are lines of an answer that is not at its end.
    ///
    /// - Returns: False where another window has changed it: what is asked is looked at anew then.
    @discardableResult
    mutating func keep(typed: HalfTyped? = nil) throws -> Bool {
        if let typed { halfTyped = typed }
        let here = questionHere.flatMap { capture.questionsHere.contains($0) ? $0 : nil }
        let next = draft.holding(capture, at: here, typed: halfTyped)
        guard next != draft, !isTrial else {
            draft = next
            return true
        }
        return try meet(store.write { try $0.keep(next, meeting: draft) }, next)
    }

    /// Makes a record of it.
    ///
    /// - Returns: Nil where another window has changed it since it was looked at.
    mutating func finish(isRehearsal: Bool) throws -> Saved? {
        let (own, filling) = (draft, capture.filling)
        var (meeting, saved) = try store.write(isRehearsal: isRehearsal) { session in
            let meeting = try session.keep(own, meeting: own)
            guard case .alone = meeting else { return (meeting, Saved?.none) }
            return (meeting, try session.finish(own, filling))
        }
        if let saved { return saved }
        // What a rehearsal kept of both is gone again.
        if isRehearsal { meeting = try store.write { try $0.keep(own, meeting: own) } }
        try meet(meeting, own)
        return nil
    }

    /// Goes on with what became of the draft.
    ///
    /// - Throws: `Exit` where it was saved in the other window with all that was answered here.
    @discardableResult
    private mutating func meet(_ meeting: DraftMeeting, _ own: Draft) throws -> Bool {
        if case .alone(let kept) = meeting {
            draft = kept
            return true
        }
        let way = ":quit leaves them among the drafts"
        tell(try store.read { try $0.words(of: meeting, own: own, leaving: way) }, indent: "")
        guard let next = meeting.draft else { throw Exit(code: 0) }
        let filling = try store.read { try $0.filling(of: next) }
        capture = next.capture(filling)
        draft = next.opened(with: filling)
        (halfTyped, questionHere) = (next.typed, next.question)
        return false
    }

    /// What was typed at a question and never given as its answer; nil for blanks.
    func halfTyped(at path: FieldPath) -> String? {
        guard let halfTyped, halfTyped.path == path, !halfTyped.text.trimmingBlanks.isEmpty else {
            return nil
        }
        return halfTyped.text
    }

    /// The question has its answer now, whatever was half typed there.
    mutating func settle(_ path: FieldPath) {
        if halfTyped?.path == path { halfTyped = nil }
    }
}
