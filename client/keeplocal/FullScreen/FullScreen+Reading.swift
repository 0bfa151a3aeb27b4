// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

/// Screens made of what the store says.
extension FullScreen {
    func screen(_ destination: Destination) throws -> any Screen {
        switch destination {
        case .records: try recordsScreen()
        case .sync: SyncScreen(progress)
        case .forms: try store.read { try $0.formsScreen() }
        case .conflicts: try store.read { try $0.conflictsScreen() }
        case .messages: try store.read { try $0.messagesScreen() }
        case .record(let id): try store.read { try $0.recordScreen($0.recordID(matching: id)) }
        case .history(let id): try store.read { try $0.historyScreen($0.recordID(matching: id)) }
        case .conflict(let id):
            try store.read { try $0.conflictScreen($0.conflict(matching: id)) }
        }
    }
}

extension StoreSession {
    func homeSummary() throws -> HomeScreen.Summary {
        let (identity, glance) = (try identity(), try glance())
        return HomeScreen.Summary(
            person: identity.name,
            server: identity.server,
            lastSync: glance.lastSync?.words ?? "never",
            unsent: glance.counts[.saved] ?? 0,
            sent: glance.counts[.sent] ?? 0,
            held: glance.counts[.held] ?? 0,
            refused: glance.counts[.refused] ?? 0,
            conflicts: glance.conflicts,
            drafts: try glance.begun.map { try form($0).definition.title }
        )
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
            entries: try forms().map { form in
                let isBegun = begun.contains(form.id)
                return ListScreen.Entry(
                    [form.definition.title, isBegun ? "begun, goes on" : closed[form.id] ?? ""],
                    look: isBegun ? .bold : closed[form.id] == nil ? [] : .dim,
                    enter: .fill(form: form.id.text)
                )
            },
            ifEmpty: "This device has no forms yet. Esc and then s fetches them."
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
                    [disputed.question, disputed.place],
                    detail: disputed.candidateWords,
                    enter: .open(.conflict(conflict.id.description))
                )
            },
            ifEmpty: "There are no conflicts: nobody sees anything differently."
        )
    }

    func conflictScreen(_ conflict: Conflict) throws -> ConflictScreen {
        let disputed = try DisputedAnswer(conflict, self)
        return ConflictScreen(
            conflict: conflict.id.description,
            question: disputed.question,
            place: disputed.place,
            sides: try disputed.sides(),
            takesAnswer: conflict.field != .exists
        )
    }

    /// Changes that the server did not take, and why.
    func messagesScreen() throws -> ListScreen {
        ListScreen(
            title: "Messages",
            destination: .messages,
            widths: [10, 0, 16],
            entries: try journal(in: [.refused, .held]).reversed().map { entry in
                let change = entry.change
                let id = change.record.description
                let actions = [
                    PageScreen.Action("a", "send again", .sendAgain(record: id)),
                    PageScreen.Action("l", "let go of it", .letGo(record: id)),
                ]
                return ListScreen.Entry(
                    [
                        "! \(entry.state.rawValue)",
                        "\(change.kind.rawValue) of \(change.form) \(change.record.short)",
                        change.at.instant.words,
                    ],
                    detail: entry.problem?.message ?? "",
                    look: .orange,
                    enter: .open(.record(id)),
                    actions: entry.state == .refused ? actions : []
                )
            },
            ifEmpty: "No messages: the server has refused nothing and holds nothing of yours."
        )
    }
}
