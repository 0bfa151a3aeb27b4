// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Seeds
import Testing

@Suite("An attack upon what was published")
struct AttackTests {
    private let threshold = Threshold()

    private func published(_ counts: [[Int]]) -> [[Int?]] {
        let hidden = Suppression.hidden(in: counts, threshold)
        return zip(counts, hidden).map { zip($0, $1).map { $1 ? nil : $0 } }
    }

    private func withTotals(_ cells: [[Int]]) -> [[Int]] {
        let rows = cells.map { $0 + [$0.reduce(0, +)] }
        let totals = rows[0].indices.map { column in rows.map { $0[column] }.reduce(0, +) }
        return rows + [totals]
    }

    @Test("the attacker is real: he solves a table of which only the small cell was hidden")
    func control() {
        let attacker = Attacker([[nil, 20, 23], [10, 30, 40], [13, 50, 63]])
        #expect(attacker.possible(1...9, row: 0, column: 0) == [3])
    }

    @Test("no small count is shown, and none can be computed, nor any of its values excluded")
    func randomTables() throws {
        var (hidden, shown) = (0, 0)
        for seed in SeededRandom.seeds(300) {
            var random = SeededRandom(seed: seed)
            let (rows, columns) = (
                Int.random(in: 1...3, using: &random), Int.random(in: 1...3, using: &random)
            )
            let cells = (0..<rows).map { _ in
                (0..<columns).map { _ in
                    Bool.random(using: &random)
                        ? Int.random(in: 0...5, using: &random)
                        : Int.random(in: 0...9, using: &random)
                }
            }
            let counts = withTotals(cells)
            let table = published(counts)
            let attacker = Attacker(table)
            for (row, line) in table.enumerated() {
                for (column, cell) in line.enumerated() {
                    let count = counts[row][column]
                    if cell != nil { shown += 1 } else { hidden += 1 }
                    guard threshold.isSmall(count) else { continue }
                    #expect(cell == nil, "seed \(seed)")
                    let isTotal = row == rows || column == columns
                    let possible = attacker.possible(1...5, row: row, column: column)
                    #expect(
                        isTotal ? possible.count > 1 : possible == [1, 2, 3, 4, 5],
                        "seed \(seed): \(counts), \(row) \(column): \(possible)"
                    )
                }
            }
        }
        // Who hides everything passes any attack.
        #expect(shown * 3 > hidden, "\(shown) shown, \(hidden) hidden")
    }

    @Test("the least is hidden: one small cell in a table of large ones takes three others")
    func sparing() {
        let cells = (0..<8).map { row in (0..<8).map { 20 + row + 2 * $0 } }
        var small = cells
        small[3][4] = 2
        let hidden = published(withTotals(small)).joined().filter { $0 == nil }.count
        #expect(hidden == 4)
        #expect(published(withTotals(cells)).joined().allSatisfy { $0 != nil })
    }

    @Test("the same table is always hidden in the same way")
    func deterministic() {
        let counts = withTotals([[1, 7, 7], [7, 7, 7], [7, 7, 7]])
        #expect((0..<20).allSatisfy { _ in published(counts) == published(counts) })
    }
}
