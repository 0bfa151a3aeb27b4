// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Seeds
import Testing

@Suite("Evaluation along what depends on what")
struct IncrementalLawTests {
    private static let formsCount = 60
    private static let editsCount = 12

    @Test("gives what making everything again gives, whatever the form and the edits")
    func equality() throws {
        let seed = Seed()
        for number in 0..<Self.formsCount {
            var random = seed.derived(UInt64(number))
            var draft = FormDraft()
            draft.items = draft.items(depth: 0, &random)
            let form = try FillingForm.form(draft.items)
            var filling = Filling(form, surroundings: FillingForm.surroundings)
            for edit in 0..<Self.editsCount {
                let before = try NaiveFilling(filling)
                let changed = try Self.change(&filling, edit, &random)
                try Self.compare(filling, before, changed, "\(seed) form \(number) edit \(edit)")
            }
        }
    }

    private static func change(
        _ filling: inout Filling,
        _ edit: Int,
        _ random: inout Seed
    ) throws -> Set<FieldPath> {
        let naive = try NaiveFilling(filling)
        let lists = Self.lists(filling)
        if Int.random(in: 0..<3, using: &random) == 0,
            let list = lists.randomElement(using: &random)
        {
            let known = filling.instances[list] ?? []
            if known.count > 1, Bool.random(using: &random),
                let id = known.randomElement(using: &random)
            {
                return filling.removeInstance(id, from: list)
            }
            return filling.addInstance(FillingForm.id(edit), to: list)
        }
        let places = naive.paths.indices.filter { index in
            naive.isField(index)
                && filling.form.field(FieldPath(naive.paths[index]))?.isAsked == true
        }
        guard let place = places.randomElement(using: &random) else { return [] }
        let value = Int64.random(in: 0...3, using: &random)
        return filling.answer(
            FieldPath(naive.paths[place]),
            with: Int.random(in: 0..<5, using: &random) == 0 ? nil : .integer(value)
        )
    }

    /// The repeats of the form within every instance that is there.
    private static func lists(_ filling: Filling) -> [FieldPath] {
        func walk(_ items: [FormItem], _ outer: [FieldPath.Segment]) -> [FieldPath] {
            items.flatMap { item -> [FieldPath] in
                let plain = outer + [FieldPath.Segment(name: item.name)]
                guard item.type == .repeated else { return walk(item.items ?? [], plain) }
                let list = FieldPath(plain)
                return [list]
                    + (filling.instances[list] ?? []).flatMap { id in
                        walk(
                            item.items ?? [],
                            outer + [FieldPath.Segment(name: item.name, instance: id)]
                        )
                    }
            }
        }
        return walk(filling.form.definition.items, [])
    }

    private static func compare(
        _ filling: Filling,
        _ before: NaiveFilling,
        _ changed: Set<FieldPath>,
        _ history: String
    ) throws {
        let naive = try NaiveFilling(filling)
        let former = Dictionary(
            before.paths.indices.map { (before.paths[$0], $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for (index, segments) in naive.paths.enumerated().dropFirst() {
            let path = FieldPath(segments)
            let isRelevant = filling.isRelevant(path)
            #expect(isRelevant == naive.isRelevant(index), "\(history): \(path)")
            let text = isRelevant ? ExpressionValue(filling.value(at: path)).string : ""
            #expect(text == naive.value(index).string, "\(history): \(path)")
            guard let old = former[segments] else { continue }
            let isOther =
                before.isRelevant(old) != naive.isRelevant(index)
                || before.value(old).string != naive.value(index).string
            #expect(!isOther || changed.contains(path), "\(history): \(path) is not repainted")
        }
    }
}

/// A form drawn by chance, whose expressions look at what stands before them.
private struct FormDraft {
    var items: [FormItem] = []
    private var names: [String] = []
    private var lists: [String] = []
    private var count = 0

    mutating func items(depth: Int, _ random: inout Seed) -> [FormItem] {
        (0..<Int.random(in: 2...4, using: &random)).map { _ in
            item(depth: depth, &random)
        }
    }

    private mutating func item(depth: Int, _ random: inout Seed) -> FormItem {
        count += 1
        let kind = Int.random(in: 0..<6, using: &random)
        var item = FormItem(.integer, name: "q\(count)")
        if !names.isEmpty, Int.random(in: 0..<3, using: &random) == 0 {
            item.relevant = "\(value(&random)) != 1"
        }
        if kind < 2, depth < 3 {
            item.type = kind == 0 ? .group : .repeated
            if kind == 1 {
                // Whether an instance is asked for is not decided by what stands in it.
                lists.append(item.name)
            }
            item.items = items(depth: depth + 1, &random)
        } else {
            if kind < 4, !names.isEmpty {
                item.type = .calculate
                item.calculation = value(&random)
            }
            names.append(item.name)
        }
        return item
    }

    private func value(_ random: inout Seed) -> String {
        let name = names.randomElement(using: &random) ?? "q1"
        let other = names.randomElement(using: &random) ?? "q1"
        let list = lists.randomElement(using: &random)
        switch Int.random(in: 0..<9, using: &random) {
        case 0: return "sum(${\(name)})"
        case 1: return "${\(name)} + ${\(other)}"
        case 2: return "if(${\(name)} > 1, ${\(other)}, 2)"
        case 3: return "position(..)"
        case 4: return "coalesce(${\(name)}, 0) * 2"
        case 5: return "count-non-empty(${\(name)}) + max(0, ${\(other)})"
        case 6: return list.map { "count(${\($0)}) + 1" } ?? "1"
        case 7: return list.map { "count(${\($0)}[position() > 1])" } ?? "0"
        default: return "concat(${\(name)}, '-', ${\(other)})"
        }
    }
}
