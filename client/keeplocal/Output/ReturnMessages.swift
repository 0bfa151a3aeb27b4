// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

extension StoreSession {
    /// What others did with the returns of this device, and all that they said since each was
    /// submitted.
    func returnsMoved(new: Set<ChangeID>) throws -> [Message] {
        let me = try identity().person
        return try returns().compactMap { found in
            let steps = found.progress.told.filter { $0.by.person != me }
            return try steps.last.map { last in
                var message = try message(found, steps, at: last.by.at.instant)
                message.isNew = steps.contains { new.contains($0.by.change) }
                return message
            }
        }
    }

    private func message(
        _ found: ReturnOnDevice,
        _ steps: [ReturnProgress.Last],
        at instant: Instant
    ) throws -> Message {
        let progress = found.progress
        var lines = try steps.flatMap { try words(of: $0, progress) }
        let form = try versions(of: found.record.form)?.newest
        let label = { (field: FieldPath) in form?.field(field)?.label ?? field.text }
        for query in progress.queries where query.isOpen {
            let about = query.field.map { label($0) } ?? "the whole return"
            let due = query.due.map { ", by \($0)" } ?? ""
            lines.append("Open question about \(about)\(due): \(query.asked.words ?? "")")
        }
        if let comments = progress.comments.last, !comments.isOvertaken {
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
            at: instant
        )
    }

    private func words(
        of step: ReturnProgress.Last,
        _ progress: ReturnProgress
    ) throws -> [String] {
        let force = progress.forces.last { $0.said.contains { $0.change == step.by.change } }
        if let force { return ["It was \(force.deed)."] + (try force.voices(self)) }
        // What an open question is about stands below, with its words.
        let isOpen = progress.queries.contains { $0.isOpen && $0.id == step.by.change }
        let words = isOpen ? "." : step.by.words.map { ": \($0)" } ?? "."
        return [
            "It was \(step.move.done) by \(try name(of: step.by.person))"
                + " on \(step.by.at.instant.words)\(words)"
        ]
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
