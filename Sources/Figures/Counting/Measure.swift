// SPDX-License-Identifier: Apache-2.0

/// What a figure must know of a measure.
package struct Measure: Hashable, Sendable {
    package let key: String
    package let title: String
    package let isLowerBetter: Bool

    package init(key: String, title: String, isLowerBetter: Bool) {
        (self.key, self.title, self.isLowerBetter) = (key, title, isLowerBetter)
    }

    /// Days after the baseline when a follow-up falls due.
    package static let reviewDays: Int64 = 90
}

/// Outcomes of one scale, counted.
package struct OutcomeCount: Hashable, Sendable {
    /// With a baseline, and that or a follow-up in the period.
    package private(set) var recorded = 0
    /// With a follow-up in the period on the scale of the baseline.
    package private(set) var paired = 0
    package private(set) var improved = 0
    /// Points towards the better end, of all pairs together.
    ///
    /// A mean of it is one measure's only.
    package private(set) var changeSum: Int64 = 0
    /// Not followed up, though the follow-up fell due in the period.
    package private(set) var missed = 0

    package init() {}

    /// Those of whom a follow-up could be expected in the period.
    package var eligible: Int { paired + missed }

    mutating func count(_ start: Int64, _ last: Int64?, isReversed: Bool) {
        recorded += 1
        guard let last else { return }
        paired += 1
        let (change, isTooLarge) =
            isReversed
            ? start.subtractingReportingOverflow(last) : last.subtractingReportingOverflow(start)
        if isReversed ? last < start : last > start { improved += 1 }
        if !isTooLarge { changeSum &+= change }
    }

    mutating func countMissed() { missed += 1 }
}
