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
}
