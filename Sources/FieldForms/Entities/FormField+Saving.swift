// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension FormField {
    /// The path of the repeat that it stands in directly; nil outside of all.
    var innermostRepeat: String? {
        guard let last = ancestors.lastIndex(where: \.repeats) else { return nil }
        return ancestors[...last].map(\.name).joined(separator: "/")
    }

    /// The field of an entity that its answer is saved to; nil where it is saved to none, or to
    /// another.
    ///
    /// `participant#phone` says which of several entities is meant.
    func name(savedTo entity: FormEntity) -> String? {
        guard let text = item.saveTo, innermostRepeat == entity.within else { return nil }
        let parts = text.split(separator: "#", maxSplits: 1).map { String($0).trimmed }
        guard parts.count == 2 else { return text }
        return parts[0] == entity.form.text ? parts[1] : nil
    }
}

extension CompiledForm {
    /// A field by its path, or by its name alone where that is clear, that an entity can be given.
    package func fieldOfEntity(named name: String) -> FormField? {
        let found = field(template: name) ?? alone(name)
        return found.flatMap { $0.isRepeated || !$0.takesAnswers ? nil : $0 }
    }

    private func alone(_ name: String) -> FormField? {
        let found = fields.filter { $0.item.name == name }
        return found.count == 1 ? found[0] : nil
    }
}
