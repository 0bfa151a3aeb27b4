// SPDX-License-Identifier: Apache-2.0

/// What can be added up of groups that share nobody, around a number that is to be told.
///
/// A reader adds the wards of one file, and subtracts the neighbourhoods of another that lie within
/// them. A sum matters only where something that is subtracted lies across its members: else it
/// falls into sums that are tried of their own. So from one group on, each told group that lies
/// across the border asks for others that hold the rest of it.
struct Unions {
    struct Union {
        /// By their places among the groups.
        var members: Bits
        var parts: Bits
        var ground: Bits
        var count: Int
    }

    private let known: Groups
    private var groups: [Groups.Group] { known.groups }
    private var steps = 0
    private static let stepsMax = 3_000

    init(_ known: Groups) { self.known = known }

    /// All that have a group as their member, or hold all of it.
    ///
    /// - Returns: Nil where there are too many to try.
    mutating func around(_ index: Int) -> [Union]? {
        let group = groups[index]
        let nothing = Union(members: Bits(), parts: Bits(), ground: Bits(), count: 0)
        var (found, waiting, seen) = ([Union](), [Union](), Set<Bits>())
        guard var next = tilings(of: group.parts, of: group, beside: nothing) else { return nil }
        while true {
            waiting += next.filter { seen.insert($0.members).inserted }
            guard let union = waiting.popLast() else { return found }
            found.append(union)
            next = []
            for across in groups where across.count > 0 && isAcross(across, union) {
                let rest = across.parts.subtracting(known.parts(across.parts, on: union.ground))
                guard let more = tilings(of: rest, of: across, beside: union) else { return nil }
                next += more
            }
        }
    }

    /// Partly within, and there wholly.
    private func isAcross(_ group: Groups.Group, _ union: Union) -> Bool {
        !group.ground.isDisjoint(with: union.ground) && !group.ground.isSubset(of: union.ground)
            && known.parts(group.parts, on: union.ground).isSubset(of: union.parts)
    }

    /// The union with others added, of no ground of its own, that hold the rest of a group.
    private mutating func tilings(
        of rest: Bits,
        of group: Groups.Group,
        beside union: Union
    ) -> [Union]? {
        steps += 1
        guard steps < Self.stepsMax else { return nil }
        guard let part = rest.first else { return [union] }
        var found: [Union] = []
        for (index, other) in groups.enumerated()
        where other.count > 0 && other.parts.contains(part)
            && other.ground.isDisjoint(with: union.ground)
        {
            let held = known.parts(group.parts, on: other.ground)
            guard held.isSubset(of: other.parts) else { continue }
            var more = union
            more.members.insert(index)
            more.parts = more.parts.union(other.parts)
            more.ground = more.ground.union(other.ground)
            more.count += other.count
            guard let all = tilings(of: rest.subtracting(held), of: group, beside: more) else {
                return nil
            }
            found += all
        }
        return found
    }
}
