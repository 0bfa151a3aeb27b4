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
        return FormText.filled(PlainText.words(of: text)) { name in
            world(language).words(name, from: place, row)
        }
    }
}
