// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Where fields stand in a form; those that it does not know come last, by their names.
struct FormOrder {
    private let places: [FieldPath: Int]

    init(_ paths: some Sequence<FieldPath>, in form: CompiledForm?) {
        let fields = Dictionary(paths.map { ($0, FieldValue.boolean(true)) }) { first, _ in first }
        let ordered = form?.ordered(fields).map(\.0) ?? []
        places = Dictionary(ordered.enumerated().map { ($1, $0) }) { first, _ in first }
    }

    func isBefore(_ one: FieldPath?, _ other: FieldPath?) -> Bool {
        let place = { (path: FieldPath?) in path.flatMap { places[$0] } ?? .max }
        return (place(one), one?.text ?? "") < (place(other), other?.text ?? "")
    }
}
