// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import LocalSpend
import Pictures

/// Local spend by quarter of the financial year, from the ledgers alone: what was published and
/// what was promised is of whole years.
struct SpendQuarters {
    let reports: [SpendReport]
    let periods: [Period]

    /// A quarter of which some months are wanting is drawn in no line.
    var shares: FigureTable {
        FigureTable(
            "Local share of spending by quarter",
            rowName: "quarter",
            columns: reports.map {
                .init(inert($0.definition.id), inert($0.definition.sentence))
            },
            rows: periods.map { period in
                FigureTable.Row(
                    period.title,
                    reports.map { report in
                        let quarter = SpendQuarter(of: period.first)
                        guard report.coverage.words(of: quarter) == nil else {
                            return Figure(.none)
                        }
                        return report.figures.quarters[quarter]?.share.figure ?? Figure(.none)
                    }
                )
            },
            shape: .open
        )
    }

    func chart(of table: FigureTable) -> Chart {
        Chart(
            .lines,
            "Local share, per cent",
            columns: table.columns.map(\.name),
            top: 100
        )
    }

    /// Both amounts of each share, of quarters that are not whole too.
    var amounts: FigureTable {
        FigureTable(
            "What it is a share of, by quarter",
            rowName: "quarter",
            columns: SpendTables.amountColumns,
            rows: reports.flatMap { report in
                known(report).map { period, quarter, tally in
                    FigureTable.Row(
                        report.name(
                            of: quarter,
                            as: "\(period.title) \(inert(report.definition.id))"
                        ),
                        [.money(tally.local), .money(tally.counted), tally.share.figure],
                        sources: ["ledgers"]
                    )
                }
            },
            shape: .open
        )
    }

    func circles(_ report: SpendReport) -> FigureTable {
        FigureTable(
            "How far the money goes, by quarter: \(inert(report.definition.id))",
            rowName: "quarter",
            columns: SpendReport.circleColumns,
            rows: known(report).map { period, quarter, tally in
                FigureTable.Row(
                    report.name(of: quarter, as: period.title),
                    SpendReport.circleFigures(tally),
                    records: tally.rows
                )
            },
            shape: .open
        )
    }

    func classes(_ report: SpendReport) -> FigureTable {
        FigureTable(
            "To whom it goes, by quarter: \(inert(report.definition.id))",
            rowName: "quarter",
            columns: SpendReport.amountColumns + SpendReport.shareColumns,
            rows: known(report).map { period, quarter, tally in
                FigureTable.Row(
                    report.name(of: quarter, as: period.title),
                    SpendReport.amounts(tally) + SpendReport.shares(tally),
                    records: tally.rows
                )
            },
            shape: .open
        )
    }

    private func known(
        _ report: SpendReport
    ) -> [(period: Period, quarter: SpendQuarter, tally: SpendTally)] {
        periods.compactMap { period in
            let quarter = SpendQuarter(of: period.first)
            return report.figures.quarters[quarter].map { (period, quarter, $0) }
        }
    }
}

extension ReportMaterial {
    /// Nothing of a year, which the same report shows when no quarter is named.
    func quarterSections(_ reports: [SpendReport], _ notes: [String]) -> [Report.Section] {
        let tables = SpendQuarters(reports: reports, periods: periods)
        let shares = tables.shares
        let sentence =
            "What was published or promised is of whole years: leave out --quarter and --quarters."
        let first = Report.Section(
            shares,
            charts: [tables.chart(of: shares)],
            sentences: [sentence] + notes
        )
        guard let chosen = Self.chosen(of: reports) else { return [first] }
        let circles = tables.circles(chosen)
        let stacked = Chart(
            .stacked,
            "Spending by how far away suppliers are",
            columns: circles.columns.map(\.name)
        )
        return [
            first, .init(tables.amounts), .init(circles, charts: [stacked]),
            .init(tables.classes(chosen)),
        ]
    }
}
