// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Answers to questions that are not put as things are.
extension Filling {
    func problemsNotAsked(_ paths: some Sequence<FieldPath>) -> [FieldProblem] {
        paths.sorted().compactMap { path in
            guard let (place, row) = rows.locate(path), !rows[place, row].isRelevant else {
                return nil
            }
            return FieldProblem(path.text, .fieldNotAsked, words(hiding: place, row))
        }
    }

    /// While which answers it is not asked, and the rule of the form that says so.
    private func words(hiding place: Int, _ row: Int) -> String {
        let remedy = "Give those other answers as well, or leave this one out."
        guard let (place, row) = hider(of: place, row), let rule = rows.places[place].relevant
        else {
            return "this is not asked beside the other answers. \(remedy)"
        }
        let what = rows.places[place].field == nil ? "'\(rows.places[place].template)'" : "this"
        let written = (rows.places[place].item?.relevant ?? "").split(
            whereSeparator: \.isWhitespace
        )
        .joined(separator: " ")
        let asked = "The form asks \(what) only where \(written)."
        var names: [String] = []
        for name in rule.fields where !names.contains(name) { names.append(name) }
        let world = world()
        let from = ExpressionNode.place(node: place, row: row)
        let facts = names.prefix(4).map { name in
            let value = world.value(named: name, from: from).string
            let shown = name.split(separator: "/").last.map(String.init) ?? name
            return value.isEmpty ? "\(shown) has no answer" : "\(shown) is '\(value.prefix(50))'"
        }
        guard !facts.isEmpty else { return "this is not asked now. \(asked)" }
        return "this is not asked while \(facts.joined(separator: " and ")). \(asked) \(remedy)"
    }

    /// The outermost place around it, or itself, whose own rule is what hides it; nil where that is
    /// how many instances a repeat has.
    private func hider(of place: Int, _ row: Int) -> (place: Int, row: Int)? {
        var found: (place: Int, row: Int)?
        var (place, row) = (place, row)
        while place != FormPlaces.root, !rows[place, row].isRelevant {
            let rule = rows.places[place].relevant
            found =
                rule?.value(in: world().context(place, row)).isTrue == false ? (place, row) : nil
            row = rows.places[place].isRepeat ? rows[row].parent : row
            place = rows.places[place].parent
        }
        return found
    }
}
