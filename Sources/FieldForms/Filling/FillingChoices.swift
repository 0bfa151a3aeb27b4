// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The choices of a question while a record is filled in.
struct FillingChoices {
    private let world: FillingWorld
    private let field: FormField

    init(_ world: FillingWorld, field: FormField) { (self.world, self.field) = (world, field) }

    /// Those that can be chosen, before a filter: records are looked up as they are now.
    var all: [FormDefinition.Choice] {
        guard let source = field.item.choicesFrom, let form = source.records else {
            return field.choices
        }
        let table = world.surroundings.records(form)
        return table.choices(value: source.value ?? "name", label: source.label ?? "label") ?? []
    }

    /// Those that are offered at a place, in the order in which they are shown.
    func offered(at place: Int, _ row: Int, seed: Expression?) -> [FormDefinition.Choice] {
        let chosen = filtered(place, row)
        guard field.item.randomize == true else { return chosen }
        let context = world.context(place, row)
        let number =
            seed?.value(in: context).number ?? world.chance(at: .place(node: place, row: row))
        var chance = Chance(number.bitPattern)
        return chosen.shuffled(using: &chance)
    }

    private func filtered(_ place: Int, _ row: Int) -> [FormDefinition.Choice] {
        guard let filter = field.choiceFilter else { return all }
        let all = all
        let list = ExpressionList.choices(all)
        let context = world.context(place, row)
        return all.indices.filter { index in
            let candidate = context.moved(to: .row(list, index), index + 1, of: all.count)
            return filter.value(in: candidate).isTrue
        }.map { all[$0] }
    }
}

extension FormDefinition.Choice {
    /// In the form's first language where there is no other text.
    package func label(in language: String?) -> String {
        language.flatMap { translations?[$0] } ?? label
    }
}
