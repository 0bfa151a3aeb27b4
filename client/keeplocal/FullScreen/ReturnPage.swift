// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

extension StoreSession {
    /// How far a return has come, whose turn it is, what was said about it, and where it is read
    /// and decided; none for any other record.
    func returnStanding(of record: Record) throws -> [PageScreen.Line] {
        guard record.form == Self.returnForm, !record.isDeleted else { return [] }
        let progress = try returnOnDevice(record.id).progress
        let state = progress.state
        let turn = state.turn == .nobody ? "" : "; it is the turn of \(state.turn.words)"
        let talk = try isDraftOfOthers(record) ? [] : talk(about: record, progress)
        return [PageScreen.Line("Return", state.words + turn, look: .bold)] + talk + [
            PageScreen.Line("", "Moves and figures: keeplocal return show \(record.id.short)")
        ]
    }

    /// Questions with their answers, why it was given back, and the replies to it.
    private func talk(
        about record: Record,
        _ progress: ReturnProgress
    ) throws -> [PageScreen.Line] {
        let form = try versions(of: record.form)?.newest
        let label = { (field: FieldPath) in form?.field(field)?.label ?? field.text }
        var lines = try progress.queries.flatMap { query in
            try self.lines(of: query, about: query.field.map(label) ?? "the whole return")
        }
        if let last = progress.comments.last, !last.isOvertaken {
            lines += try line("Given back", last.given, look: .orange)
            lines += last.fields.sorted { $0.key < $1.key }.map {
                PageScreen.Line("  \(label($0))", $1, look: .orange)
            }
        }
        let replies = [
            ("Accepted", progress.acceptance), ("Approved", progress.approval),
            ("Published", progress.publication),
        ]
        for (deed, by) in replies { lines += try line(deed, by) }
        return lines
    }

    private func lines(of query: ReturnQuery, about: String) throws -> [PageScreen.Line] {
        let due = query.isOpen ? query.due.map { " (answer by \($0))" } ?? "" : ""
        let asked = try line("Question", query.asked, look: query.isOpen ? .orange : []).map {
            PageScreen.Line($0.label, "\($0.text)\(due)", look: $0.look)
        }
        let overtaken =
            query.answer == nil && query.isOvertaken
            ? [PageScreen.Line("  Answer", "overtaken by what came after", look: .dim)] : []
        return asked + [PageScreen.Line("  about", about, look: .dim)]
            + (try line("  Answer", query.answer)) + overtaken
    }

    /// None where nobody did it, or said nothing with it.
    private func line(
        _ deed: String,
        _ by: ReturnSignature?,
        look: Look = []
    ) throws -> [PageScreen.Line] {
        guard let by, let words = by.words else { return [] }
        return [PageScreen.Line(deed, "\(try name(of: by.person)): \(words)", look: look)]
    }
}
