// SPDX-License-Identifier: Apache-2.0

/// A table for each measure, over periods.
package struct OutcomeTables: Sendable {
    private let periods: [(period: Period, figures: OutcomeFigures, parts: Set<String>)]
    private let measures: [Measure]

    package init(_ cases: Cases, in periods: [Period], of service: String?, measures: [Measure]) {
        self.measures = measures
        let stays = Stays(cases.enrolments)
        self.periods = periods.map { period in
            let selected = service.map { cases.of(service: $0, in: period) }
            let figures = OutcomeFigures(
                selected ?? cases,
                in: period,
                measures: measures,
                stays: selected == nil ? stays : nil
            )
            return (period, figures, period.parts(of: service, in: cases))
        }
    }

    /// Measures of which something was recorded, in the order of the list.
    package var tables: [FigureTable] {
        let used = Set(periods.flatMap { Array($0.figures.byMeasure.keys) })
            .union(periods.flatMap { Array($0.figures.apartByMeasure.keys) })
            .union(periods.flatMap { Array($0.figures.leftOutByMeasure.keys) })
            .union(periods.flatMap { Array($0.figures.withheldByMeasure.keys) })
        let known = measures.filter { used.contains($0.key) }
        let others = used.subtracting(measures.map(\.key)).sorted().map {
            Measure(key: $0, title: $0, isLowerBetter: false)
        }
        return (known + others).map(table)
    }

    private func table(_ measure: Measure) -> FigureTable {
        FigureTable(
            measure.title,
            rowName: "period",
            columns: Self.columns(measure),
            rows: periods.map { period, figures, parts in
                FigureTable.Row(
                    period.title,
                    row(of: measure, figures),
                    parts: parts,
                    records: figures.byMeasure[measure.key]?.recorded
                )
            }
        )
    }

    private func row(of measure: Measure, _ figures: OutcomeFigures) -> [Figure] {
        let count = figures.byMeasure[measure.key] ?? OutcomeCount()
        let leftOut = [
            Figure.LeftOut(
                figures.leftOutByMeasure[measure.key] ?? 0,
                "as an answer in them is disputed"
            ),
            Figure.LeftOut(figures.withheldByMeasure[measure.key] ?? 0, Withheld.why),
            Figure.LeftOut(
                figures.apartByMeasure[measure.key] ?? 0,
                "as they are on a former scale"
            ),
        ]
        return [
            Figure(.count(count.recorded), leftOut: leftOut),
            .count(count.paired),
            .ratio(count.improved, of: count.paired),
            .meanChange(sum: count.changeSum, pairs: count.paired),
            .ratio(count.paired, of: count.eligible),
        ]
    }

    private static func columns(_ measure: Measure) -> [FigureTable.Column] {
        let sign =
            measure.isLowerBetter ? "a fall counts as plus, as less is better" : "more is plus"
        return [
            .init(
                "outcomes",
                "records with a baseline, of which the baseline or a follow-up lies in the period."
            ),
            .init(
                "pairs",
                "of these, with a follow-up in the period on the scale of the baseline.",
                partOf: "outcomes"
            ),
            .init(
                "improved",
                "pairs whose last follow-up in the period is better than the baseline, of all.",
                partOf: "pairs"
            ),
            .init(
                "change",
                "mean of last follow-up less baseline in points, \(sign); n is the pairs.",
                partOf: "pairs"
            ),
            .init(
                "followed up",
                "pairs, of pairs and those not followed up though it fell due in the period,"
                    + " \(Measure.reviewDays) days after the baseline, before they had left.",
                partOf: "outcomes"
            ),
        ]
    }
}

extension Period {
    /// What the people of the period are made up of, by which rows of several reports are compared:
    /// the period in one service, or in each there is and besides.
    package func parts(of service: String?, in cases: Cases) -> Set<String> {
        if let service { return ["\(title)/\(service)"] }
        return Set(cases.serviceNames.map { "\(title)/\($0)" } + ["\(title)/"])
    }
}
