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

    package init() {}

    package mutating func add(_ entry: Entry) {
        if !entries.contains(entry) { entries.append(entry) }
    }

    /// True where the number may be told beside all that were.
    package func allows(_ new: Entry, _ threshold: Threshold) -> Bool {
        let others = entries.filter { $0.what == new.what }
        if others.contains(new) { return true }
        let touching = others.filter { !$0.parts.isDisjoint(with: new.parts) }
        for former in touching where former.parts == new.parts {
            if threshold.isSmall(abs(former.count - new.count)) { return false }
        }
        var search = Search(threshold: threshold)
        let within = touching.filter { $0.parts.isStrictSubset(of: new.parts) }
        if search.tells(new.parts, new.count, without: within[...]) { return false }
        for whole in touching where whole.parts.isStrictSuperset(of: new.parts) {
            let rest = whole.parts.subtracting(new.parts)
            let left = whole.count - new.count
            if threshold.isSmall(left) { return false }
            let more = others.filter { $0.parts.isSubset(of: rest) }
            if search.tells(rest, left, without: more[...]) { return false }
        }
        return true
    }

    /// Tries all families of groups that do not touch; gives up on the safe side.
    private struct Search {
        let threshold: Threshold
        private var steps = 0
        private static let stepsMax = 20_000

        init(threshold: Threshold) { self.threshold = threshold }

        mutating func tells(
            _ parts: Set<String>,
            _ count: Int,
            without others: ArraySlice<Entry>
        ) -> Bool {
            for (index, other) in zip(others.indices, others)
            where other.parts.isSubset(of: parts) {
                steps += 1
                guard steps < Self.stepsMax else { return true }
                let left = count - other.count
                if threshold.isSmall(abs(left)) { return true }
                let rest = parts.subtracting(other.parts)
                if tells(rest, left, without: others[(index + 1)...]) { return true }
            }
            return false
        }
    }
}
