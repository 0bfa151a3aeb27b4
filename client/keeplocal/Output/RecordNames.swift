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

    /// The answer that names a record in a list.
    func summary(of record: Record) throws -> String {
        guard let form = try versions(of: record.form)?.newest else { return "" }
        if let name = form.definition.summary, let path = FieldPath(name) {
            return record.fields[path].map { words($0, form.field(path)) } ?? ""
        }
        let title = form.title(of: record.fields, in: Surroundings(today: today, now: now))
        return inert(title ?? "")
    }

    /// The same, and what the record is about.
    func title(of record: Record) throws -> String {
        let summary = try summary(of: record)
        let label: String? =
            switch try versions(of: record.form)?.newest.subject(of: record.fields) {
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

extension String {
    /// "Ann Smith (2b7e41f0)": two people may have one name.
    func naming(_ record: RecordID) -> String {
        contains(record.short) ? self : "\(self) (\(record.short))"
    }
}
