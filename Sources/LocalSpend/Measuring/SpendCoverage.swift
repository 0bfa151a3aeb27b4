// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Of which months of a financial year payments are known.
///
/// A year of which some are wanting has a share, and is compared with nothing.
package struct SpendCoverage: Hashable, Sendable {
    /// 1 is April.
    private var months: Set<Int>

    package init() { months = [] }
    package static let whole = SpendCoverage(months: Set(1...12))

    private init(months: Set<Int>) { self.months = months }

    package var isWhole: Bool { months.count == 12 }

    /// `1 of 4 quarters`, or `5 of 12 months`; nil of a whole year.
    package var words: String? {
        guard !isWhole else { return nil }
        let quarters = (1...4).filter { Self.months(of: $0).isSubset(of: months) }
        return quarters.count * 3 == months.count
            ? "\(quarters.count) of 4 quarters" : "\(months.count) of 12 months"
    }

    /// `2 of 3 months` of one quarter; nil of a whole one.
    fileprivate func words(of quarter: Int) -> String? {
        let known = Self.months(of: quarter).intersection(months).count
        return known == 3 ? nil : "\(known) of 3 months"
    }

    private static func months(of quarter: Int) -> Set<Int> {
        Set((quarter * 3 - 2)...(quarter * 3))
    }

    fileprivate mutating func take(_ quarter: SpendQuarter, within period: LedgerReading.Period) {
        months.formUnion(Self.months(of: quarter.number).filter { period.meets($0, quarter.year) })
    }
}

/// What the ledgers have of each year.
///
/// Rows by hand are taken as they are: nobody can say what they lack, and beside a ledger they
/// fill no gap of it.
package struct CoveredYears: Hashable, Sendable {
    private var years: [FinancialYear: SpendCoverage] = [:]

    package init() {}

    /// A ledger has the months that its days lie in, of quarters in which it has payments.
    package mutating func take(
        _ quarters: Set<SpendQuarter>,
        of period: LedgerReading.Period
    ) {
        for quarter in quarters {
            years[quarter.year, default: SpendCoverage()].take(quarter, within: period)
        }
    }

    /// Whole where no ledger tells of the year.
    package subscript(_ year: FinancialYear) -> SpendCoverage { years[year] ?? .whole }

    /// How much of a quarter is known: `2 of 3 months`; nil of a whole one, and where no ledger
    /// tells of its year.
    package func words(of quarter: SpendQuarter) -> String? {
        years[quarter.year]?.words(of: quarter.number)
    }
}

extension LedgerReading.Period {
    /// True where a day of the month lies in it; 1 is April.
    fileprivate func meets(_ month: Int, _ year: FinancialYear) -> Bool {
        // Months since the year 0, April to March.
        let place = year.start * 12 + month + 2
        return from.map { $0.year * 12 + $0.month - 1 <= place } ?? true
            && to.map { place <= $0.year * 12 + $0.month - 1 } ?? true
    }
}
