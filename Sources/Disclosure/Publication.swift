// SPDX-License-Identifier: Apache-2.0

/// What was told before, so that nothing new tells a small count by subtraction.
///
/// Each number is that of a group, named by the parts it is made of: quarters, services.
/// A new number is refused when it, less others whose groups lie within its group without touching
/// each other, or another such number less it, leaves few people; and when it corrects a former
/// number of the same group by few.
package struct Publication: Hashable, Sendable, Codable {
    package struct Entry: Hashable, Sendable, Codable {
        /// What is counted: numbers of different things are never compared.
        package let what: String
        package let parts: Set<String>
        package let count: Int

        package init(_ what: String, of parts: Set<String>, _ count: Int) {
            (self.what, self.parts, self.count) = (what, parts, count)
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
    package func allows(_ new: Entry, _ threshold: Threshold) -> Bool {
        if contains(new) { return true }
        let others = entries.filter { $0.what == new.what }
        // Most numbers of a long table share nobody with any other.
        if others.allSatisfy({ $0.parts.isDisjoint(with: new.parts) }) { return true }
        var groups = Groups(others + [new]).groups
        guard let group = groups.popLast() else { return true }
        let touching = groups.filter { !$0.parts.isDisjoint(with: group.parts) }
        for former in touching where former.parts == group.parts {
            if threshold.isSmall(abs(former.count - group.count)) { return false }
        }
        let within = touching.filter { $0.parts.isStrictSubset(of: group.parts) }
        if tells(group.count, without: within, threshold) { return false }
        let apart = groups.filter { $0.parts.isDisjoint(with: group.parts) }
        for whole in touching where group.parts.isStrictSubset(of: whole.parts) {
            let left = whole.count - group.count
            if threshold.isSmall(left) { return false }
            let more = apart.filter { $0.parts.isSubset(of: whole.parts) }
            if tells(left, without: more, threshold) { return false }
        }
        return true
    }

    /// Where there are too many families to try, gives up on the safe side.
    private func tells(
        _ count: Int,
        without groups: [Groups.Group],
        _ threshold: Threshold
    ) -> Bool {
        guard groups.contains(where: { $0.count > 0 }) else { return false }
        var packing = Packing()
        guard let sums = packing.sums(of: groups) else { return true }
        return sums.contains { threshold.isSmall(abs(count - $0)) }
    }
}
