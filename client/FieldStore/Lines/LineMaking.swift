// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import GRDB

extension FieldStore {
    /// Makes the lines that are due, some at a time, so that others can write in between.
    ///
    /// Triggers of the database say which are due, in the transaction that changes a record: a
    /// sync that brings thousands pays for no line before somebody wants to see one.
    package func makeDueLines() throws {
        var patience = 3
        while try read({ try $0.lacksLines() }) {
            do {
                try write { try $0.makeLines(limit: 2_000) }
            } catch is LinesLost {
                guard patience > 0 else { throw home.busy }
                patience -= 1
            }
        }
    }

    /// Makes some of them, unless a sync is writing at this moment: for who must not wait.
    package func makeDueLines(atMost limit: Int) throws -> DueLines {
        guard try read({ try $0.lacksLines() }) else { return .none }
        do {
            guard try writeIfFree({ try $0.makeLines(limit: limit) }) != nil else { return .busy }
        } catch is LinesLost {
            return .more
        }
        return try read { try $0.lacksLines() } ? .more : .none
    }
}

/// What is left to be made.
package enum DueLines: Hashable, Sendable {
    case none, more
    /// Another process is writing: asking again at once would only be in its way.
    case busy
}

extension StoreSession {
    fileprivate func lacksLines() throws -> Bool {
        guard try lineStanding() == .inStep else { return true }
        return try Int.fetchOne(self, sql: "SELECT 1 FROM line_due LIMIT 1") != nil
    }

    /// - Throws: `LinesLost` where another program makes them anew at this moment.
    fileprivate func makeLines(limit: Int) throws {
        guard try lineStanding() != .lost else { return try makeAllLinesDue() }
        let due = try Data.fetchAll(
            self,
            sql: "SELECT record FROM line_due LIMIT ?",
            arguments: [limit]
        )
        let made = try due.compactMap { record in
            let id = try RecordID(column: record)
            let own = try journal(of: id)
            return try state(of: id).map { try line(of: $0, own) }
        }
        try step(about: due) { lines in
            try lines.remove(due)
            try lines.add(made)
        }
        for record in due {
            try run(sql: "DELETE FROM line_due WHERE record = ?", arguments: [record])
        }
    }

    private func makeAllLinesDue() throws {
        try run(
            sql: """
                INSERT OR IGNORE INTO line_due
                SELECT id FROM record UNION SELECT record FROM journal
                """
        )
        try stepFromNothing()
    }

    private func line(of state: RecordState, _ own: [JournalEntry]) throws -> StatementArguments {
        let (record, form) = (try view(state), try versions(of: state.form)?.newest)
        let (last, subject) = (state.lastStamp, form?.subject(of: record.fields))
        return [
            state.record.data, state.form.text,
            form?.title(of: record, subject, in: Surroundings(today: today, now: now)) ?? "",
            record.searchWords(form), own.standing.rawValue, record.conflicts.count,
            record.isDeleted, last?.at.instant.milliseconds ?? 0, last?.author.data,
            subject?.record?.data, record.isDeleted ? 0 : try missing(in: record).count,
            state.isReviewed,
        ]
    }
}

extension [JournalEntry] {
    /// The state that most needs a person's eye.
    fileprivate var standing: JournalEntry.State {
        let states = Set(map(\.state))
        return [.refused, .held, .saved, .sent].first { states.contains($0) } ?? .stored
    }
}

extension RecordState {
    fileprivate var lastStamp: Stamp? {
        (registers.values.flatMap { $0.writes.map(\.stamp) } + steps.map(\.stamp))
            .max { $0.at < $1.at }
    }
}

extension CompiledForm {
    /// The answer that the form says names a record, or else its first text; and whom it is about,
    /// where they have no line of their own.
    fileprivate func title(
        of record: Record,
        _ subject: RecordSubject?,
        in surroundings: Surroundings
    ) -> String {
        let title = title(of: record, in: surroundings)
        guard case .words(let words)? = subject else { return title }
        return title.about(words)
    }

    private func title(of record: Record, in surroundings: Surroundings) -> String {
        if definition.summary == nil, let made = title(of: record.fields, in: surroundings) {
            return made
        }
        guard let field = titleField, let value = value(of: field, in: record) else { return "" }
        return value.searchTexts(field).first ?? ""
    }

    private func value(of field: FormField, in record: Record) -> FieldValue? {
        FieldPath(field.template).flatMap { record.fields[$0] }
    }
}

extension Record {
    fileprivate func searchWords(_ form: CompiledForm?) -> String {
        let texts = fields.sorted { $0.key < $1.key }
            .flatMap { $0.value.searchTexts(form?.field($0.key)) }
        return SearchWords.text(naming: id) + SearchWords(texts).text
    }
}

extension FieldValue {
    /// What a person might type to find it: labels before names; nothing for places and files.
    fileprivate func searchTexts(_ field: FormField?) -> [String] {
        let label = { (name: String) in
            field?.listed.first { $0.name == name }?.label ?? name
        }
        return switch self {
        case .text(let text): [text]
        case .choice(let name): [label(name), name]
        case .choices(let names): names.map(label) + names
        case .integer(let number): [String(number)]
        case .decimal(let number): ["\(number)"]
        case .date(let date): [date.description]
        case .scaled(let value, _): value.searchTexts(field)
        case .boolean, .time, .instant, .geopoint, .money, .blob: []
        }
    }
}
