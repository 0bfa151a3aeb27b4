// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Answers that a filter of choices leaves out.
extension Filling {
    /// Those that are chosen at a place and that its filter leaves out as things are now.
    ///
    /// One that the record had before it was edited may stay while nothing that the filter looks at
    /// was edited: the list itself may have changed since, which nobody here is to blame for.
    func leftOut(_ field: FormField, _ place: Int, _ row: Int) -> [String] {
        guard field.choiceFilter != nil, let answer = rows[place, row].answer else { return [] }
        let choices = FillingChoices(world(), field: field)
        let left = names(in: answer).filter { choices.leavesOut($0, at: place, row) }
        guard !left.isEmpty else { return [] }
        let kept = former[rows.path(place, row)].map(names) ?? []
        let known = left.filter(kept.contains)
        guard !known.isEmpty, seesWhatItSaw(field, place, row) else { return left }
        return left.filter { !kept.contains($0) }
    }

    private func names(in answer: FieldValue) -> [String] {
        ExpressionValue(answer).words.map(String.init)
    }

    /// True where all that the filter of a question looks at is what it was before the edit.
    private func seesWhatItSaw(_ field: FormField, _ place: Int, _ row: Int) -> Bool {
        guard let filter = field.choiceFilter else { return true }
        let reading = ExpressionReading(filter, at: place, in: rows.places, isOfChoices: true)
        guard !reading.references.isEmpty else { return true }
        let before = Filling(form, former, [:], surroundings, .reading)
        guard let (_, formerRow) = before.rows.locate(rows.path(place, row)) else { return false }
        let (now, then) = (seen(by: reading, row), before.seen(by: reading, formerRow))
        return now.count == then.count
            && now.allSatisfy { path, value in then[path].map(value.isSame) == true }
    }

    /// The relevant values that an expression of a row looks at.
    private func seen(by reading: ExpressionReading, _ row: Int) -> [FieldPath: ExpressionValue] {
        var values: [FieldPath: ExpressionValue] = [:]
        for reference in reading.references {
            let top = rows.ancestor(of: row, depth: reference.shared)
            for found in rows.rows(of: reference.place, below: top) {
                let cell = rows[reference.place, found]
                guard cell.isRelevant else { continue }
                values[rows.path(reference.place, found)] = cell.value
            }
        }
        return values
    }
}
