// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Screens

struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show one record.")

    @Argument(help: "The record: its identifier, or four or more letters of its start or end.")
    var record: String
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let id = try session.recordID(matching: record)
            guard let record = try session.record(id) else {
                throw try session.unknown(id)
            }
            let missing = try session.missing(in: record)
            let isSubmitted = try session.isReadAsSubmitted(record.form, record.scope)
            return try device.page(JSON(record, missing: missing, asSubmitted: isSubmitted)) {
                try lines(of: record, missing, session)
            }
        }
    }

    private func lines(
        of record: Record,
        _ missing: [MissingAnswer],
        _ session: StoreSession
    ) throws -> [String] {
        let versions = try session.versions(of: record.form)
        let form = versions?.newest
        let place = try session.organisationName(of: record)
        let title = inert(form?.definition.title ?? record.form.text)
        var lines = [
            Style.bold(title) + "  \(record.id)",
            inert(place ?? record.scope.council.text)
                + ", version \(record.formVersion) of the form",
        ]
        lines += try standing(of: record, session) + session.readingWords(of: record)
        lines.append("")
        let reading = try session.reading(of: record)
        for row in reading?.rows ?? record.looseRows {
            lines.append(line(row, record, reading, versions, session))
        }
        for (path, former) in record.former.sorted(by: { $0.key < $1.key }) {
            let why =
                former.isAsked
                ? "(on the scale of version \(former.formVersion))" : "(no longer asked)"
            let field = versions?.field(path)
            lines.append(line(field?.label, path, former.value, field, session) + "  \(why)")
        }
        for answer in missing {
            lines += inert(answer.label).labelling(
                "missing since version \(answer.since) of the form (\(answer.path))",
                columns: 34
            )
        }
        for conflict in record.conflicts {
            lines += [""] + (try conflict.lines(in: session))
        }
        return lines
    }

    private func standing(of record: Record, _ session: StoreSession) throws -> [String] {
        var lines = record.isDeleted ? ["It was deleted."] : []
        if let other = session.survivor(of: record) {
            lines.append("It is joined with \(try session.person(other)), who counts for both.")
        }
        let work = try session.journal(of: record.id).standing
        let isRevoked = try session.revoked() != nil
        return lines
            + (try session.standings(of: record, work).map {
                "\($0.shown): \($0.meaning(onRevoked: isRevoked))"
            })
    }
}

/// An answer, or the heading of an instance; what lies in a repeat is indented.
private func line(
    _ row: OutlineRow,
    _ record: Record,
    _ reading: RecordReading?,
    _ versions: FormVersions?,
    _ session: StoreSession
) -> String {
    let indent = String(repeating: "  ", count: row.depth)
    switch row {
    case .instance(let path, let number, let count):
        let label = reading?.label(at: path) ?? path.text
        return "\(indent)  " + Style.bold("\(inert(label)) \(number) of \(count)")
    case .answer(let path, let value):
        let isAsked = reading?.isAsked(path) ?? true
        let mark =
            record.disputedFields.contains(path)
            ? "  (disputed: see below)" : isAsked ? "" : "  (not asked now)"
        let field = versions?.field(path)
        let label = reading?.label(at: path) ?? field?.label
        return line(label, path, value, field, session, indent) + mark
    }
}

private func line(
    _ label: String?,
    _ path: FieldPath,
    _ value: FieldValue,
    _ field: FormField?,
    _ session: StoreSession,
    _ indent: String = ""
) -> String {
    let room = 34 - indent.count
    let words = session.words(value, field).wrapped(42)
    let margin = "\n" + String(repeating: " ", count: 38)
    return inert(label ?? path.text)
        .labelling(words.joined(separator: margin), columns: room)
        .map { indent + $0 }.joined(separator: "\n")
}
