// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Figures
import Seeds
import Testing

@Suite("Wards and neighbourhoods, one subtracted from the other")
struct PlaceAttackTests {
    /// People by place, as the report tells them: new ones, others, all, and a total.
    private func table(
        _ groups: [Set<Int>],
        _ new: [Int],
        _ before: [Int]
    ) -> FigureTable {
        let everybody = Set(new.indices)
        let rest = groups.reduce(everybody) { $0.subtracting($1) }
        let rows = (groups + [rest, everybody]).enumerated().map { index, group in
            let counts = [
                group.map { new[$0] }.reduce(0, +), group.map { before[$0] }.reduce(0, +),
            ]
            return FigureTable.Row(
                "\(index)",
                (counts + [counts[0] + counts[1]]).map(Figure.count),
                parts: Set(group.map { "2026-Q2/\($0)" })
            )
        }
        return FigureTable(
            "People",
            rowName: "place",
            columns: [
                .init("new", "new.", counts: [.init("people", ["new"])]),
                .init("before", "others.", counts: [.init("people", ["before"])]),
                .init("all", "all.", counts: [.init("people", ["new", "before"])]),
            ],
            rows: rows,
            shape: .cross
        )
    }

    /// All that an attacker can compute with two tables: sums of told cells of the column "all",
    /// whose groups do not touch, less each other.
    private func smallest(_ told: [(group: Set<Int>, count: Int)]) -> Set<Int> {
        var found: Set<Int> = []
        func subtract(_ group: Set<Int>, _ left: Int, _ from: Int) {
            if left > 0, !group.isEmpty { found.insert(left) }
            for index in from..<max(from, told.count) where told[index].group.isSubset(of: group) {
                let rest = group.subtracting(told[index].group)
                if !rest.isEmpty { subtract(rest, left - told[index].count, index + 1) }
            }
        }
        for whole in told { subtract(whole.group, whole.count, 0) }
        return found
    }

    private func told(
        _ table: FigureTable,
        _ groups: [Set<Int>],
        _ areas: Int
    ) -> [(group: Set<Int>, count: Int)] {
        let everybody = Set(0..<areas)
        let rest = groups.reduce(everybody) { $0.subtracting($1) }
        return zip(groups + [rest, everybody], table.rows).compactMap { group, row in
            if case .count(let count) = row.figures[2].value { (group, count) } else { nil }
        }
    }

    @Test("a neighbourhood that is a ward less three people is not told after the ward")
    func nested() {
        let (new, before) = ([4, 0, 9], [16, 3, 20])
        var disclosing = Disclosing(Threshold())
        let wards: [Set<Int>] = [[0, 1], [2]]
        let first = disclosing.told(table(wards, new, before))
        #expect(told(first, wards, 3).map(\.count).contains(23))
        let second = disclosing.told(table([[0]], new, before))
        #expect(second.rows[0].figures[2].value == .suppressed)
        // The control: whoever has not seen the wards may read it, as the rest is 32.
        var fresh = Disclosing(Threshold())
        #expect(fresh.told(table([[0]], new, before)).rows[0].figures[2].value == .count(20))
    }

    @Test("no few people follow from two random tables, in either order, and much is still told")
    func random() {
        var (shown, cells, unguarded) = (0, 0, 0)
        for seed in SeededRandom.seeds(60) {
            var random = SeededRandom(seed: seed)
            let areas = 9
            let draw = { (most: Int, random: inout SeededRandom) in
                (0..<areas).map { _ in Int.random(in: 0...most, using: &random) }
            }
            let (new, before) = (draw(4, &random), draw(12, &random))
            let groupings = (0..<2).map { _ -> [Set<Int>] in
                var groups: [Set<Int>] = [[], [], [], []]
                for area in 0..<areas { groups[Int.random(in: 0..<4, using: &random)].insert(area) }
                return Array(groups.prefix(3))
            }
            var disclosing = Disclosing(Threshold())
            var all: [(group: Set<Int>, count: Int)] = []
            var alone: [(group: Set<Int>, count: Int)] = []
            for groups in groupings {
                let table = table(groups, new, before)
                all += told(disclosing.told(table), groups, areas)
                var fresh = Disclosing(Threshold())
                alone += told(fresh.told(table), groups, areas)
                cells += 5
            }
            shown += all.count
            #expect(smallest(all).allSatisfy { $0 >= 5 }, "seed \(seed)")
            if smallest(alone).contains(where: { $0 < 5 }) { unguarded += 1 }
        }
        // Who hides everything passes any attack; and where nothing is remembered, it succeeds.
        #expect(shown * 2 > cells, "\(shown) of \(cells) shown")
        #expect(unguarded > 0)
    }

    @Test("a total that was told with the wards is told with the neighbourhoods too")
    func total() {
        for (new, before) in [([4, 0, 9], [16, 3, 20]), ([2, 8, 3], [30, 3, 9])] {
            for second in [[[0]], [[0], [1]], [[1, 2]]] as [[Set<Int>]] {
                var disclosing = Disclosing(Threshold())
                let first = disclosing.told(table([[0, 1], [2]], new, before)).rows
                let again = disclosing.told(table(second, new, before)).rows
                guard let former = first.last?.figures, let later = again.last?.figures else {
                    continue
                }
                for (former, later) in zip(former, later) where former.value != .suppressed {
                    #expect(later == former, "\(new) \(second)")
                }
            }
        }
    }

    @Test("wards, other wards and neighbourhoods of a large council are judged, and told")
    func large() {
        // In every sixth place nobody came, and in every third nobody for the first time.
        let new = (0..<60).map { $0 % 3 == 0 ? 0 : 6 }
        let before = (0..<60).map { $0 % 6 == 0 ? 0 : 9 }
        let wards = (0..<15).map { ward in Set((0..<4).map { ward * 4 + $0 }) }
        let later = (0..<12).map { ward in Set((0..<5).map { ward * 5 + $0 }) }
        let neighbourhoods = (0..<6).map { one in Set((0..<10).map { one * 10 + $0 }) }
        var disclosing = Disclosing(Threshold())
        for groups in [wards, later, neighbourhoods] {
            #expect(disclosing.told(table(groups, new, before)).suppressed == 0)
        }
    }
}
