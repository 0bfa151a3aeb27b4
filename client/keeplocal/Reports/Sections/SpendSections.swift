// SPDX-License-Identifier: Apache-2.0

import FieldStore
import Figures
import LocalSpend
import Pictures

/// The report on local spend: where it stands against what was promised, and where it goes.
extension ReportMaterial {
    func spendSections() throws -> [Report.Section] {
        guard let spend = outside.spend else { return [] }
        let reports = try spend.reports(only: definition).filter {
            !$0.series.points.isEmpty || !$0.figures.years.isEmpty || !$0.targets.isEmpty
        }
        let (tables, notes) = (SpendTables(reports: reports), spend.notes)
        let shares = tables.shares
        guard !reports.isEmpty else {
            let none =
                "There is no figure yet. Say first what is measured: keeplocal spend definition add"
            return [.init(shares, sentences: [none] + notes)]
        }
        let sentences = SpendReport.breaks(reports).map { inert($0.words) } + notes
        let first = Report.Section(shares, charts: [tables.chart(of: shares)], sentences: sentences)
        let standing = tables.standing
        let others = [standing.rows.isEmpty ? nil : standing, tables.amounts].compactMap { $0 }
        return [first] + others.map { .init($0) } + reports.flatMap(Self.ledgerSections)
    }

    private static func ledgerSections(_ report: SpendReport) -> [Report.Section] {
        guard !report.figures.years.isEmpty else { return [] }
        let (circles, classes) = (report.circles, report.classes)
        let stacked = Chart(
            .stacked,
            "Spending by how far away suppliers are",
            columns: circles.columns.map(\.name)
        )
        let shares = Chart(
            .bars,
            "Share of VCSE, per cent",
            columns: ["VCSE"]
        )
        return [
            .init(circles, charts: [stacked], sentences: report.notes.map(inert)),
            .init(classes, charts: [shares]),
        ]
    }
}
