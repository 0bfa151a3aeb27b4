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

    /// The record that one is about, which people search it by: the one that its title names, or
    /// else the first that an answer does.
    package func subject(
        of fields: [FieldPath: FieldValue]
    ) -> (record: RecordID, form: FormID)? {
        let title = titleField?.template
        let naming = self.fields.filter { !$0.isRepeated && $0.item.namesRecordOf != nil }
        let ordered = naming.filter { $0.template == title } + naming
        for field in ordered {
            guard let form = field.item.namesRecordOf, let path = FieldPath(field.template) else {
                continue
            }
            switch fields[path] {
            case .text(let name)?, .choice(let name)?:
                if let record = RecordID(name) { return (record, form) }
            default: continue
            }
        }
        return nil
    }
}
