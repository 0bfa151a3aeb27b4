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
    /// or the filter leaves it out; one in `refused` does not.
    func offered(
        at place: Int,
        _ row: Int,
        seed: Expression?,
        refused: [String]
    ) -> [FormDefinition.Choice] {
        let filtered = filtered(place, row)
        let shown =
            field.hasOwnChoices ? filtered.map { world.filled($0, at: place, row) } : filtered
        let chosen = shown + gone(place, row, filtered).filter { !refused.contains($0.name) }
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
        let all = all
        // What is offered to nobody any more may be an answer still.
        let list = all.contains { $0.name == name } ? all : field.listed
        // A list may have a name more than once, told apart by the filter.
        let named = list.indices.filter { list[$0].name == name }
        return !named.isEmpty && passing(named, of: list, place, row).isEmpty
    }

    private func filtered(_ place: Int, _ row: Int) -> [FormDefinition.Choice] {
        let all = all
        return passing(Array(all.indices), of: all, place, row).map { all[$0] }
    }

    /// Those of the candidates of a list that the filter lets through.
    private func passing(
        _ candidates: [Int],
        of list: [FormDefinition.Choice],
        _ place: Int,
        _ row: Int
    ) -> [Int] {
        guard let filter = field.choiceFilter else { return candidates }
        let (choices, context) = (ExpressionList.choices(list), world.context(place, row))
        return candidates.filter { index in
            let candidate = context.moved(to: .row(choices, index), index + 1, of: list.count)
            return filter.value(in: candidate).isTrue
        }
    }
}

extension FormDefinition.Choice {
    /// In the form's first language where there is no other text.
    package func label(in language: String?) -> String {
        language.flatMap { translations?[$0] } ?? label
    }
}
