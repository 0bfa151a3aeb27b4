// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// An answer as it stands, beside what the logs have of the same change.
package struct KeptAnswer: Sendable {
    package let key: AnswerKey
    package let change: ChangeID
    /// Nil for one that cannot be read, or whose columns contradict each other.
    package let answer: StoredAnswer?
    /// What a log has under the same device and counter.
    package let own: Receipt?
    /// What a log has of the same change, whoever sent it.
    package let logged: Receipt?

    package init(
        key: AnswerKey,
        change: ChangeID,
        answer: StoredAnswer?,
        own: Receipt?,
        logged: Receipt?
    ) {
        (self.key, self.change, self.answer) = (key, change, answer)
        (self.own, self.logged) = (own, logged)
    }
}

/// Counters of one device: how many, and between which two.
package struct CounterSpan: Hashable, Sendable {
    package private(set) var count: Int64
    package private(set) var lowest: Int64
    package private(set) var highest: Int64

    package init(count: Int64, lowest: Int64, highest: Int64) {
        (self.count, self.lowest, self.highest) = (count, lowest, highest)
    }

    static let none = Self(count: 0, lowest: .max, highest: .min)

    mutating func add(_ counter: Int64) {
        count += 1
        (lowest, highest) = (min(lowest, counter), max(highest, counter))
    }

    /// Both together, which have none in common.
    func joined(_ other: Self) -> Self {
        Self(
            count: count + other.count,
            lowest: min(lowest, other.lowest),
            highest: max(highest, other.highest)
        )
    }

    /// Whether these are all from 1 to the last.
    func reaches(_ last: Int64) -> Bool {
        count == last && (count == 0 || lowest == 1 && highest == last)
    }
}
