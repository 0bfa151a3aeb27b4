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
        guard field.choiceFilter != nil else { return nil }
        let path = rows.path(place, row)
        let chosen = ExpressionValue(answer).words.map(String.init)
        let gone =
            field.item.choicesFrom?.records == nil
            ? gone(chosen, field, path) : leftOut(chosen, field, place, row)
        guard let gone else { return nil }
        return FieldProblem(
            path.text,
            .fieldChoice,
            "'\(gone.prefix(50))' is not offered any more, since other answers have changed."
                + " Choose again."
        )
    }

    private func gone(_ chosen: [String], _ field: FormField, _ path: FieldPath) -> String? {
        let offered = Set(choices(at: path).map(\.name))
        let kept = former[path].map(field.dropped) ?? []
        return chosen.first { !offered.contains($0) && !kept.contains($0) }
            .map(field.label(ofChoice:))
    }

    /// A record that was chosen before stays the answer, whatever became of it since.
    private func leftOut(
        _ chosen: [String],
        _ field: FormField,
        _ place: Int,
        _ row: Int
    ) -> String? {
        let kept = former[rows.path(place, row)].map { ExpressionValue($0).words.map(String.init) }
        let choices = FillingChoices(world(), field: field)
        return chosen.first { name in
            kept?.contains(name) != true && choices.leavesOut(name, at: place, row)
        }.map { choices.label(of: $0) ?? $0 }
    }
}
