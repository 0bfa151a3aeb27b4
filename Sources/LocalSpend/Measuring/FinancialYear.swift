// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// April to March, by the year in which it begins: `2017/18`.
package struct FinancialYear: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let start: Int

    package init(start: Int) { self.start = start }

    package init(of date: PlainDate) { start = date.month >= 4 ? date.year : date.year - 1 }

    /// Nil for anything but `2017/18` and `2017/2018`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, let start = Int(parts[0]),
            (1900...2999).contains(start), let end = Int(parts[1]),
            parts[1].utf8.count == 2 && end == (start + 1) % 100
                || parts[1].utf8.count == 4 && end == start + 1
        else { return nil }
        self.start = start
    }

    package var description: String {
        let end = (start + 1) % 100
        return "\(start)/\(end < 10 ? "0" : "")\(end)"
    }

    package static func < (a: Self, b: Self) -> Bool { a.start < b.start }
}

/// A quarter of a financial year: the first is April to June.
package struct SpendQuarter: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let year: FinancialYear
    package let number: Int

    package init(of date: PlainDate) {
        year = FinancialYear(of: date)
        number = date.month >= 4 ? (date.month - 1) / 3 : 4
    }

    /// What stands in the database: 4 × year + number − 1.
    package var index: Int { year.start * 4 + number - 1 }

    package init(index: Int) {
        year = FinancialYear(start: index / 4)
        number = index % 4 + 1
    }

    package var description: String { "\(year) Q\(number)" }

    package static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}
