// SPDX-License-Identifier: Apache-2.0

import FieldForms

/// Whether an export speaks as programs do, or as people in one of the form's languages.
enum ExportWords: Hashable {
    case codes
    /// Nil for the form's first language.
    case labels(language: String?)

    var areLabels: Bool { self != .codes }

    /// The name of a choice, or its label; the name where it has none.
    func name(of choice: String, _ field: FormField?) -> String {
        guard case .labels(let language) = self,
            let listed = field?.listed.first(where: { $0.name == choice })
        else { return choice }
        return language.flatMap { listed.translations?[$0] } ?? listed.label
    }

    /// What a question is called, for those who read it.
    func label(of field: FormField) -> String? {
        guard case .labels(let language) = self else { return nil }
        let words = language.flatMap { field.item.translations?[$0]?.label }
        return words.map(FormText.unfilled) ?? field.label
    }

    /// The label of a group; nil where it has none.
    func label(ofGroup item: FormItem) -> String? {
        guard case .labels(let language) = self, let label = item.label else { return nil }
        return FormText.unfilled(language.flatMap { item.translations?[$0]?.label } ?? label)
    }
}
