// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A table for each measure, over periods.
package struct OutcomeTables: Sendable {
    private let periods: [(period: Period, figures: OutcomeFigures, parts: Set<String>)]
    private let measures: [Measure]

    package init(
        _ cases: Cases,
        in periods: [Period],
        of service: String?,
        measures: [Measure],
        today: PlainDate
    ) {
        self.measures = measures
        let stays = Stays(cases.enrolments)
        self.periods = periods.map { period in
            let selected = service.map { cases.of(service: $0, in: period) }
            let figures = OutcomeFigures(
                selected ?? cases,
                in: period,
                measures: measures,
                today: today,
                stays: selected == nil ? stays : nil
            )
            return (period, figures, period.parts(of: service, in: cases))
        }
    }

    /// Measures of which something was recorded, in the order of the list; of each the scale of
    /// today first, and former ones after it as series of their own.
    package var tables: [FigureTable] {
        let current = periods.reduce(into: Set<String>()) {
            $0.formUnion($1.figures.byMeasure.keys)
            $0.formUnion($1.figures.leftOutByMeasure.keys)
            $0.formUnion($1.figures.withheldByMeasure.keys)
        }
        let former = Set(periods.flatMap { $0.figures.apart.values.flatMap(\.byMeasure.keys) })
        let used = current.union(former)
        let known = measures.filter { used.contains($0.key) }
        let others = used.subtracting(measures.map(\.key)).sorted().map {
            Measure(key: $0, title: $0, isLowerBetter: false)
        }
        return (known + others).flatMap { measure in
            (current.contains(measure.key) ? [table(measure)] : []) + formerTables(measure)
        }
    }

    /// That nobody has an outcome of some measures, which tables that are not there tell.
    package static func nobody(
        of absent: [String],
        _ cases: Cases,
        in periods: [Period],
        of service: String?
    ) -> FigureTable {
        FigureTable(
            "Measures of which nothing was recorded",
            rowName: "period",
            columns: absent.map { .init($0, "none.", counts: [.outcomes([$0])]) },
            rows: periods.map { period in
                FigureTable.Row(
                    period.title,
                    absent.map { _ in .count(0) },
                    parts: period.parts(of: service, in: cases)
                )
            }
        )
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

    private func formerTables(_ measure: Measure) -> [FigureTable] {
        let versions = periods.flatMap { $0.figures.apart }.compactMap { version, former in
            former.byMeasure[measure.key] == nil ? nil : version
        }
        let today = Self.columns(measure)
        return Set(versions).sorted(by: >).map { version in
            FigureTable(
                "\(measure.title), on the scale of version \(version) of the form",
                rowName: "period",
                columns: Self.columns(measure, version).dropLast(),
                rows: periods.compactMap { period, figures, parts in
                    figures.apart[version]?.byMeasure[measure.key].map { count in
                        FigureTable.Row(
                            period.title,
                            Array(cells(count).dropLast()),
                            parts: parts,
                            records: count.recorded,
                            // It was told as today's before the scale was changed.
                            alsoKnown: [.init(parts, Self.counts(today))]
                        )
                    }
                }
            )
        }
    }

    private static func counts(_ columns: [FigureTable.Column]) -> [String: [Quantity]] {
        Dictionary(
            columns.map { ($0.name, $0.counts) },
            uniquingKeysWith: { first, _ in first }
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
            Figure.LeftOut(figures.apart(of: measure.key), "as they are on a former scale"),
        ]
        let cells = cells(count)
        // Of a period that is all on a former scale nought would be a wrong number.
        let isApart = count.recorded == 0 && figures.apart(of: measure.key) > 0
        let first = isApart ? Figure.Value.none : .count(count.recorded)
        return [Figure(first, leftOut: leftOut)]
            + (isApart ? cells.map { _ in Figure(.none) } : cells)
            .dropFirst()
    }

    private func cells(_ count: OutcomeCount) -> [Figure] {
        [
            .count(count.recorded),
            .count(count.paired),
            .ratio(count.improved, of: count.paired),
            .meanChange(sum: count.changeSum, pairs: count.paired),
            .ratio(count.paired, of: count.eligible),
        ]
    }

    /// Of a former scale with the version of the form that had it.
    private static func columns(
        _ measure: Measure,
        _ version: Int? = nil
    ) -> [FigureTable.Column] {
        let sign =
            measure.isLowerBetter ? "a fall counts as plus, as less is better" : "more is plus"
        let what = [version.map { "\(measure.key) of version \($0)" } ?? measure.key]
        return [
            .init(
                "outcomes",
                "records with a baseline, of which the baseline or a follow-up lies in the period.",
                counts: [.outcomes(what)]
            ),
            .init(
                "pairs",
                "of these, with a follow-up in the period on the scale of the baseline.",
                partOf: "outcomes",
                counts: [.pairs(what)]
            ),
            .init(
                "improved",
                "pairs whose last follow-up in the period is better than the baseline, of all.",
                partOf: "pairs",
                counts: Quantity.improved(what)
            ),
            .init(
                "change",
                "mean of last follow-up less baseline in points, \(sign); n is the pairs.",
                partOf: "pairs",
                counts: [.pairs(what)]
            ),
            .init(
                "followed up",
                "pairs, of pairs and those not followed up though it fell due in the period,"
                    + " \(Measure.reviewDays) days after the baseline, before they had left.",
                partOf: "outcomes",
                counts: [.eligible(what), .pairs(what), .missed(what)]
            ),
        ]
    }
}

extension Period {
    /// What the people of the period are made up of, by which rows of several reports are compared:
    /// the period in one service, or in each there is and besides.
    package func parts(of service: String?, in cases: Cases) -> Set<String> {
        parts(of: service.map { [$0] } ?? cases.allServices)
    }

    func parts(of services: Set<String>) -> Set<String> {
        Set(services.map { "\(part)/\($0.sharedPart)" })
    }

    /// The period as a part of what people are counted in.
    var part: String { title.sharedPart }
}

extension String {
    /// As a part of which people can be in several at once, see `Publication`.
    var sharedPart: String { "~" + replacing("/", with: "\u{2215}") }
}
