// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension PlaceTables {
    /// A table for each measure of which something was recorded; with need, how great it is there.
    package func outcomes(
        _ measures: [Measure],
        need: PlaceNeed? = nil,
        today: PlainDate
    ) -> [FigureTable] {
        let cases = PlacedCases(selected(service), homes)
        let placed = homes.rows.map { row -> (PlaceRow, OutcomeFigures) in
            let placed = cases.at(row.spot)
            return (row, OutcomeFigures(placed, in: span, measures: measures, today: today))
        }
        let used = placed.reduce(into: Set<String>()) {
            $0.formUnion($1.1.byMeasure.keys)
            $0.formUnion($1.1.leftOutByMeasure.keys)
            $0.formUnion($1.1.apart.values.flatMap(\.byMeasure.keys))
            $0.formUnion($1.1.withheldByMeasure.keys)
        }
        let others = used.subtracting(measures.map(\.key)).sorted().map {
            Measure(key: $0, title: $0, isLowerBetter: false)
        }
        return (measures.filter { used.contains($0.key) } + others).map {
            table($0, placed, need)
        }
    }

    private func table(
        _ measure: Measure,
        _ placed: [(PlaceRow, OutcomeFigures)],
        _ need: PlaceNeed?
    ) -> FigureTable {
        let rows = placed.map { row, figures in self.row(row, cells(of: measure, figures)) }
        let all = total(of: rows, alsoKnown: [.init(parts(of: service), plain(measure.key))])
        let needs = placed.map { row, _ in need.map { [$0.figure(of: row.place)] } ?? [] }
        return FigureTable(
            "\(measure.title) by \(map.title), \(span.title)",
            rowName: map.noun,
            columns: columns(of: measure) + (need.map { [$0.column] } ?? []),
            rows: zip(rows, needs).map { $0.adding($1) }
                + [all.adding(need == nil ? [] : [Figure(.none)])],
            shape: .cross,
            rankedBy: "improved"
        )
    }

    /// The share comes first, as it is what the picture shows.
    private func cells(of measure: Measure, _ figures: OutcomeFigures) -> [Figure] {
        let count = figures.byMeasure[measure.key] ?? OutcomeCount()
        let leftOut = [
            Figure.LeftOut(
                figures.leftOutByMeasure[measure.key] ?? 0,
                "as an answer in them is disputed"
            ),
            Figure.LeftOut(
                figures.apart(of: measure.key),
                "as they are on a former scale"
            ),
            Figure.LeftOut(figures.withheldByMeasure[measure.key] ?? 0, Withheld.why),
        ]
        return [
            .ratio(count.improved, of: count.paired), .count(count.improved),
            .count(count.paired - count.improved), .count(count.recorded - count.paired),
            Figure(.count(count.recorded), leftOut: leftOut),
        ]
    }

    private func plain(_ measure: String) -> [String: [Quantity]] {
        [
            "improved": Quantity.improved([measure]), "better": [.better([measure])],
            "not better": [.notBetter([measure])], "no pair": [.noPair([measure])],
            "outcomes": [.outcomes([measure])],
        ]
    }

    private func columns(of measure: Measure) -> [FigureTable.Column] {
        let what = "\(measure.title) by place"
        return [
            .init("improved", "better, of all pairs.", madeOf: ["better", "not better"]),
            .init(
                "better",
                "pairs whose last follow-up in the period is better than the baseline.",
                counts: [among(["better"], what: what)]
            ),
            .init(
                "not better",
                "pairs that are the same or worse.",
                counts: [among(["not better"], what: what)]
            ),
            .init(
                "no pair",
                "without a follow-up in the period on the scale of the baseline.",
                counts: [among(["no pair"], what: what)]
            ),
            .init(
                "outcomes",
                "records with a baseline, of which the baseline or a follow-up lies in the period.",
                counts: [among(["better", "not better", "no pair"], what: what)]
            ),
        ]
    }
}
