// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

extension StoreSession {
    /// What others last did with the returns of this device.
    func returnsMoved() throws -> [Message] {
        let me = try identity().person
        return try returns().compactMap { found in
            guard let last = found.progress.last, last.by.person != me,
                ![.complete, .prepare].contains(last.move)
            else { return nil }
            return try message(found, last)
        }
    }

    private func message(
        _ found: ReturnOnDevice,
        _ last: ReturnProgress.Last
    ) throws -> Message {
        let who = try name(of: last.by.person)
        let progress = found.progress
        var lines = [
            "It was \(last.move.done) by \(who) on \(last.by.at.instant.words)."
        ]
        if last.move == .force,
            let force = progress.forces.last(where: {
                $0.said.contains { $0.change == last.by.change }
            })
        {
            lines = ["It was \(force.deed)."] + (try force.voices(self))
        }
        // A question stands below, with what it is about.
        if ![.query, .force].contains(last.move), let words = last.by.words {
            lines.append("\(last.move.says): \(words)")
        }
        let form = try versions(of: found.record.form)?.newest
        let label = { (field: FieldPath) in form?.field(field)?.label ?? field.text }
        for query in progress.queries where query.isOpen {
            let about = query.field.map { label($0) } ?? "the whole return"
            let due = query.due.map { ", by \($0)" } ?? ""
            lines.append("Open question about \(about)\(due): \(query.asked.words ?? "")")
        }
        if last.move == .giveBack, let comments = progress.comments.last {
            lines += comments.fields.sorted { $0.key < $1.key }.map { "\(label($0)): \($1)" }
        }
        if progress.state.turn == .organisation || progress.state == .queried {
            lines.append(
                "See it beside the figures: keeplocal return show \(found.record.id.short)"
            )
        }
        let isDecided: Set<ReturnState> = [.accepted, .approved, .published, .returned]
        return Message(
            standing: isDecided.contains(progress.state) ? .reviewed : .stored,
            record: found.record.id,
            title: "Return \(try summary(of: found.record)): \(progress.state.words)",
            detail: lines.joined(separator: "\n"),
            at: last.by.at.instant
        )
    }

    /// Returns that this person's organisation owes: two weeks before they are due, and after.
    func returnsDue() throws -> [Message] {
        let own = Set(try identity().actor.grants.compactMap(\.organisation))
        return try returnBoard(today: today).rows.compactMap { row in
            guard let organisation = row.organisation, own.contains(organisation),
                row.turn == .organisation, row.opened?.progress.submission == nil,
                today >= row.due.adding(days: -ReturnCalendar.reminderDays)
            else { return nil }
            let name = row.name ?? "all services"
            let open = row.opened.map { "keeplocal return prepare \($0.record.short)" }
            return Message(
                standing: .due,
                record: row.opened?.record ?? row.service ?? RecordID(high: 0, low: 0),
                title: "The return for \(row.period), \(name), is due \(row.dueWords)",
                detail: "It is \(row.standing.words). Next: "
                    + (open ?? "keeplocal return open \(row.period) --set service=\"\(name)\""),
                at: now
            )
        }
    }
}

extension ReturnMove.Name {
    /// What the words of a move are.
    fileprivate var says: String {
        switch self {
        case .answer: "The answer"
        case .accept, .approve, .endorse: "They say"
        default: "because"
        }
    }
}
