// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension Filling {
    /// The label of a question, group or repeat, with the answers that it speaks of in it; the name
    /// where it has none.
    package func label(at path: FieldPath, language: String? = nil) -> String {
        let text = text(at: path, language, \.label, \.label)
        return text ?? path.segments.last?.name ?? ""
    }

    package func hint(at path: FieldPath, language: String? = nil) -> String? {
        text(at: path, language, \.hint, \.hint)
    }

    package func guidance(at path: FieldPath, language: String? = nil) -> String? {
        text(at: path, language, \.guidance, \.guidance)
    }

    package func requiredMessage(at path: FieldPath, language: String? = nil) -> String? {
        text(at: path, language, \.requiredMessage, \.requiredMessage)
    }

    package func constraintMessage(at path: FieldPath, language: String? = nil) -> String? {
        text(at: path, language, \.constraintMessage, \.constraintMessage)
    }

    /// The text in the language, or else in the form's first.
    private func text(
        at path: FieldPath,
        _ language: String?,
        _ own: KeyPath<FormItem, String?>,
        _ translated: KeyPath<FormItem.Texts, String?>
    ) -> String? {
        guard let item = form.item(template: path.template) else { return nil }
        let translation = language.flatMap { item.translations?[$0]?[keyPath: translated] }
        guard let text = translation ?? item[keyPath: own] else { return nil }
        let (place, row) = rows.locate(path) ?? (FormPlaces.root, FillingRows.record)
        return FormText.filled(text) { name in words(name, from: place, row, language) }
    }

    private func words(_ name: String, from place: Int, _ row: Int, _ language: String?) -> String {
        let world = world(language)
        let value = world.value(named: name, from: .place(node: place, row: row))
        guard let field = rows.places.names[name].flatMap({ rows.places[$0].field }) else {
            return value.string
        }
        switch field.item.type {
        case .choice, .choices, .rank:
            let choices = FillingChoices(world, field: field).all
            return value.words.map { name in
                choices.first { $0.name == name }?.label(in: language) ?? String(name)
            }.joined(separator: ", ")
        case .money: return value.isEmpty ? "" : Self.pounds(value.number)
        default: return value.string
        }
    }

    private static func pounds(_ pence: Double) -> String {
        let whole = Int64(clamping: abs(pence))
        let rest = whole % 100
        return (pence < 0 ? "-£" : "£") + "\(whole / 100)." + (rest < 10 ? "0\(rest)" : "\(rest)")
    }
}
