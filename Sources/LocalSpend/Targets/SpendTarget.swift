// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation

/// The share that a council promised to reach, and the way there.
package struct SpendTarget: Hashable, Sendable {
    package enum Shape: Hashable, Sendable {
        case linear
        /// Shares for some of the years between; straight lines join them.
        case milestones([FinancialYear: Decimal])
    }

    package let definition: String
    package let baseline: FinancialYear
    package let baselineShare: Share
    package let year: FinancialYear
    package let percent: Decimal
    package let shape: Shape
    private let start: Decimal

    /// - Throws: `SpendError` for a target that lies before its baseline or outside 0 to 100 %.
    package init(
        definition: String,
        baseline: FinancialYear,
        baselineShare: Share,
        year: FinancialYear,
        percent: Decimal,
        shape: Shape = .linear
    ) throws {
        guard year > baseline else {
            throw SpendError(
                "\(year)",
                "The year of the target must come after that of its baseline, \(baseline)."
            )
        }
        guard let start = baselineShare.percent else {
            throw SpendError("\(baseline)", "The baseline needs an amount that it is a part of.")
        }
        guard (0...100).contains(percent) else {
            throw SpendError("\(year)", "A target is 0 to 100 percent.")
        }
        if case .milestones(let points) = shape {
            for (milestone, share) in points
            where !(baseline < milestone && milestone < year) || !(0...100).contains(share) {
                throw SpendError(
                    "\(milestone)",
                    "A milestone is 0 to 100 percent, in a year between \(baseline) and \(year)."
                )
            }
        }
        (self.definition, self.baseline, self.baselineShare) = (definition, baseline, baselineShare)
        (self.year, self.percent, self.shape, self.start) = (year, percent, shape, start)
    }

    package var years: [FinancialYear] {
        (baseline.start...year.start).map { FinancialYear(start: $0) }
    }

    /// The share that was planned for a year; nil outside of the target's years.
    package func planned(_ year: FinancialYear) -> Decimal? {
        var corners = [baseline: start, self.year: percent]
        if case .milestones(let points) = shape { corners.merge(points) { $1 } }
        if let corner = corners[year] { return corner }
        guard let before = corners.keys.filter({ $0 < year }).max(),
            let after = corners.keys.filter({ $0 > year }).min(),
            let from = corners[before], let to = corners[after]
        else { return nil }
        return from + (to - from) * Decimal(year.start - before.start)
            / Decimal(after.start - before.start)
    }

    /// Where a council stands against its target.
    package struct Standing: Hashable, Sendable {
        package let point: SpendPoint
        package let planned: Decimal?
        /// Points a year from now on; nil when the year of the target is over.
        package let requiredPerYear: Decimal?
        /// What more of that year's spending would have had to be local; below nought when reached.
        package let gap: Money
    }

    /// Nil for a figure of nothing, and for one of a part of a year.
    ///
    /// - Throws: `SpendError` for a figure of another definition: no gap between the two means
    ///   anything.
    package func standing(_ point: SpendPoint) throws -> Standing? {
        guard point.definition == definition else {
            throw SpendError(
                "\(point.year)",
                "The figure was measured by '\(point.definition)', and the target by"
                    + " '\(definition)'. They cannot be compared. Measure the year by"
                    + " '\(definition)', or set a target by '\(point.definition)'."
            )
        }
        guard point.isWhole, let current = point.share.percent else { return nil }
        let left = year.start - point.year.start
        return Standing(
            point: point,
            planned: planned(point.year),
            requiredPerYear: left > 0 ? (percent - current) / Decimal(left) : nil,
            gap: Money(
                rounding: percent * Decimal(point.share.denominator.pence) / 100
                    - Decimal(point.share.numerator.pence)
            )
        )
    }
}
