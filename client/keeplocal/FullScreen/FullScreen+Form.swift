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
        let capture = draft.capture(filling)
        self.draft = draft.opened(with: filling)
        var screen = FormScreen(capture, record: draft.isEdit ? draft.id : nil, at: draft.question)
        if let typed = draft.typed { screen.resume(typed.text, at: typed.path) }
        navigator.push(screen)
        try notice(draft)
    }

    /// What is in the way of saving it, or that its form has a newer version.
    private mutating func notice(_ draft: Draft) throws {
        if let why = try store.read({ try $0.hindrance(of: draft) }) {
            let words = "This cannot be saved as things are now: \(why)"
            navigator.notice = Navigator.Notice(words, isProblem: true)
            return
        }
        guard let newer = try store.read({ try $0.newerForm(for: draft) }) else { return }
        let words = try store.read { try $0.words(of: newer, for: draft) }
        let way =
            draft.isEdit
            ? "n on the page of the record takes it."
            : "keeplocal drafts open \(draft.id.short) offers it."
        navigator.notice = Navigator.Notice("\(words) \(way)")
    }

    /// Asks whether to go on where something was begun; else begins.
    mutating func fill(_ form: FormID, in place: String?) throws {
        let begun = place == nil ? try store.read({ try $0.latestDraft(of: form) }) : nil
        guard begun == nil else {
            return navigator.push(try screen(.begun(form: form.text)))
        }
        try begin(form, in: place)
    }

    /// The person says where, when there are several places.
    mutating func begin(_ form: FormID, in place: String?) throws {
        let scopes = try store.read { try $0.scopes(of: $0.form(form)) }
        let chosen = scopes.first { $0.description == place }
        if scopes.count > 1, chosen == nil {
            return navigator.push(try screen(.places(form: form.text)))
        }
        // The list of places has served.
        if chosen != nil { navigator.pop() }
        try open(store.read { try $0.begin(form, in: chosen) })
    }

    /// The answers so far are on the disk when this returns.
    ///
    /// - Returns: False where another window had changed them.
    @discardableResult
    mutating func keepAnswers() throws -> Bool {
        guard let (next, kept) = unkept else { return true }
        return try meet(store.write { try $0.keep(next, meeting: kept) }, next)
    }

    /// The draft of the form that is open as it should be kept; nil where it is kept so.
    private var unkept: (next: Draft, kept: Draft)? {
        guard let screen = navigator.top as? FormScreen, let draft else { return nil }
        let typed = screen.typing.map { HalfTyped($0.path, $0.text) }
        let next = draft.holding(screen.capture, at: screen.question, typed: typed)
        return next == draft ? nil : (next, draft)
    }

    /// True while something is typed that is not on the disk.
    var hasUnkeptTyping: Bool { unkept != nil }

    /// What is half typed is kept in the pauses between keys, and every second of a long run of
    /// them; no key waits for another program that writes.
    mutating func keepTyping() throws {
        guard let (next, kept) = unkept, !isTyping || .now - keptTyping > .seconds(1) else {
            return
        }
        keptTyping = .now
        guard let met = try store.writeIfFree({ try $0.keep(next, meeting: kept) }) else { return }
        _ = try meet(met, next)
    }

    /// A form is closed whose answers may not be kept any more, as others threw them away or the
    /// person whom they name was erased; else nobody could leave it.
    mutating func closesForm(_ problem: Problem) -> Bool {
        guard navigator.top is FormScreen, let draft else { return false }
        let isGone =
            problem.code == .recordUnknown
            && (try? store.read { try $0.draft(draft.id) == nil }) == true
        guard isGone || problem.code == .recordErased else { return false }
        self.draft = nil
        navigator.pop()
        try? refresh()
        return true
    }

    mutating func saveRecord() throws {
        // What another window has answered is looked at before it is saved.
        guard try keepAnswers(), var screen = navigator.top as? FormScreen, let draft else {
            return
        }
        do {
            let filling = screen.capture.filling
            let (meeting, saved) = try store.write { session in
                let meeting = try session.keep(draft, meeting: draft)
                guard case .alone = meeting else { return (meeting, Saved?.none) }
                return (meeting, try session.finish(draft, filling))
            }
            guard let saved else {
                try meet(meeting, draft)
                return
            }
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

extension StoreSession {
    func placesScreen(_ form: FormID) throws -> ListScreen {
        ListScreen(
            title: "Where does it belong?",
            destination: .places(form: form.text),
            widths: [0, 24],
            entries: try scopes(of: self.form(form)).map { scope in
                let council = try name(of: scope.council)
                return ListScreen.Entry(
                    [try scope.organisation.map { try name(of: $0) } ?? council, council],
                    enter: .fill(form: form.text, place: scope.description)
                )
            },
            ifEmpty: "Your role does not let you write records of this form. Ask your coordinator."
        )
    }
}
