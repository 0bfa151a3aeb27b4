// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record as it is read, under a version of its form: with what the form calculates and counts of
/// it, in the order of the questions, and with labels that speak of its answers.
package struct RecordReading: Sendable {
    package let rows: [OutlineRow]
    private let capture: Capture

    package init(
        _ fields: [FieldPath: FieldValue],
        under form: CompiledForm,
        in surroundings: Surroundings
    ) {
        let filling = Filling(form, fields, [:], surroundings, .reading)
        capture = Capture(filling)
        rows = form.outline(
            of: fields.merging(filling.calculated) { $1 },
            in: filling.countedInstances
        )
    }

    /// False for an answer whose question is not asked as the others are: nothing counts it.
    package func isAsked(_ path: FieldPath) -> Bool {
        capture.form.field(path)?.fits(path) != true || capture.filling.isRelevant(path)
    }

    /// As a list of answers says it; nil where this version of the form asks no such thing.
    package func label(at path: FieldPath) -> String? {
        capture.form.item(template: path.template) == nil ? nil : capture.listLabel(at: path)
    }
}
