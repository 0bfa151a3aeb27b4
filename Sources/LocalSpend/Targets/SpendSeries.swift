// SPDX-License-Identifier: Apache-2.0

/// One year's share, with the definition that it was measured by.
package struct SpendPoint: Hashable, Sendable {
    package let year: FinancialYear
    package let share: Share
    package let definition: String
    /// Where it was published, or what it was counted from.
    package let source: String
    /// Why it stands by this definition though it looks as of another one; empty where it does not.
    package let reason: String
    /// What was published is of a whole year.
    package let coverage: SpendCoverage

    package init(
        year: FinancialYear,
        share: Share,
        definition: String,
        source: String,
        reason: String = "",
        coverage: SpendCoverage = .whole
    ) {
        (self.year, self.share) = (year, share)
        (self.definition, self.source) = (definition, source)
        (self.reason, self.coverage) = (reason, coverage)
    }

    package var isWhole: Bool { coverage.isWhole }
}

/// Years that can be compared: all of one definition, each year once, oldest first.
package struct SpendSeries: Hashable, Sendable {
    package let definition: String
    package private(set) var points: [SpendPoint]

    package init(_ definition: String) { (self.definition, points) = (definition, []) }

    /// Those that can be compared with each other and with a target.
    package var whole: [SpendPoint] { points.filter { $0.isWhole && !$0.share.isImpossible } }

    /// - Throws: `SpendError` for a point that was measured by another definition: the two series
    ///   are never joined.
    package mutating func add(_ point: SpendPoint) throws {
        guard point.definition == definition else {
            throw SpendError(
                "\(point.year)",
                "This figure was measured by '\(point.definition)', and the series by"
                    + " '\(definition)': these are different rules, and cannot be joined."
                    + " Nothing was added. Measure the year by '\(definition)', or begin a series"
                    + " of its own."
            )
        }
        guard !points.contains(where: { $0.year == point.year }) else {
            throw SpendError(
                "\(point.year)",
                "There is a figure of this year by '\(definition)' already. Nothing was added."
                    + " Delete the one that is wrong."
            )
        }
        points.append(point)
        points.sort { $0.year < $1.year }
    }

    /// Series by definition, that of the oldest point first: between two of them is a break.
    package static func apart(_ points: [SpendPoint]) throws -> [SpendSeries] {
        var series: [SpendSeries] = []
        for point in points.sorted(by: { $0.year < $1.year }) {
            if let index = series.firstIndex(where: { $0.definition == point.definition }) {
                try series[index].add(point)
            } else {
                var next = SpendSeries(point.definition)
                try next.add(point)
                series.append(next)
            }
        }
        return series
    }
}
