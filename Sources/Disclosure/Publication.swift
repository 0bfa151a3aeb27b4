// SPDX-License-Identifier: Apache-2.0

/// What was told before, so that nothing new tells a small count by subtraction.
///
/// Each number is that of a group, named by the parts it is made of: quarters, services, places.
/// A new number is refused when it, less others whose groups lie within its group without touching
/// each other, or another such number less it, leaves few people; when sums of several do
/// (`Unions`); and when it corrects a former number of the same group by few. What stands after a
/// `~` in a part, up to the next slash, is what people can be in several of: a service, a quarter.
/// The sums of means have a rule of their own (`Means`), and so have medians (`Medians`).
package struct Publication: Hashable, Sendable, Codable {
    package struct Entry: Hashable, Sendable, Codable {
        /// What is counted: numbers of different things are never compared.
        package let what: String
        package let parts: Set<String>
        package let count: Int
        /// Of a mean the sum that it is of; nil where people are only counted.
        ///
        /// It is left out of what is written where there is none, so that programs before it and
        /// this one read each other's files. What was told before it was remembered says how many
        /// pairs there were, and not whether their mean was told: then a mean is hidden only where
        /// their number is. Hiding all of them would hide every mean that has not changed.
        package let sum: Int64?
        /// Of a median twice what it is; nil for everything else, and left out there as a sum is.
        package let median: Int?

        package init(
            _ what: String,
            of parts: Set<String>,
            _ count: Int,
            sum: Int64? = nil,
            median: Int? = nil
        ) {
            (self.what, self.parts, self.count) = (what, parts, count)
            (self.sum, self.median) = (sum, median)
        }
    }

    package private(set) var entries: [Entry] = []
    /// The same, to be found at once.
    private var known: Set<Entry> = []

    package init() {}

    private enum CodingKeys: CodingKey { case entries }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        entries = try container.decode([Entry].self, forKey: .entries)
        known = Set(entries)
    }

    package mutating func add(_ entry: Entry) {
        if known.insert(entry).inserted { entries.append(entry) }
    }

    package func contains(_ entry: Entry) -> Bool { known.contains(entry) }

    /// What was told since.
    package func entries(after former: Publication) -> [Entry] {
        entries.filter { !former.contains($0) }
    }

    /// True where the number may be told beside all that were.
    ///
    /// Where there are too many ways to subtract to try, gives up on the safe side.
    package func allows(_ new: Entry, _ threshold: Threshold) -> Bool {
        if contains(new) { return true }
        let others = entries.filter { $0.what == new.what }
        // Most numbers of a long table share nobody with any other.
        if others.allSatisfy({ $0.parts.isDisjoint(with: new.parts) }) { return true }
        if new.sum != nil {
            var means = Means(others, new, threshold)
            return !means.leaveFew()
        }
        if new.median != nil { return !Medians.leaveFew(others, new, threshold) }
        let told = Told(Groups(others + [new]), threshold)
        return !told.isCorrectedByFew && !told.leavesFewOfParts && !told.leavesFewOfUnions
            && !told.leavesFewOfRests
    }
}

/// Groups of people whose numbers are known, the last of them new.
private struct Told {
    private let known: Groups
    private let others: ArraySlice<Groups.Group>
    private let new: Groups.Group
    private let threshold: Threshold

    init(_ known: Groups, _ threshold: Threshold) {
        (self.known, self.threshold) = (known, threshold)
        (others, new) = (known.groups.dropLast(), known.groups[known.groups.count - 1])
    }

    var isCorrectedByFew: Bool {
        others.contains {
            $0.parts.isSame(as: new.parts) && threshold.isSmall(abs($0.count - new.count))
        }
    }

    /// As if groups without a common part had nobody in common: what is in two services follows
    /// from the numbers of both and of all.
    var leavesFewOfParts: Bool { leavesFew(new, beside: Array(others)) }

    /// What follows from the new number by subtraction is held as if it were told with it.
    var leavesFewOfRests: Bool {
        let before = Rests(of: Array(others), known).groups
        let found = Rests(of: known.groups, known).groups.subtracting(before)
        if !before.isEmpty, leavesFew(new, beside: Array(others) + before) { return true }
        let beside = known.groups + before + found
        return found.contains { rest in
            threshold.isSmall(rest.count)
                || leavesFew(rest, beside: beside.filter { $0 != rest })
        }
    }

    private func leavesFew(_ new: Groups.Group, beside others: [Groups.Group]) -> Bool {
        let within = others.filter { $0.parts.isStrictSubset(of: new.parts) }
        if tells(new.count, without: within, by: .parts) { return true }
        let apart = others.filter { $0.parts.isDisjoint(with: new.parts) }
        return others.contains { whole in
            guard new.parts.isStrictSubset(of: whole.parts) else { return false }
            let left = whole.count - new.count
            let more = apart.filter { $0.parts.isSubset(of: whole.parts) }
            return threshold.isSmall(abs(left)) || tells(left, without: more, by: .parts)
        }
    }

    /// People are in several services and quarters, and in one place: only groups of different
    /// places are added up, and subtracted together.
    var leavesFewOfUnions: Bool {
        let index = known.groups.count - 1
        return Unions(known).around(index).contains { union in
            let isMember = union.members.contains(index)
            let left = union.count - (isMember ? 0 : new.count)
            if !isMember, threshold.isSmall(abs(left)) { return true }
            let within = others.enumerated().filter { number, group in
                !union.members.contains(number) && group.parts.isSubset(of: union.parts)
                    && (isMember || group.ground.isDisjoint(with: new.ground))
            }
            return tells(left, without: within.map(\.element), by: .ground)
        }
    }

    private func tells(
        _ count: Int,
        without groups: [Groups.Group],
        by touch: Packing.Touch
    ) -> Bool {
        guard groups.contains(where: { $0.count > 0 }) else { return false }
        var packing = Packing(by: touch)
        guard let sums = packing.sums(of: groups, upTo: count + threshold.least) else {
            return true
        }
        return (1..<threshold.least).contains {
            sums.contains(count - $0) || sums.contains(count + $0)
        }
    }
}
