// SPDX-License-Identifier: Apache-2.0

/// A quarter of the financial year that begins in April: `2026-Q2` is July to September 2026, and
/// `2026-Q4` January to March 2027.
package struct Quarter: Hashable, Sendable {
    /// The year in which the financial year begins.
    package let year: Int
    package let number: Int
    package let first: PlainDate
    package let last: PlainDate

    /// Nil for anything but `YYYY-Q1` to `YYYY-Q4`.
    package init?(_ text: String) {
        let parts = text.split(separator: "-Q", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 1,
            let year = Int(parts[0]), let number = Int(parts[1])
        else { return nil }
        self.init(year: year, number: number)
    }

    private init?(year: Int, number: Int) {
        guard (1...4).contains(number) else { return nil }
        let start = { (quarter: Int) in
            PlainDate(
                year: quarter > 3 ? year + 1 : year,
                month: quarter == 5 ? 4 : quarter == 4 ? 1 : quarter * 3 + 1,
                day: 1
            )
        }
        guard let first = start(number), let next = start(number + 1) else { return nil }
        (self.year, self.number, self.first, last) = (year, number, first, next.adding(days: -1))
    }

    /// The quarter that a day is in; the years 1 and 9999, which have no whole financial year,
    /// give the nearest.
    package init(containing date: PlainDate) {
        let year = min(max(date.month < 4 ? date.year - 1 : date.year, 1), 9998)
        let number = date.month < 4 ? 4 : (date.month - 1) / 3
        (self.year, self.number) = (year, number)
        let found = Self(year: year, number: number)
        (first, last) = (found?.first ?? date, found?.last ?? date)
    }

    package func contains(_ date: PlainDate) -> Bool { first <= date && date <= last }
}

extension Quarter: Comparable {
    package static func < (a: Self, b: Self) -> Bool { a.first < b.first }
}

extension Quarter: CustomStringConvertible {
    package var description: String { "\(year)-Q\(number)" }
}
