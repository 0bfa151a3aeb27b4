// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// What counts on a form, for whoever is about to put another version in its place.
struct InstalledForm {
    private let form: CompiledForm
    private let former: CompiledForm?

    /// Nil where nothing but the form's own people reads it.
    init?(_ form: CompiledForm, after former: CompiledForm?) {
        guard Pack.installedForms.contains(form.id) else { return nil }
        (self.form, self.former) = (form, former)
    }

    var lines: [String] {
        let start =
            "\(form.id) is a form of the installation: reports and returns are made of its records."
        guard !lost.isEmpty else { return [start] }
        return [
            start, "This version does not have, and they read: \(lost.joined(separator: "; ")).",
        ]
    }

    /// The questions that it lacks, by who reads them.
    private var lost: [String] {
        let gone = (former?.fields ?? []).filter { field in
            field.isAsked && form.field(template: field.template) == nil
                && !form.fields.contains { $0.item.mapsFrom == field.template }
        }
        let readers = Dictionary(grouping: gone) { $0.item.usedBy ?? "" }
        return readers.sorted { $0.key < $1.key }.map { reader, fields in
            let names = fields.map(\.template).joined(separator: ", ")
            return reader.isEmpty ? names : "\(names) (\(reader))"
        }
    }
}
