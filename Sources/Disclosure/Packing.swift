// SPDX-License-Identifier: Apache-2.0

/// Sums of groups that do not touch, and to which no other one could be added.
///
/// A family that leaves room for another told group leaves at least the people of that one, and
/// never few; so it is enough to try the fullest ones (Bron and Kerbosch 1973). Groups that touch
/// none of the others are in all of them: thirty wards are one family, not a thousand million.
struct Packing {
    private var steps = 0
    private static let stepsMax = 20_000
    private let touch: Touch

    init(by touch: Touch) { self.touch = touch }

    /// What two groups must have in common to touch.
    enum Touch {
        case parts, ground

        func bits(_ group: Groups.Group) -> Bits { self == .parts ? group.parts : group.ground }
    }

    /// Of those up to a limit; nil where there are too many to try.
    mutating func sums(of groups: [Groups.Group], upTo limit: Int) -> Sums? {
        var sums = Sums(upTo: limit)
        for cluster in clusters(of: needed(of: groups)) {
            var found: Set<Int> = []
            let all = Array(cluster.indices)
            guard extend(0, all, [], Cluster(cluster, by: touch), &found) else { return nil }
            sums.add(oneOf: found)
        }
        return sums
    }

    private struct Cluster {
        let counts: [Int]
        let isFree: [[Bool]]

        init(_ groups: [Groups.Group], by touch: Touch) {
            counts = groups.map(\.count)
            let bits = groups.map(touch.bits)
            isFree = bits.map { one in bits.map { one.isDisjoint(with: $0) } }
        }
    }

    /// - Returns: False where it took too many steps.
    private mutating func extend(
        _ sum: Int,
        _ candidates: [Int],
        _ done: [Int],
        _ cluster: Cluster,
        _ found: inout Set<Int>
    ) -> Bool {
        steps += 1
        guard steps < Self.stepsMax else { return false }
        guard !candidates.isEmpty else {
            if done.isEmpty { found.insert(sum) }
            return true
        }
        let free = { (group: Int) in candidates.count { cluster.isFree[group][$0] } }
        let pivot = (candidates + done).max { free($0) < free($1) } ?? candidates[0]
        var (left, done) = (candidates, done)
        for group in candidates where !cluster.isFree[pivot][group] {
            let fits = { (other: Int) in cluster.isFree[group][other] }
            guard
                extend(
                    sum + cluster.counts[group],
                    left.filter(fits),
                    done.filter(fits),
                    cluster,
                    &found
                )
            else { return false }
            left.removeAll { $0 == group }
            done.append(group)
        }
        return true
    }

    /// Without those that are exactly what smaller ones add up to: these stand for them.
    private func needed(of groups: [Groups.Group]) -> [Groups.Group] {
        let sorted = groups.map { ($0, touch.bits($0).count) }.sorted { $0.1 < $1.1 }.map(\.0)
        return sorted.enumerated().filter { index, group in
            let own = touch.bits(group)
            var (covered, sum) = (Bits(), 0)
            for smaller in sorted[..<index]
            where touch.bits(smaller).isSubset(of: own)
                && touch.bits(smaller).isDisjoint(with: covered)
            {
                covered = covered.union(touch.bits(smaller))
                sum += smaller.count
            }
            return group.count > 0 && !(own.isSubset(of: covered) && sum == group.count)
        }.map(\.element)
    }

    /// Groups that touch, directly or through others.
    private func clusters(of groups: [Groups.Group]) -> [[Groups.Group]] {
        var clusters: [(parts: Bits, groups: [Groups.Group])] = []
        for group in groups {
            let own = touch.bits(group)
            let near = clusters.filter { !$0.parts.isDisjoint(with: own) }
            clusters.removeAll { !$0.parts.isDisjoint(with: own) }
            clusters.append(
                (near.reduce(own) { $0.union($1.parts) }, near.flatMap(\.groups) + [group])
            )
        }
        return clusters.map(\.groups)
    }
}
