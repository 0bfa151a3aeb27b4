// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension CompiledForm {
    /// The field that says what a record is called: the summary, or else the first text.
    package var titleField: FormField? {
        definition.summary.flatMap { field(template: $0) }
            ?? fields.first { $0.item.type == .text && !$0.isRepeated }
    }

    /// What a record is called in a list of others: its summary, what the form makes its name of,
    /// or its first text; nil where it has none of them.
    package func title(
        of fields: [FieldPath: FieldValue],
        in surroundings: @autoclosure () -> Surroundings
    ) -> String? {
        if definition.summary == nil, let naming {
            let filling = Filling(self, fields, [:], surroundings(), .reading)
            let name = filling.value(of: naming).string.trimmed
            if !name.isEmpty { return name }
        }
        guard let field = titleField, let path = FieldPath(field.template),
            let value = fields[path]
        else { return nil }
        if case .choice(let name) = value { return field.label(ofChoice: name) }
        let text = ExpressionValue(value).string.trimmed
        return text.isEmpty ? nil : text
    }

    /// What one is about, which people search it by: the answer that its title names a record by,
    /// or else the first that does.
    package func subject(of fields: [FieldPath: FieldValue]) -> RecordSubject? {
        let title = titleField?.template
        let naming = self.fields.filter { !$0.isRepeated && $0.item.namesRecordOf != nil }
        let ordered = naming.filter { $0.template == title } + naming
        for field in ordered {
            guard let form = field.item.namesRecordOf, let path = FieldPath(field.template) else {
                continue
            }
            switch fields[path] {
            case .text(let name)?, .choice(let name)?:
                if let record = RecordID(name) { return .record(record, form) }
                // In a title it stands already.
                return field.template == title ? nil : .words(name)
            default: continue
            }
        }
        return nil
    }
}

/// What a record is about.
package enum RecordSubject: Hashable, Sendable {
    case record(RecordID, FormID)
    /// Somebody of whom no record is named.
    case words(String)

    package var record: RecordID? { if case .record(let id, _) = self { id } else { nil } }
}

extension String {
    /// "Ann Smith (2b7e41f0)", or "Ann Smith (born 1950-02-01, 2b7e41f0)" with a mark that tells
    /// them apart for people: two may have one name.
    package func naming(_ record: RecordID, _ mark: String? = nil) -> String {
        let short = String(record.description.suffix(8))
        let marks = [mark, short].compactMap(\.self).joined(separator: ", ")
        return contains(short) ? self : "\(self) (\(marks))"
    }

    /// "2026-05-08 · Zoë Lee": what a record is called, and what it is about, where that is known.
    package func about(_ subject: String?) -> String {
        [self, subject ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
