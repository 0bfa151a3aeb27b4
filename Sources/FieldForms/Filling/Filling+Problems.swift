// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension Filling {
    /// What is wrong with the answer at a path, or that one is needed; nil where all is well.
    package func problem(at path: FieldPath) -> FieldProblem? {
        guard let (place, row) = rows.locate(path), let field = rows.places[place].field else {
            return nil
        }
        return problem(field, place, row, world())
    }

    /// All that stands between these answers and a record, in the order of the form.
    package var problems: [FieldProblem] {
        let world = world()
        return rows.places.all.indices.flatMap { place -> [FieldProblem] in
            guard let field = rows.places[place].field, field.takesAnswers else { return [] }
            return rows.rows(of: place, below: FillingRows.record).compactMap { row in
                problem(field, place, row, world)
            }
        }
    }

    private func problem(
        _ field: FormField,
        _ place: Int,
        _ row: Int,
        _ world: FillingWorld
    ) -> FieldProblem? {
        let cell = rows[place, row]
        guard cell.isRelevant, !field.isCalculated, field.item.type != .note else { return nil }
        let context = world.context(place, row)
        guard let answer = cell.answer else {
            guard field.required?.value(in: context).isTrue == true else { return nil }
            let path = rows.path(place, row)
            let rule = requiredMessage(at: path) ?? "\(label(at: path)) is needed."
            return FieldProblem(path.text, .fieldRequired, rule)
        }
        let path = rows.path(place, row)
        return field.problem(with: answer, at: path, keeping: former[path])
            ?? field.constraintProblem(
                answer,
                at: path,
                alone: false,
                context,
                message: constraintMessage(at: path)
            )
            ?? choiceProblem(field, place, row)
            ?? countProblem(place, row, world)
    }

    /// An answer that a filter offers no longer, since another answer has changed.
    private func choiceProblem(_ field: FormField, _ place: Int, _ row: Int) -> FieldProblem? {
        guard let gone = leftOut(field, place, row).first else { return nil }
        let label =
            field.item.namesRecordOf == nil
            ? field.label(ofChoice: gone)
            : FillingChoices(world(), field: field).label(of: gone) ?? gone
        return FieldProblem(
            rows.path(place, row).text,
            .fieldChoice,
            "'\(label.prefix(50))' is not offered beside the other answers as they are now. Choose"
                + " again, or change those."
        )
    }
}
