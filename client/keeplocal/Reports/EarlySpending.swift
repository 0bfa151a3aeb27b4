// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import LocalSpend
import Pictures

/// Early intervention by pounds: whole years in a line, and apart those of which a part is known.
struct EarlySpending {
    private let years: [FinancialYear: TierTally]
    private let coverage: CoveredYears
    private let notes: [String]

    /// `services` are tiers by what services are called by.
    init(_ spend: SpendSource, services: [String: Tier]) {
        years = TierTally.years(spend.cells, spend.book.suppliers, services: services)
        (coverage, notes) = (spend.coverage, spend.notes)
    }

    var sections: [Report.Section] {
        let partial = years.keys.filter { !coverage[$0].isWhole }.sorted()
        let drawn = Report.Section(table(Self.title, whole), charts: charts, sentences: notes)
        let apart = Report.Section(
            table("\(Self.title), years not whole", partial),
            sentences: ["A year that is not whole is drawn in no line."]
                + (whole.isEmpty ? notes : [])
        )
        guard !partial.isEmpty else { return [drawn] }
        return whole.isEmpty ? [apart] : [drawn, apart]
    }

    private static let title = "Early intervention by pounds"

    /// From the first to the last: a year of which nothing is known keeps its place, else a line
    /// would be steeper.
    private var whole: [FinancialYear] {
        let known = years.keys.filter { coverage[$0].isWhole }.map(\.start)
        return ((known.min() ?? 0)..<(known.max() ?? -1) + 1).map { FinancialYear(start: $0) }
    }

    private func table(_ title: String, _ shown: [FinancialYear]) -> FigureTable {
        FigureTable(
            title,
            rowName: "year",
            columns: Self.tiers + [
                .init("no tier", "spending that nobody has given a tier, not in the share."),
                .init("early share", "universal and early help, of spending with a tier."),
            ],
            rows: shown.map { year in
                let part = coverage[year].words.map { ", \($0)" } ?? ""
                return FigureTable.Row(
                    "\(year)\(part)",
                    figures(of: year),
                    sources: years[year] == nil ? [] : ["ledgers and rows of spending"]
                )
            },
            shape: .open
        )
    }

    private func figures(of year: FinancialYear) -> [Figure] {
        guard let tally = years[year] else {
            return (Self.tiers.map(\.name) + ["", ""]).map { _ in Figure(.none) }
        }
        let sums = Tier.allCases.map { Figure.money(tally.amount(of: $0)) }
        let share = Share(tally.early, of: tally.tiered)
        return sums + [.money(tally.untiered), share.figure]
    }

    private static let tiers = Tier.allCases.map { tier in
        FigureTable.Column(tier.title, "spending with this tier.")
    }

    private var charts: [Chart] {
        [
            Chart(
                .stacked,
                "Spending by tier",
                columns: Self.tiers.map(\.name) + ["no tier"]
            ),
            Chart(.lines, "Early share, per cent", columns: ["early share"], top: 100),
        ]
    }
}
