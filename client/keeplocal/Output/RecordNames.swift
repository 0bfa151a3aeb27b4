// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// Records that answers name, by what they are called.
extension StoreSession {
    /// The value as a person reads it, a record by what it is called.
    func words(_ value: FieldValue, _ field: FormField?) -> String {
        field?.words(value) { try? label(of: $1, in: $0) } ?? value.words
    }

    /// The same for what may have no answer.
    func words(_ value: FieldValue?, _ field: FormField?) -> String {
        value.map { words($0, field) } ?? "no answer"
    }

    /// The record as people read it; nil where no form of it is here.
    func reading(of record: Record) throws -> RecordReading? {
        try versions(of: record.form).map { versions in
            let surroundings = try surroundings(calculating: versions.newest)
            return RecordReading(record.fields, under: versions.newest, in: surroundings)
        }
    }

    /// The answer that names a record in a list.
    func summary(of record: Record) throws -> String {
        try versions(of: record.form).map { summary(of: record.fields, under: $0.newest) } ?? ""
    }

    private func summary(of fields: [FieldPath: FieldValue], under form: CompiledForm) -> String {
        if let name = form.definition.summary, let path = FieldPath(name) {
            return fields[path].map { words($0, form.field(path)) } ?? ""
        }
        return inert(form.title(of: fields, in: Surroundings(today: today, now: now)) ?? "")
    }

    /// The same, and what the record is about.
    func title(of record: Record) throws -> String {
        try versions(of: record.form).map { try title(of: record.fields, under: $0.newest) } ?? ""
    }

    func title(of fields: [FieldPath: FieldValue], under form: CompiledForm) throws -> String {
        let summary = summary(of: fields, under: form)
        let label: String? =
            switch form.subject(of: fields) {
            case .record(let id, let form)?: try label(of: id.description, in: form)
            case .words(let words)?: words
            case nil: nil
            }
        guard let label = label.map(inert), !summary.contains(label) else { return summary }
        return summary.about(label)
    }

    /// The title that a line of a list was made with, and what the record is about; where the title
    /// names another record, what that is called now.
    func title(of line: RecordLine) throws -> String {
        guard let other = RecordID(line.title) else { return line.title.about(line.subjectTitle) }
        let form = try versions(of: line.form)?.newest.titleField?.item.namesRecordOf
        guard let form, let label = try label(of: line.title, in: form) else { return line.title }
        return label.naming(other)
    }
}

extension Record {
    /// Its answers without a form to say their order.
    var looseRows: [OutlineRow] {
        fields.sorted { $0.key < $1.key }.map { OutlineRow.answer($0.key, $0.value) }
    }
}
