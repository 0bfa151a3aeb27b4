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
            ?? choiceProblem(field, place, row, answer)
            ?? countProblem(place, row, world)
    }

    /// An answer that a filter offers no longer, since another answer has changed.
    private func choiceProblem(
        _ field: FormField,
        _ place: Int,
        _ row: Int,
        _ answer: FieldValue
    ) -> FieldProblem? {
        guard field.choiceFilter != nil, field.item.choicesFrom?.records == nil else { return nil }
        let path = rows.path(place, row)
        let offered = Set(choices(at: path).map(\.name))
        let kept = former[path].map(field.dropped) ?? []
        let chosen = ExpressionValue(answer).words.map(String.init)
        guard let gone = chosen.first(where: { !offered.contains($0) && !kept.contains($0) })
        else { return nil }
        return FieldProblem(
            path.text,
            .fieldChoice,
            "'\(field.label(ofChoice: gone).prefix(50))' is not offered any more, since other"
                + " answers have changed."
                + " Choose again."
        )
    }
}
