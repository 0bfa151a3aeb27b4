// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

/// A form on the full screen, and what becomes of its answers.
extension FullScreen {
    /// Goes on where the draft was left, with the version of the form that it was begun with.
    mutating func open(_ draft: Draft) throws {
        let filling = try store.read { try $0.filling(of: draft) }
        let capture = Capture(filling, at: draft.position, language: draft.language)
        self.draft = draft
        navigator.push(FormScreen(capture, record: draft.isEdit ? draft.id : nil))
        guard let newer = try store.read({ try $0.newerForm(for: draft) }) else { return }
        let words = try store.read { try $0.words(of: newer, for: draft) }
        let way =
            draft.isEdit
            ? "n on the page of the record takes it."
            : "keeplocal drafts open \(draft.id.short) offers it."
        navigator.notice = Navigator.Notice("\(words) \(way)")
    }

    /// The answers so far are on the disk when this returns.
    mutating func keepAnswers() throws {
        guard let screen = navigator.top as? FormScreen, let draft else { return }
        let next = draft.holding(screen.capture)
        guard next != draft else { return }
        try store.write { try $0.keep(next, after: draft) }
        self.draft = next
    }

    mutating func saveRecord() throws {
        guard var screen = navigator.top as? FormScreen else { return }
        try keepAnswers()
        guard let draft else { return }
        do {
            let filling = screen.capture.filling
            let saved = try store.write { try $0.finish(draft, filling) }
            self.draft = nil
            navigator.pop()
            try refresh()
            navigator.notice = Navigator.Notice(
                saved.change == nil
                    ? "Nothing differs, so nothing was saved."
                    : "Saved on this device: \(saved.record.short). Sync to send it."
            )
        } catch let problems as FieldProblems {
            guard let first = problems.problems.first else { throw problems }
            screen.show(first)
            navigator.replace(navigator.screens.count - 1, by: screen)
        }
    }
}
