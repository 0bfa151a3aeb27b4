// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Figures
import Seeds
import Testing

/// People who are in one of two services or in both, by place, told in many files.
@Suite("Services and places, many files beside each other")
struct ServiceAttackTests {
    private static let areas = 3
    private static let services = ["", "E", "W"]

    /// How many people of each place are only in the first service, only in the second, in both.
    private struct Town {
        /// By place, and by whether in E and in W.
        let atoms: [[Int]]

        init(using random: inout SeededRandom) {
            atoms = (0..<areas).map { _ in
                [20, 4, 9].map { Int.random(in: 0...$0, using: &random) }
            }
        }

        /// A bit for each kind of people in each place.
        static func mask(_ group: Set<Int>, _ service: String) -> UInt64 {
            let kinds = service == "" ? [0, 1, 2] : service == "E" ? [0, 2] : [1, 2]
            return group.reduce(0) { mask, area in
                kinds.reduce(mask) { $0 | 1 << UInt64(area * 3 + $1) }
            }
        }

        func count(_ mask: UInt64) -> Int {
            (0..<areas * 3).reduce(0) {
                $0 + (mask >> UInt64($1) & 1 == 1 ? atoms[$1 / 3][$1 % 3] : 0)
            }
        }

        func table(_ groups: [Set<Int>], _ service: String) -> FigureTable {
            let all = Set(0..<areas)
            let rest = groups.reduce(all) { $0.subtracting($1) }
            let among = (service == "" ? services : [service]).map { "~\($0)" }
            return FigureTable(
                "People",
                rowName: "place",
                columns: [.init("all", "all.", counts: [.init("people", Set(among))])],
                rows: (groups + [rest, all]).enumerated().map { index, group in
                    FigureTable.Row(
                        "\(index)",
                        [.count(count(Self.mask(group, service)))],
                        parts: Set(group.map { "~2026-Q2/\($0)" })
                    )
                },
                shape: .columns
            )
        }
    }

    private static func groups(using random: inout SeededRandom) -> [Set<Int>] {
        var groups: [Set<Int>] = [[], [], []]
        for area in 0..<areas { groups[Int.random(in: 0..<3, using: &random)].insert(area) }
        return Array(groups.prefix(2))
    }

    /// All that follows by adding what shares nobody, and by subtracting what lies within.
    private static func closure(_ told: [UInt64: Int]) -> [UInt64: Int] {
        var (known, waiting) = (told, Array(told.keys))
        while let next = waiting.popLast(), let count = known[next] {
            for (other, others) in known {
                let found: (UInt64, Int)? =
                    other & next == 0
                    ? (other | next, others + count)
                    : other & next == other
                        ? (next & ~other, count - others)
                        : other & next == next ? (other & ~next, others - count) : nil
                guard let found, found.0 != 0, known[found.0] == nil else { continue }
                known[found.0] = found.1
                waiting.append(found.0)
            }
        }
        return known
    }

    private static func told(
        _ town: Town,
        _ files: [(groups: [Set<Int>], service: String)],
        remembering: Bool
    ) -> [UInt64: Int] {
        var (disclosing, told) = (Disclosing(Threshold()), [UInt64: Int]())
        for (groups, service) in files {
            if !remembering { disclosing = Disclosing(Threshold()) }
            let rest = groups.reduce(Set(0..<areas)) { $0.subtracting($1) }
            let table = disclosing.told(town.table(groups, service))
            for (group, row) in zip(groups + [rest, Set(0..<areas)], table.rows) {
                let mask = Town.mask(group, service)
                if case .count(let count) = row.figures[0].value, mask != 0 { told[mask] = count }
            }
        }
        return told
    }

    /// Nine files, of which a reader may combine any: not all that can be combined is looked for,
    /// which lets one town in forty be told.
    @Test("hardly any few people follow from many files by places and services; much is told")
    func random() {
        var (shown, cells, unguarded, leaks) = (0, 0, 0, 0)
        for seed in SeededRandom.seeds(40) {
            var random = SeededRandom(seed: seed)
            let town = Town(using: &random)
            let groupings = (0..<3).map { _ in Self.groups(using: &random) }
            var files = groupings.flatMap { groups in Self.services.map { (groups, $0) } }
            files.shuffle(using: &random)
            let told = Self.told(town, files, remembering: true)
            #expect(told.allSatisfy { town.count($0.key) == $0.value })
            let known = Self.closure(told)
            let few = known.filter { (1...4).contains($0.value) }
            if !few.isEmpty { leaks += 1 }
            let alone = Self.closure(Self.told(town, files, remembering: false))
            if alone.contains(where: { (1...4).contains($0.value) }) { unguarded += 1 }
            shown += told.count
            cells +=
                Set(
                    groupings.flatMap { groups in
                        Self.services.flatMap { service in
                            (groups + [Set(0..<Self.areas)]).map { Town.mask($0, service) }
                        }
                    }
                ).count
        }
        #expect(shown * 4 > cells, "\(shown) of \(cells) shown")
        #expect(leaks <= 1 && unguarded > 20, "\(leaks) towns told, \(unguarded) unguarded")
    }

    @Test("all less one of two services is not told, though the other is not small")
    func one() {
        // Six in W, fourteen in E, one of them in W alone.
        let told = { (services: [String]) in
            var disclosing = Disclosing(Threshold())
            return services.map { service -> Figure.Value in
                let count = service == "" ? 15 : service == "E" ? 14 : 6
                let parts = (service == "" ? Self.services : [service]).map { "~Q2/~\($0)" }
                let row = FigureTable.Row("row", [.count(count)], parts: Set(parts))
                let table = FigureTable(
                    "T",
                    rowName: "row",
                    columns: [.init("people", "people.")],
                    rows: [row]
                )
                return disclosing.told(table).rows[0].figures[0].value
            }
        }
        #expect(told(["W", "E", ""]) == [.count(6), .count(14), .suppressed])
        #expect(told(["", "W", "E"]) == [.count(15), .count(6), .suppressed])
        #expect(told(["E", "", "W"]) == [.count(14), .suppressed, .count(6)])
    }
}
