// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension Filling {
    /// The answer, or what the form calculates there; nil where there is none.
    package func value(at path: FieldPath) -> FieldValue? {
        guard let (place, row) = rows.locate(path), rows.places[place].field != nil else {
            return answers[path]
        }
        let cell = rows[place, row]
        return cell.answer ?? (cell.isRelevant ? cell.result : nil)
    }

    /// True where the question, group, repeat or instance at a path is put to a person.
    package func isRelevant(_ path: FieldPath) -> Bool {
        if let (place, row) = rows.locate(path) { return rows[place, row].isRelevant }
        // A repeat as a whole, or an instance that is yet to be added.
        guard let (place, row) = nearest(path) else { return false }
        guard rows[rows.places[place].parent, row].isRelevant else { return false }
        let rule = rows.places[place].relevant
        return rule?.value(in: world().context(place, row)).isTrue ?? true
    }

    /// A repeat's place, named without an instance, and the row that it stands in.
    private func nearest(_ path: FieldPath) -> (place: Int, row: Int)? {
        guard let last = path.segments.last, last.instance == nil else { return nil }
        let parent = path.segments.dropLast()
        guard let (place, row) = rows.locate(FieldPath(Array(parent))),
            let child = rows.places[place].childNames[last.name]
        else { return nil }
        return (child, row)
    }

    package func isRequired(_ path: FieldPath) -> Bool { holds(\.required, path) }

    package func isReadOnly(_ path: FieldPath) -> Bool { holds(\.readOnly, path) }

    private func holds(_ rule: KeyPath<FormField, Expression?>, _ path: FieldPath) -> Bool {
        guard let (place, row) = rows.locate(path), let field = rows.places[place].field else {
            return false
        }
        return field[keyPath: rule]?.value(in: world().context(place, row)).isTrue == true
    }

    /// What an expression of the form gives at a path: the name of the record at none, an entity's
    /// label within its instance.
    package func value(of expression: Expression, at path: FieldPath? = nil) -> ExpressionValue {
        let found = path.flatMap(rows.locate)
        return expression.value(
            in: world().context(found?.place ?? FormPlaces.root, found?.row ?? FillingRows.record)
        )
    }

    /// The choices that are offered at a path, filtered, in the order they are shown.
    package func choices(at path: FieldPath) -> [FormDefinition.Choice] {
        guard let (place, row) = rows.locate(path), let field = rows.places[place].field else {
            return form.field(path)?.choices ?? []
        }
        return FillingChoices(world(), field: field)
            .offered(
                at: place,
                row,
                seed: form.plan.seeds[place],
                refused: leftOut(field, place, row)
            )
    }

    /// What a record of these answers holds: relevant answers, and results that are kept.
    package var record: [FieldPath: FieldValue] {
        answers.filter { path, _ in
            guard let field = form.field(path) else { return true }
            guard let (place, row) = rows.locate(path) else { return field.isKept }
            return field.isKept && rows[place, row].isRelevant
        }
    }

    /// What is calculated and not kept, where it is relevant.
    var calculated: [FieldPath: FieldValue] {
        var found: [FieldPath: FieldValue] = [:]
        for (place, node) in rows.places.all.enumerated() where node.field?.isCalculated == true {
            for row in rows.rows(of: place, below: FillingRows.record) {
                let cell = rows[place, row]
                guard cell.isRelevant, let value = cell.answer ?? cell.result else { continue }
                found[rows.path(place, row)] = value
            }
        }
        return found
    }

    func world(_ language: String? = nil) -> FillingWorld {
        FillingWorld(form: form, rows: rows, surroundings: surroundings, language: language)
    }
}
