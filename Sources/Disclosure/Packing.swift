// SPDX-License-Identifier: Apache-2.0

/// Sums of groups that do not touch, and to which no other one could be added.
///
/// A family that leaves room for another told group leaves at least the people of that one, and
/// never few; so it is enough to try the fullest ones (Bron and Kerbosch 1973). Groups that touch
/// none of the others are in all of them: thirty wards are one family, not a thousand million.
struct Packing {
    private var steps = 0
    private static let stepsMax = 20_000

    /// Nil where there are too many to try.
    mutating func sums(of groups: [Groups.Group]) -> Set<Int>? {
        var sums: Set = [0]
        for cluster in Self.clusters(of: Self.needed(of: groups)) {
            var found: Set<Int> = []
            let all = Array(cluster.indices)
            guard extend(0, all, [], Cluster(cluster), &found) else { return nil }
            sums = Set(sums.flatMap { sum in found.map { sum + $0 } })
            guard sums.count <= Self.stepsMax else { return nil }
        }
        return sums
    }

    private struct Cluster {
        let counts: [Int]
        let isFree: [[Bool]]

        init(_ groups: [Groups.Group]) {
            counts = groups.map(\.count)
            isFree = groups.map { a in groups.map { a.parts.isDisjoint(with: $0.parts) } }
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
    private static func needed(of groups: [Groups.Group]) -> [Groups.Group] {
        let sorted = groups.map { ($0, $0.parts.count) }.sorted { $0.1 < $1.1 }.map(\.0)
        return sorted.enumerated().filter { index, group in
            var (covered, sum) = (Bits(), 0)
            for smaller in sorted[..<index]
            where smaller.parts.isSubset(of: group.parts)
                && smaller.parts.isDisjoint(with: covered)
            {
                (covered, sum) = (covered.union(smaller.parts), sum + smaller.count)
            }
            return group.count > 0 && !(group.parts.isSubset(of: covered) && sum == group.count)
        }.map(\.element)
    }

    /// Groups that touch, directly or through others.
    private static func clusters(of groups: [Groups.Group]) -> [[Groups.Group]] {
        var clusters: [(parts: Bits, groups: [Groups.Group])] = []
        for group in groups {
            let near = clusters.filter { !$0.parts.isDisjoint(with: group.parts) }
            clusters.removeAll { !$0.parts.isDisjoint(with: group.parts) }
            clusters.append(
                (
                    near.reduce(group.parts) { $0.union($1.parts) },
                    near.flatMap(\.groups) + [group]
                )
            )
        }
        return clusters.map(\.groups)
    }
}
