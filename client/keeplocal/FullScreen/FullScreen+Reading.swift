// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

/// Screens made of what the store says.
extension FullScreen {
    mutating func screen(_ destination: Destination) throws -> any Screen {
        switch destination {
        case .records: try recordsScreen()
        case .sync: SyncScreen(progress)
        case .forms: try store.read { try $0.formsScreen() }
        case .places(let form): try store.read { try $0.placesScreen(formID(form)) }
        case .conflicts: try store.read { try $0.conflictsScreen() }
        case .messages: try messagesScreen()
        case .drafts: try store.read { try $0.draftsScreen() }
        case .begun(let form): try store.read { try $0.begunScreen(formID(form)) }
        case .throwingAway(let draft): try store.read { try $0.throwingAwayScreen(draft) }
        case .record(let id): try store.read { try $0.recordScreen($0.recordID(matching: id)) }
        case .history(let id): try store.read { try $0.historyScreen($0.recordID(matching: id)) }
        case .conflict(let id):
            try store.read { try $0.conflictScreen($0.conflict(matching: id)) }
        }
    }
}

extension FullScreen {
    /// Once it was opened, what it says is read; it is shown as new until one leaves the program.
    private mutating func messagesScreen() throws -> ListScreen {
        let unread = try store.read { try $0.unreadNews() }
        newChanges.formUnion(unread)
        let new = newChanges
        let screen = try store.read { try $0.messagesScreen(new: new) }
        store.markRead(unread)
        return screen
    }
}

extension StoreSession {
    func homeSummary() throws -> HomeScreen.Summary {
        let (identity, glance) = (try identity(), try glance())
        return HomeScreen.Summary(
            person: identity.name,
            server: identity.server,
            lastSync: (glance.lastSync?.words ?? "never")
                + (try revoked() == nil ? "" : "; this device was revoked since"),
            devices: try deviceWords() ?? "",
            unsent: glance.counts[.saved] ?? 0,
            sent: glance.counts[.sent] ?? 0,
            held: glance.counts[.held] ?? 0,
            refused: glance.counts[.refused] ?? 0,
            conflicts: glance.conflicts,
            asked: try returnsAsked(of: identity.actor).count,
            news: try unreadNews().count,
            drafts: try drafts().map { try words(of: $0) }
        )
    }

    /// What the record is called that a draft is to become, and whom it is about.
    func name(of draft: Draft) throws -> String? {
        try (try? form(of: draft)).map { try title(of: draft.answers, under: $0).oneLine }
    }

    /// Answers of a person: what the device notes by itself is none.
    func answerCount(of draft: Draft) throws -> Int {
        let form = try? form(of: draft)
        return draft.answers.keys.count { form?.field($0)?.isAsked ?? true }
    }

    /// That of the newest version; the name of a form that is not here any more.
    func title(of form: FormID) throws -> String {
        try versions(of: form)?.newest.definition.title ?? form.text
    }

    func formsScreen() throws -> ListScreen {
        let begun = Set(try glance().begun)
        let closed = Dictionary(
            try closedForms().map { ($0.form, "closed \($0.at.localDate)") },
            uniquingKeysWith: { first, _ in first }
        )
        return ListScreen(
            title: "New record",
            destination: .forms,
            widths: [0, 24],
            entries: try forms().filter { form in
                guard !form.definition.isMadeByCommands else { return false }
                // What this person may not write is in: keeplocal form list
                return try begun.contains(form.id) || !scopes(of: form).isEmpty
            }.map { form in
                let isBegun = begun.contains(form.id)
                return ListScreen.Entry(
                    [form.definition.title, isBegun ? "begun already" : closed[form.id] ?? ""],
                    look: isBegun ? .bold : closed[form.id] == nil ? [] : .dim,
                    enter: .fill(form: form.id.text)
                )
            },
            ifEmpty: "There is no form here that you may write. Esc and then s fetches new ones.",
            narrows: true
        )
    }

    func conflictsScreen() throws -> ListScreen {
        ListScreen(
            title: "Conflicts",
            destination: .conflicts,
            widths: [0, 30],
            entries: try openConflicts().map { conflict in
                let disputed = try DisputedAnswer(conflict, self)
                return ListScreen.Entry(
                    [disputed.question.about(disputed.about), disputed.place],
                    detail: disputed.candidateWords,
                    enter: .open(.conflict(conflict.id.description))
                )
            },
            ifEmpty: "There are no conflicts: nobody sees anything differently."
        )
    }

    func conflictScreen(_ conflict: Conflict) throws -> ConflictScreen {
        let meaning = try meaningsByPlace(of: [conflict]).first
        let disputed = try DisputedAnswer(conflict, self, meaning: meaning)
        return ConflictScreen(
            conflict: conflict.id.description,
            question: disputed.question,
            place: disputed.placeAndName,
            advice: disputed.advice,
            sides: try disputed.sides(),
            answer: disputed.answerWay,
            decides: try mayResolve(conflict) ? nil : disputed.decider
        )
    }

    /// What the server did not take, and what others decided.
    func messagesScreen(new: Set<ChangeID>) throws -> ListScreen {
        ListScreen(
            title: "Messages",
            destination: .messages,
            widths: [10, 0, 16],
            entries: try messages(new: new).map { message in
                let id = message.record.description
                let actions = [
                    PageScreen.Action("a", "send again", .sendAgain(record: id)),
                    PageScreen.Action("l", "let go of it", .letGo(record: id)),
                ]
                return ListScreen.Entry(
                    [message.standing.shown, message.headline, message.at.words],
                    detail: message.detail,
                    look: message.standing.look,
                    enter: .open(.record(id)),
                    actions: message.standing == .refused ? actions : []
                )
            },
            ifEmpty: "No messages: the server refused and holds nothing of yours, and nobody"
                + " decided about your answers."
        )
    }
}
