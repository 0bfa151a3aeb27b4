// SPDX-License-Identifier: Apache-2.0

/// What can be added up of groups that share nobody, around a number that is to be told.
///
/// A reader adds the wards of one file, and subtracts the neighbourhoods of another that lie within
/// them. A sum matters only where something that is subtracted lies across its members: else it
/// falls into sums that are tried of their own. So from one group on, each told group that lies
/// across the border asks for others that hold the rest of it.
///
/// Sums of more than four numbers are not tried: in a town with thirty wards in three files there
/// are millions, and none could be told.
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
    private static let membersMax = 4
    private static let unionsMax = 120

    init(_ known: Groups) { self.known = known }

    /// All that have a group as their member, or hold all of it.
    func around(_ index: Int) -> [Union] {
        let group = groups[index]
        let nothing = Union(members: Bits(), parts: Bits(), ground: Bits(), count: 0)
        var (found, seen) = ([Union](), Set<Bits>())
        var waiting = tilings(of: group.parts, of: group, beside: nothing, upTo: Self.membersMax)
        waiting.reverse()
        while let union = waiting.popLast(), found.count < Self.unionsMax {
            guard seen.insert(union.members).inserted else { continue }
            found.append(union)
            let left = Self.membersMax - union.members.count
            guard left > 0 else { continue }
            for across in groups where across.count > 0 && isAcross(across, union) {
                let rest = across.parts.subtracting(known.parts(across.parts, on: union.ground))
                waiting += tilings(of: rest, of: across, beside: union, upTo: left)
            }
        }
        return found
    }

    /// Partly within, and there wholly.
    private func isAcross(_ group: Groups.Group, _ union: Union) -> Bool {
        !group.ground.isDisjoint(with: union.ground) && !group.ground.isSubset(of: union.ground)
            && known.parts(group.parts, on: union.ground).isSubset(of: union.parts)
    }

    /// The union with at most so many others added, of no ground of its own, that hold the rest of
    /// a group.
    private func tilings(
        of rest: Bits,
        of group: Groups.Group,
        beside union: Union,
        upTo most: Int
    ) -> [Union] {
        guard let part = rest.first else { return [union] }
        guard most > 0 else { return [] }
        return groups.indices.filter { index in
            let other = groups[index]
            return other.count > 0 && other.parts.contains(part)
                && other.ground.isDisjoint(with: union.ground)
        }.flatMap { index -> [Union] in
            let other = groups[index]
            let held = known.parts(group.parts, on: other.ground)
            guard held.isSubset(of: other.parts) else { return [] }
            let more = union.with(index, other)
            return tilings(of: rest.subtracting(held), of: group, beside: more, upTo: most - 1)
        }
    }
}

extension Unions.Union {
    fileprivate func with(_ index: Int, _ group: Groups.Group) -> Self {
        var union = self
        union.members.insert(index)
        union.parts = parts.union(group.parts)
        union.ground = ground.union(group.ground)
        union.count += group.count
        return union
    }
}
