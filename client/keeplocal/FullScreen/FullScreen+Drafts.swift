// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

/// Forms that were begun: which there are, going on with one, throwing one away.
extension FullScreen {
    mutating func goOn(_ text: String) throws {
        let draft = try store.read { try $0.draft(matching: text) }
        leaveChoice()
        try open(draft)
    }

    mutating func beginAnother(_ form: FormID) throws {
        leaveChoice()
        try begin(form, in: nil)
    }

    mutating func throwAway(_ text: String) throws {
        let gone = try store.write { session in
            let draft = try session.draft(matching: text)
            try session.discard(draft.id)
            return "\(count(try session.answerCount(of: draft), "answer")) of \(draft.form)"
        }
        navigator.pop()
        try refresh()
        navigator.notice = Navigator.Notice("Thrown away: \(gone).")
    }

    /// A list that asked whether to go on has served.
    private mutating func leaveChoice() {
        if case .begun? = (navigator.top as? ListScreen)?.destination { navigator.pop() }
    }
}

extension StoreSession {
    func draftsScreen() throws -> ListScreen {
        ListScreen(
            title: "Drafts",
            destination: .drafts,
            widths: [0, 12, 16],
            entries: try drafts().map { draft in
                let words = try words(of: draft)
                let ask = Effect.open(.throwingAway(draft: draft.id.description))
                return ListScreen.Entry(
                    [words, count(try answerCount(of: draft), "answer"), draft.touched.words],
                    detail: try hindrance(of: draft) ?? "",
                    enter: .goOn(draft: draft.id.description),
                    actions: [PageScreen.Action("d", "throw it away", ask)]
                )
            },
            ifEmpty: "Nothing is begun and not finished. Esc and then n begins something."
        )
    }

    /// Before another one of a form is begun: whether to go on instead.
    func begunScreen(_ form: FormID) throws -> ListScreen {
        let begun = try drafts().filter { $0.form == form && !$0.isEdit }
        let another = ListScreen.Entry(
            ["Begin another", ""],
            enter: .beginAnother(form: form.text)
        )
        return ListScreen(
            title: "\(try title(of: form)): begun already",
            destination: .begun(form: form.text),
            widths: [0, 16],
            entries: try begun.map { draft in
                ListScreen.Entry(
                    ["Go on with \(try words(of: draft))", draft.touched.words],
                    look: .bold,
                    enter: .goOn(draft: draft.id.description)
                )
            } + [another],
            ifEmpty: ""
        )
    }

    func throwingAwayScreen(_ text: String) throws -> ListScreen {
        let id = RecordID(text)
        let draft = try id.flatMap { try self.draft($0) }
        var entries: [ListScreen.Entry] = []
        if let draft {
            let answers = count(try answerCount(of: draft), "answer")
            let what = "\(answers) of \(try words(of: draft))"
            entries = [
                ListScreen.Entry(["No, keep it"], enter: .back),
                ListScreen.Entry(["Yes, throw away \(what)"], enter: .throwAway(draft: text)),
            ]
        }
        return ListScreen(
            title: "Throw it away? Nothing brings it back",
            destination: .throwingAway(draft: text),
            widths: [0],
            entries: entries,
            ifEmpty: "It is gone already: saved, or thrown away in another window."
        )
    }

    /// "Contact · 2026-05-09 · Ann Moor", in one line.
    func words(of draft: Draft) throws -> String {
        let title = try title(of: draft.form)
        let what = draft.isEdit ? "changes of \(title) \(draft.id.short)" : title
        return try what.about(name(of: draft))
    }
}
