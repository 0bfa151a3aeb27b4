// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Foundation
import LocalSpend
import Pictures

/// Local spend as tables: the same figures that `spend show` prints.
struct SpendTables {
    let reports: [SpendReport]
    private var aims: [(report: SpendReport, aim: SpendReport.Aim)] {
        reports.flatMap { report in report.targets.map { (report, $0) } }
    }

    private func plan(_ report: SpendReport) -> String {
        aims.count > 1 ? "planned \(inert(report.definition.id))" : "planned"
    }

    /// The whole years of all figures and targets, each definition a column of its own: so no line
    /// joins two of them.
    var shares: FigureTable {
        let points = reports.flatMap(\.series.whole)
        let named = points.map(\.year) + aims.flatMap(\.aim.target.years)
        // A year of which nothing is known keeps its place: without it a line would be steeper.
        let years = (named.min()?.start ?? 0)..<(named.max()?.start ?? -1) + 1
        let columns = reports.map { report in
            FigureTable.Column(inert(report.definition.id), inert(report.definition.sentence))
        }
        let plans = aims.map { report, aim in
            FigureTable.Column(
                plan(report),
                "the way from \(aim.target.baseline) to \(aim.target.percent.shown)% by"
                    + " \(aim.target.year), by the definition \(inert(report.definition.id))."
            )
        }
        return FigureTable(
            "Local share of spending",
            rowName: "year",
            columns: columns + plans,
            rows: years.map { start in
                let year = FinancialYear(start: start)
                let figures = reports.map { report in
                    report.series.whole.first { $0.year == year }
                        .map { Figure.share($0.share.numerator, of: $0.share.denominator) }
                        ?? Figure(.none)
                }
                let planned = aims.map { $0.aim.target.planned(year).percentFigure }
                return FigureTable.Row(
                    "\(year)",
                    figures + planned,
                    sources: Set(points.filter { $0.year == year }.map { inert($0.source) })
                        .sorted()
                )
            },
            shape: .open
        )
    }

    /// Years that are not drawn, each a sentence.
    var partial: [String] {
        reports.flatMap(\.series.points).compactMap { point in
            point.coverage.words.map {
                "\(point.year) by '\(inert(point.definition))': \(point.share.words) so far, from"
                    + " \($0). It is compared with nothing until the year is whole."
            }
        }
    }

    /// The picture of the shares, between full tens so that a few points can be seen.
    func chart(of table: FigureTable) -> Chart {
        let sizes = table.rows.flatMap(\.figures).compactMap(\.magnitude)
        let low = ((sizes.min() ?? 0) / 10).rounded(.down) * 10
        let high = ((sizes.max() ?? 100) / 10).rounded(.up) * 10
        return Chart(
            .lines,
            "Local share, per cent, and the way to the target",
            columns: table.columns.map(\.name),
            top: high > low ? high : low + 10,
            bottom: low,
            plans: Set(aims.map { plan($0.report) }),
            breaks: Set(SpendReport.breaks(reports).map { "\($0.year)" })
        )
    }

    static let amountColumns: [FigureTable.Column] = [
        .init("local", "what counts as local by the definition."),
        .init("counted", "all spending that the definition counts."),
        .init("share", "local, of counted."),
    ]

    /// Both amounts of each share.
    var amounts: FigureTable {
        FigureTable(
            "What it is a share of",
            rowName: "year",
            columns: Self.amountColumns,
            rows: reports.flatMap { report in
                report.series.points.map { point in
                    let (local, all) = (point.share.numerator, point.share.denominator)
                    return FigureTable.Row(
                        "\(point.year) \(inert(report.definition.id))"
                            + (point.coverage.words.map { ", \($0)" } ?? ""),
                        [.money(local), .money(all), point.share.figure],
                        sources: [inert(point.source)]
                    )
                }
            },
            shape: .open
        )
    }

    /// What is wanting, and how steep the rest of the way is.
    var standing: FigureTable {
        FigureTable(
            "Against the target",
            rowName: "target",
            columns: [
                .init("share", "the newest whole year by the target's definition."),
                .init("planned", "for the year of that figure."),
                .init("target", "what was promised."),
                .init("gap", "what more of that year's spending would have to be local."),
                .init("needed a year", "from that year on, up to the year of the target."),
            ],
            rows: aims.compactMap { report, aim in
                guard let standing = aim.standing else { return nil }
                let share = standing.point.share
                let needed = standing.gap.pence > 0 ? standing.requiredPerYear : nil
                return FigureTable.Row(
                    "\(inert(report.definition.id)) \(aim.target.year)",
                    [
                        .share(share.numerator, of: share.denominator),
                        standing.planned.percentFigure,
                        Optional(aim.target.percent).percentFigure, .money(standing.gap),
                        needed.map { Figure(.tenths($0.tenths, unit: "points")) } ?? Figure(.none),
                    ],
                    sources: ["\(standing.point.year), \(inert(standing.point.source))"]
                )
            },
            shape: .open
        )
    }
}

extension Share {
    /// In words, of which no line is drawn, where it cannot be one.
    var figure: Figure {
        isImpossible
            ? .words("\(percent.map { "\($0.shown)%" } ?? "–") (cannot be)")
            : .share(numerator, of: denominator)
    }
}

extension Optional where Wrapped == Decimal {
    fileprivate var percentFigure: Figure {
        map { Figure(.tenths($0.tenths, unit: "%")) } ?? Figure(.none)
    }
}
