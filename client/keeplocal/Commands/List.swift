// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Screens

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the records on this device.",
        discussion: """
            --search finds records by the starts of words in their answers, in any order:
            "sm zo" finds Zoë Smith. What it finds, and what --state chooses, comes newest
            first.
            """
    )

    @Argument(help: "Only those of one form.") var form: String?
    @Flag(help: "Deleted ones as well.") var deleted = false
    @Flag(help: "Only those that lack an answer which their form came to need later.")
    var missing = false
    @Option(help: "Only those in which every one of these words begins a word.")
    var search: String?
    @Option(
        help: """
            Only saved, sent, stored, reviewed, unstored, held or refused ones, or those in \
            conflict.
            """
    )
    var state: RecordQuery.Standing?
    @Option(help: "At most so many.") var limit: Int?
    @Option(help: "Pass over so many first.") var skip = 0
    @OptionGroup var device: DeviceOptions

    func validate() throws {
        guard limit ?? 1 > 0, skip >= 0 else {
            throw ValidationError("--limit is 1 or more, and --skip is 0 or more.")
        }
    }

    func run() throws {
        let store = try device.store()
        let chosen = try chosen(in: store)
        try device.show(store) { session in
            let rows = try (chosen ?? session.states(form: formID(in: session))).map(session.view)
                .filter { deleted || !$0.isDeleted }
                .map { (record: $0, missing: try session.missing(in: $0)) }
                .filter { !missing || !$0.missing.isEmpty }
            let waiting =
                rows.count > 100
                ? try session.waitingStandings()
                : try session.waitingStandings(of: rows.map(\.record.id))
            let told = try rows.map { row in
                let isSubmitted = try session.isReadAsSubmitted(row.record.form, row.record.scope)
                return JSON(row.record, missing: row.missing, asSubmitted: isSubmitted)
            }
            return try device.page(.array(told)) {
                try lines(of: rows, waiting, session)
            }
        }
    }

    /// Those that were searched for; nil for all.
    private func chosen(in store: FieldStore) throws -> [RecordState]? {
        guard search != nil || state != nil || limit != nil || skip > 0 else { return nil }
        let query = RecordQuery(
            text: search ?? "",
            form: try store.read { try formID(in: $0) },
            standing: state,
            includesDeleted: deleted
        )
        let last = limit.map { $0 > .max - skip ? .max : $0 + skip } ?? .max
        let lines = try store.lines(query, limit: last).dropFirst(skip)
        return try store.read { session in try lines.compactMap { try session.state(of: $0.record) }
        }
    }

    private func formID(in session: StoreSession) throws -> FormID? {
        try form.map { try session.form(keeplocal.formID($0)).id }
    }

    private func lines(
        of rows: [(record: Record, missing: [MissingAnswer])],
        _ waiting: [RecordID: Standing],
        _ session: StoreSession
    ) throws -> [String] {
        var table = Table("record", "form", "what", "state")
        for (record, missing) in rows {
            table.add(
                record.id.short,
                record.form.text,
                try session.title(of: record),
                try state(of: record, missing, waiting, session)
            )
        }
        guard table.isEmpty else {
            let remark = try session.readingRemark(of: rows.map(\.record))
            return try [table.text] + remark + session.revokedLines()
        }
        let revoked = try session.revokedLines()
        guard revoked.isEmpty else { return revoked }
        return search != nil || state != nil
            ? ["No record here is like that."]
            : ["There are no records here yet. Make one with: keeplocal new FORM"]
    }

    private func state(
        of record: Record,
        _ missing: [MissingAnswer],
        _ waiting: [RecordID: Standing],
        _ session: StoreSession
    ) throws -> String {
        let standings = try session.standings(of: record, waiting[record.id] ?? .stored)
        var words = standings.map(\.shown) + (record.isDeleted ? ["deleted"] : [])
        if try session.isDraftOfOthers(record) { words.append("not submitted yet") }
        if let other = session.survivor(of: record) { words.append("joined with \(other.short)") }
        if let since = missing.map(\.since).min() {
            words.append("\(count(missing.count, "answer")) missing since version \(since)")
        }
        return words.joined(separator: ", ")
    }
}

extension RecordQuery.Standing: ExpressibleByArgument {}
