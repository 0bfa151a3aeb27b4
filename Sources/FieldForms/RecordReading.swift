// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record as it is read, under a version of its form: with what the form calculates of it, in the
/// order of the questions, and with labels that speak of its answers.
package struct RecordReading: Sendable {
    package let rows: [OutlineRow]
    private let filling: Filling

    package init(
        _ fields: [FieldPath: FieldValue],
        under form: CompiledForm,
        in surroundings: Surroundings
    ) {
        filling = Filling(form, fields, [:], surroundings, .reading)
        rows = form.outline(of: fields.merging(filling.calculated) { $1 })
    }

    /// Nil where this version of the form asks no such thing.
    package func label(at path: FieldPath) -> String? {
        filling.form.item(template: path.template) == nil ? nil : filling.label(at: path)
    }
}
