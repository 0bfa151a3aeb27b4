// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// One record on its way out: what is agreed of it, and how much is not.
struct ExportRecord {
    let record: Record
    /// Answers and calculated values; a disputed answer is none.
    let values: [FieldPath: FieldValue]
    var disputed: Int { record.disputedFields.count }

    init(_ record: Record, _ form: CompiledForm, in surroundings: Surroundings) {
        self.record = record
        let calculated = form.calculated(record: record.fields, in: surroundings)
        values = record.fields.filter { !record.disputedFields.contains($0.key) }
            .merging(calculated) { $1 }
    }

    /// Answers that the form asks otherwise now, or not any more, each with its path.
    var former: String {
        record.former.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(ExportCell($0.value.value, of: nil, .codes).text)" }
            .joined(separator: "; ")
    }
}

/// Names of columns that are no questions of the form; an import passes over them, except for the
/// key.
enum ExportHeading {
    static let key = "KEY"
    static let parent = "PARENT_KEY"
    static let disputed = "DISPUTED"
    static let version = "FORM_VERSION"
    static let former = "FORMER"
    static let place = "PLACE"
    static let all: Set = [key, parent, disputed, version, former, place]

    /// Columns that say the same as another one, in parts.
    static func isPart(_ heading: String) -> Bool { heading.contains(":") }
}
