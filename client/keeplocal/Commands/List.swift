// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the records on this device."
    )

    @Argument(help: "Only those of one form.") var form: String?
    @Flag(help: "Deleted ones as well.") var deleted = false
    @Flag(help: "Only those that lack an answer which their form came to need later.")
    var missing = false
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let form = try form.map { try session.form(formID($0)).id }
            let rows = try session.states(form: form).map(session.view)
                .filter { deleted || !$0.isDeleted }
                .map { (record: $0, missing: try session.missing(in: $0)) }
                .filter { !missing || !$0.missing.isEmpty }
            let waiting = Set(try session.journal(in: [.saved, .sent]).map(\.change.record))
            return try device.page(.array(rows.map { JSON($0.record, missing: $0.missing) })) {
                try lines(of: rows, waiting, session)
            }
        }
    }

    private func lines(
        of rows: [(record: Record, missing: [MissingAnswer])],
        _ waiting: Set<RecordID>,
        _ session: StoreSession
    ) throws -> [String] {
        var table = Table("record", "form", "what", "state")
        for (record, missing) in rows {
            table.add(
                record.id.short,
                record.form.text,
                try session.summary(of: record),
                state(of: record, missing, waiting)
            )
        }
        return table.isEmpty
            ? ["There are no records here yet. Make one with: keeplocal new FORM"] : [table.text]
    }

    private func state(
        of record: Record,
        _ missing: [MissingAnswer],
        _ waiting: Set<RecordID>
    ) -> String {
        var words: [String] = []
        if record.isDeleted { words.append("deleted") }
        if waiting.contains(record.id) { words.append("not sent") }
        if !record.conflicts.isEmpty { words.append(count(record.conflicts.count, "conflict")) }
        if let since = missing.map(\.since).min() {
            words.append("\(count(missing.count, "answer")) missing since version \(since)")
        }
        return words.joined(separator: ", ")
    }
}

extension StoreSession {
    /// The answer that names a record in a list.
    func summary(of record: Record) throws -> String {
        guard let form = try versions(of: record.form)?.newest,
            let name = form.definition.summary, let path = FieldPath(name),
            let value = record.fields[path]
        else { return "" }
        return form.field(path)?.words(value) ?? value.words
    }
}
