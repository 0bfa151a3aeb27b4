// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The days that a figure counts, the first and the last among them.
package struct Period: Hashable, Sendable {
    package let first: PlainDate
    package let last: PlainDate
    /// `2026-Q2`, or the two days.
    package let title: String

    package init(_ quarter: Quarter) { self.init(ReturnPeriod(quarter)) }

    package init(_ period: ReturnPeriod) {
        (first, last, title) = (period.first, period.last, period.description)
    }

    /// Nil where the last day comes before the first.
    package init?(from first: PlainDate, to last: PlainDate) {
        guard first <= last else { return nil }
        (self.first, self.last, title) = (first, last, "\(first) to \(last)")
    }

    package func contains(_ date: PlainDate) -> Bool { first <= date && date <= last }
}

extension Quarter {
    /// The quarter of the financial year that a day lies in.
    package init?(containing date: PlainDate) {
        let isEarly = date.month < 4
        let number = isEarly ? 4 : (date.month - 1) / 3
        self.init("\(isEarly ? date.year - 1 : date.year)-Q\(number)")
    }

    /// So many quarters up to this one, the earliest first.
    package func trailing(_ count: Int) -> [Quarter] {
        var quarters = [self]
        while quarters.count < count,
            let before = quarters.first.flatMap({ Quarter(containing: $0.first.adding(days: -1)) })
        { quarters.insert(before, at: 0) }
        return quarters
    }
}
