// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Instances of repeats of which the form says how many there are.
extension Filling {
    /// Makes the instances that a count asks for, in the order of their identifiers, as a record
    /// has them when it is read; those that somebody added are some of them.
    mutating func fill(_ list: Int, _ parent: Int, upTo count: Int) {
        let path = FieldPath(rows.segments(of: list, in: parent))
        let ids = rows.instances(of: list, in: parent).compactMap { rows[$0].id }
        let added = ids.count { CountedInstance.number(of: $0, in: path) == nil }
        guard count > added else { return }
        for number in 1...(count - added) where made < CountedRepeats.madeMax {
            if add(CountedInstance.id(number, of: path), to: list, parent) { made += 1 }
        }
        let moved = rows.arrange(list, in: parent)
        guard !moved.isEmpty else { return }
        instances[path] = rows.instances(of: list, in: parent).compactMap { rows[$0].id }
        for row in moved { markMoved(list, row) }
    }

    /// The instances that the form counts and asks about, also where nothing is answered in them.
    package var countedInstances: [FieldPath] {
        rows.places.all.indices.filter { rows.places[$0].count != nil }.flatMap { list in
            rows.rows(of: list, below: FillingRows.record)
                .filter { rows[list, $0].isRelevant }.map { rows.path(list, $0) }
        }
    }

    /// Answers that were given in an instance beyond those that its count asks for.
    func problemsBeyondCounts(_ paths: some Sequence<FieldPath>) -> [FieldProblem] {
        paths.sorted().compactMap { path in
            guard var (_, row) = rows.locate(path) else { return nil }
            while row != FillingRows.record {
                if let words = wordsBeyondCount(row) {
                    return FieldProblem(path.text, .fieldUnknown, words)
                }
                row = rows[row].parent
            }
            return nil
        }
    }

    private func wordsBeyondCount(_ row: Int) -> String? {
        let (list, parent) = (rows[row].list, rows[row].parent)
        guard let count = rows.places[list].count else { return nil }
        let wanted = count.value(in: world().context(rows.places[list].parent, parent)).number
        guard !(Double(rows[row].ordinal + 1) <= wanted) else { return nil }
        let label = rows.places[list].item?.label.map(FormText.unfilled) ?? rows.places[list].name
        let most = ExpressionValue.number(wanted.rounded(.down)).string
        return wanted >= 1
            ? "other answers ask for \(most) of '\(label)', and this is number"
                + " \(rows[row].ordinal + 1). Write [1] to [\(most)], or change those answers."
            : "other answers ask for none of '\(label)'. Change those, or leave this out."
    }
}
