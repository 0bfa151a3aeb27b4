// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The choices of a question while a record is filled in.
struct FillingChoices {
    private let world: FillingWorld
    private let field: FormField

    init(_ world: FillingWorld, field: FormField) { (self.world, self.field) = (world, field) }

    /// Those that can be chosen, before a filter: records are looked up as they are now.
    var all: [FormDefinition.Choice] {
        if let form = field.item.suggestsRecordsOf {
            return world.surroundings.records(form).choices
        }
        guard let source = field.item.choicesFrom, let form = source.records else {
            return field.choices
        }
        let list = world.surroundings.records(form)
        let (value, label) = (source.value ?? "name", source.label ?? "label")
        guard value != "name" || label != "label" else { return list.choices }
        return list.table.choices(value: value, label: label) ?? []
    }

    /// What a person reads for a choice, offered or not.
    func label(of name: String) -> String? {
        guard let source = field.item.choicesFrom, let form = source.records,
            source.value ?? "name" == "name"
        else { return all.first { $0.name == name }?.label(in: world.language) }
        let list = world.surroundings.records(form)
        guard source.label ?? "label" != "label" else { return list.label(of: name) }
        return all.first { $0.name == name }?.label ?? list.label(of: name)
    }

    /// Those that are offered at a place, in the order in which they are shown.
    ///
    /// A record that was chosen before stays the answer as what it was, though it is deleted by now
    /// or the filter leaves it out.
    func offered(at place: Int, _ row: Int, seed: Expression?) -> [FormDefinition.Choice] {
        let filtered = filtered(place, row)
        let shown =
            field.hasOwnChoices ? filtered.map { world.filled($0, at: place, row) } : filtered
        let chosen = shown + gone(place, row, filtered)
        guard field.item.randomize == true else { return chosen }
        let context = world.context(place, row)
        let number =
            seed?.value(in: context).number ?? world.chance(at: .place(node: place, row: row))
        var chance = Chance(number.bitPattern)
        return chosen.shuffled(using: &chance)
    }

    private func gone(
        _ place: Int,
        _ row: Int,
        _ offered: [FormDefinition.Choice]
    ) -> [FormDefinition.Choice] {
        guard field.item.choicesFrom?.records != nil, let answer = world.rows[place, row].answer
        else { return [] }
        return ExpressionValue(answer).words.map(String.init).filter { name in
            !offered.contains { $0.name == name }
        }.map { FormDefinition.Choice(name: $0, label: label(of: $0) ?? $0) }
    }

    /// True for one that is there, and that the filter leaves out as things are now.
    func leavesOut(_ name: String, at place: Int, _ row: Int) -> Bool {
        guard let filter = field.choiceFilter else { return false }
        let all = all
        guard let index = all.firstIndex(where: { $0.name == name }) else { return false }
        let candidate = world.context(place, row)
            .moved(to: .row(ExpressionList.choices(all), index), index + 1, of: all.count)
        return !filter.value(in: candidate).isTrue
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
