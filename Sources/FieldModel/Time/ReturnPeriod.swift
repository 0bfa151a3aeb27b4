// SPDX-License-Identifier: Apache-2.0

/// The time that a return is about: a quarter `2026-Q2`, a half `2026-H1` or the whole financial
/// year `2026/27`, all of the year that begins in April.
package struct ReturnPeriod: Hashable, Sendable {
    /// How often a service reports.
    package enum Rhythm: String, Codable, Sendable, CaseIterable {
        case quarterly
        case halfYearly = "half_yearly"
        case yearly

        /// How many of its returns make a year.
        package var timesPerYear: Int {
            switch self {
            case .quarterly: 4
            case .halfYearly: 2
            case .yearly: 1
            }
        }
    }

    package let rhythm: Rhythm
    package let first: PlainDate
    package let last: PlainDate

    /// Nil for anything but `YYYY-Q1` to `YYYY-Q4`, `YYYY-H1`, `YYYY-H2`, and `YYYY/YY` with the
    /// year that follows.
    package init?(_ text: String) {
        let quarters = (1...4).compactMap { Quarter("\(text.prefix(4))-Q\($0)") }
        let found = quarters.lazy.flatMap { quarter in
            Rhythm.allCases.map { ReturnPeriod($0, containing: quarter.first) }
        }.first { $0.description == text }
        guard let found else { return nil }
        self = found
    }

    package init(_ quarter: Quarter) {
        (rhythm, first, last) = (.quarterly, quarter.first, quarter.last)
    }

    /// The one that a day is in.
    package init(_ rhythm: Rhythm, containing date: PlainDate) {
        let quarter = Quarter(containing: date)
        let months =
            switch rhythm {
            case .quarterly: quarter.number...quarter.number
            case .halfYearly: quarter.number < 3 ? 1...2 : 3...4
            case .yearly: 1...4
            }
        self.rhythm = rhythm
        first = Quarter("\(padded(quarter.year, 4))-Q\(months.lowerBound)")?.first ?? quarter.first
        last = Quarter("\(padded(quarter.year, 4))-Q\(months.upperBound)")?.last ?? quarter.last
    }

    /// The one before, of the same length.
    package var before: ReturnPeriod { Self(rhythm, containing: first.adding(days: -1)) }

    package var quarters: [Quarter] {
        var quarters = [Quarter(containing: first)]
        while quarters.count < 4, let next = quarters.last?.last.adding(days: 1), next <= last {
            quarters.append(Quarter(containing: next))
        }
        return quarters
    }

    package func contains(_ date: PlainDate) -> Bool { first <= date && date <= last }

    /// What a person reads where their text is none.
    package static let examples = "2026-Q2, 2026-H1 or 2026/27"
}

extension ReturnPeriod: Comparable {
    /// By the first day; of two that begin together the shorter one first.
    package static func < (a: Self, b: Self) -> Bool { (a.first, a.last) < (b.first, b.last) }
}

extension ReturnPeriod: CustomStringConvertible {
    package var description: String {
        let quarter = Quarter(containing: first)
        return switch rhythm {
        case .quarterly: quarter.description
        case .halfYearly: "\(quarter.year)-H\(quarter.number < 3 ? 1 : 2)"
        case .yearly: "\(quarter.year)/\(padded((quarter.year + 1) % 100, 2))"
        }
    }
}
