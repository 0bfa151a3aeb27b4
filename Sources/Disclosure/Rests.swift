// SPDX-License-Identifier: Apache-2.0

/// What a whole leaves on one ground, where its numbers on all the others were told apart.
///
/// Of all pairs of a return, less those of two measures in a report, the pairs of the third remain:
/// a reader has that number as if it had been told.
struct Rests {
    let groups: Set<Groups.Group>
    /// More grounds are those of tables by place, which have totals, and too many rests to try.
    private static let groundsMax = 16
    private static let sumsMax = 16

    init(of groups: [Groups.Group], _ known: Groups) {
        let grounds = groups.reduce(Bits()) { $0.union($1.ground) }
        guard grounds.count <= Self.groundsMax else {
            self.groups = []
            return
        }
        let exact = Dictionary(grouping: groups, by: \.parts).mapValues { Set($0.map(\.count)) }
        self.groups = groups.reduce(into: []) { found, whole in
            guard whole.ground.count > 1 else { return }
            let pieces = whole.ground.singles.map {
                (ground: $0, parts: known.parts(whole.parts, on: $0))
            }
            let open = pieces.filter { exact[$0.parts] == nil }
            guard open.count == 1, let rest = open.first else { return }
            let told = pieces.compactMap { exact[$0.parts] }
            for sum in Self.sums(told) where sum < whole.count {
                let count = whole.count - sum
                found.insert(Groups.Group(parts: rest.parts, ground: rest.ground, count: count))
            }
        }
    }

    /// What one number of each can add up to; of many the least ones.
    private static func sums(_ choices: [Set<Int>]) -> [Int] {
        choices.reduce([0]) { sums, choice in
            Array(
                Set(sums.flatMap { sum in choice.map { sum + $0 } }).sorted().prefix(sumsMax)
            )
        }
    }
}
