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
                throw Problem(
                    .recordUnknown,
                    "There is no record \(id) on this device. See: keeplocal list"
                )
            }
            let missing = try session.missing(in: record)
            return try device.page(JSON(record, missing: missing)) {
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
        let place = try record.scope.organisation.map { try session.name(of: $0) }
        let title = inert(form?.definition.title ?? record.form.text)
        var lines = [
            Style.bold(title) + "  \(record.id)",
            "\(inert(place ?? record.scope.council.text)), version \(record.version)",
        ]
        if record.isDeleted { lines.append("It was deleted.") }
        let work = try session.journal(of: record.id).standing
        lines += try session.standings(of: record, work).map { "\($0.shown): \($0.meaning)" }
        lines.append("")
        let calculated =
            try form.map {
                $0.calculated(record: record.fields, in: try session.surroundings(checking: $0))
            } ?? [:]
        let fields = record.fields.merging(calculated) { $1 }
        for (path, value) in form?.ordered(fields) ?? fields.sorted(by: { $0.key < $1.key }) {
            let mark = record.disputedFields.contains(path) ? "  (disputed: see below)" : ""
            lines.append(line(path, value, versions?.field(path), session) + mark)
        }
        for (path, former) in record.former.sorted(by: { $0.key < $1.key }) {
            let why =
                former.isAsked
                ? "(on the scale of version \(former.formVersion))" : "(no longer asked)"
            lines.append(line(path, former.value, versions?.field(path), session) + "  \(why)")
        }
        for answer in missing {
            lines.append(
                "  \(inert(answer.label).shortened(to: 34).padded(34))"
                    + "  missing since version \(answer.since) of the form (\(answer.path))"
            )
        }
        for conflict in record.conflicts {
            lines += [""] + (try conflict.lines(in: session))
        }
        return lines
    }
}

private func line(
    _ path: FieldPath,
    _ value: FieldValue,
    _ field: FormField?,
    _ session: StoreSession
) -> String {
    let label = inert(field?.label ?? path.text).shortened(to: 34)
    let words = session.words(value, field).wrapped(42)
    let indent = "\n" + String(repeating: " ", count: 38)
    return "  \(label.padded(34))  " + words.joined(separator: indent)
}

extension StoreSession {
    /// The value as a person reads it, a record by what it is called.
    func words(_ value: FieldValue, _ field: FormField?) -> String {
        field?.words(value) { try? label(of: $1, in: $0) } ?? value.words
    }
}

extension CompiledForm {
    /// The answers in the order of the questions, a repeat's one instance after the other.
    func ordered(_ fields: [FieldPath: FieldValue]) -> [(FieldPath, FieldValue)] {
        let position = Dictionary(
            self.fields.enumerated().map { ($1.template, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let first = { (path: FieldPath) -> Int in
            // A repeat stands where its first question does.
            guard let name = path.segments.first(where: { $0.instance != nil })?.name else {
                return position[path.template] ?? .max
            }
            return self.fields.firstIndex { $0.ancestors.contains { $0.name == name } } ?? .max
        }
        let key = { (path: FieldPath) in
            (
                first(path), path.segments.compactMap { $0.instance?.description }.joined(),
                position[path.template] ?? .max
            )
        }
        return fields.map { ($0.key, $0.value) }.sorted { key($0.0) < key($1.0) }
    }
}
