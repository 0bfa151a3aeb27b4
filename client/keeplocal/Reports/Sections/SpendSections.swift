// SPDX-License-Identifier: Apache-2.0

import FieldModel
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
            return try nothing(spend, shares)
        }
        guard !isByQuarter else { return quarterSections(reports, notes) }
        let sentences =
            SpendReport.breaks(reports).map { inert($0.words) } + tables.partial + notes
        let first = Report.Section(shares, charts: [tables.chart(of: shares)], sentences: sentences)
        let standing = tables.standing
        let others = [standing.rows.isEmpty ? nil : standing, tables.amounts].compactMap { $0 }
        return [first] + others.map { .init($0) } + Self.ledgerSections(of: reports)
    }

    /// Who receives no spending reads what was told to everybody.
    private func nothing(
        _ spend: SpendSource,
        _ shares: FigureTable
    ) throws -> [Report.Section] {
        guard !spend.actor.receives(.spend) else {
            let none = spend.actor.spendAbsence(
                "There is no figure yet.",
                "Say first what is measured: keeplocal spend definition add"
            )
            return [.init(shares, sentences: [none] + spend.notes)]
        }
        let told = NetworkSpending(try session.toldSpending())
        let next =
            told.courses.isEmpty
            ? " No council has told the network of it yet." : " Told to the network, it is below."
        return [.init(shares, sentences: [Actor.noSpending + next])] + Self.sections(told)
    }

    /// The definition that something was promised by, else the first: one sheet has room for the
    /// circles of one.
    static func chosen(of reports: [SpendReport]) -> SpendReport? {
        let counted = reports.filter { !$0.figures.years.isEmpty }
        return counted.first { !$0.targets.isEmpty } ?? counted.first
    }

    private static func ledgerSections(of reports: [SpendReport]) -> [Report.Section] {
        guard let chosen = chosen(of: reports) else { return [] }
        let others = reports.filter { !$0.figures.years.isEmpty }.map(\.definition.id).filter {
            $0 != chosen.definition.id
        }
        let sentences = others.map {
            "By another definition: keeplocal report spend --definition \(inert($0))"
        }
        let (circles, classes, partial) = (chosen.circles, chosen.classes, chosen.partialClasses)
        let stacked = Chart(
            .stacked,
            "Spending by how far away suppliers are",
            columns: circles.columns.map(\.name)
        )
        let whole = [Report.Section(classes, charts: [chosen.chart(of: classes)])]
        return [.init(circles, charts: [stacked], sentences: chosen.notes.map(inert) + sentences)]
            + (classes.rows.isEmpty ? [] : whole)
            + (partial.rows.isEmpty ? [] : [.init(partial)])
    }
}
