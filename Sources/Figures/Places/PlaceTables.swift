// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Figures of one period by place, counted as those without places are.
///
/// Several quarters are taken together: people of two quarters are not to be added up.
package struct PlaceTables: Sendable {
    let cases: Cases
    let periods: [Period]
    let service: String?
    let map: PlaceMap
    let span: Period
    let homes: PlacedPeople

    /// Nil where there is no period.
    package init?(_ cases: Cases, in periods: [Period], of service: String?, by map: PlaceMap) {
        guard let first = periods.first, let last = periods.last,
            let span = periods.count == 1 ? first : Period(from: first.first, to: last.last)
        else { return nil }
        (self.cases, self.periods, self.service, self.map) = (cases, periods, service, map)
        homes = PlacedPeople(cases, by: map)
        self.span = span
    }

    /// People with a contact: new and known ones add up across, places downwards.
    package var people: FigureTable {
        let placed = PlacedCases(selected(service, withOutcomes: false), homes)
        let rows = homes.rows.map { row in
            let activity = Activity(placed.at(row.spot), in: span)
            let new = activity.people.intersection(activity.newPeople).count
            let all = Figure(
                .count(activity.people.count),
                leftOut: [
                    .init(activity.leftOut - activity.withheld, "as an answer in them is disputed"),
                    .init(activity.withheld, Withheld.why), .init(activity.held, ReachTables.late),
                ]
            )
            return self.row(row, [.count(new), .count(activity.people.count - new), all])
        }
        return FigureTable(
            "People reached by \(map.title), \(span.title)",
            rowName: map.noun,
            columns: [
                .init(
                    "new",
                    "those with a contact whose first enrolment began in the period.",
                    counts: [among(["new"])]
                ),
                .init("here before", "all others.", counts: [among(["here before"])]),
                .init(
                    "all",
                    "different people with a contact in the period, by where they live now.",
                    counts: [among(Self.everybody)]
                ),
            ],
            rows: rows + [total(of: rows, alsoKnown: [.init(parts(of: service), plain)])],
            shape: .cross,
            rankedBy: "all"
        )
    }

    /// Everybody who is new, as the report without places counts them: with a contact in the period
    /// or without one, who is in none of the rows of `people`.
    ///
    /// Its numbers are of the same people as the new ones there, so what few of them make is held.
    package var newPeople: FigureTable {
        let new = homes.counts(
            of: Activity(selected(service, withOutcomes: false), in: span).newPeople
        )
        let rows = homes.rows.map { row($0, [.count(new[$0.spot] ?? 0)]) }
        return FigureTable(
            "New people by \(map.title), \(span.title)",
            rowName: map.noun,
            columns: [
                .init(
                    "new people",
                    "people whose first enrolment began in the period, with a contact in it or"
                        + " without, by where they live now.",
                    counts: [among(["new"])]
                )
            ],
            rows: rows + [
                total(
                    of: rows,
                    alsoKnown: [.init(parts(of: service), ["new people": [.newPeople]])]
                )
            ],
            shape: .columns,
            rankedBy: "new people"
        )
    }

    private var plain: [String: [Quantity]] {
        ["new": [.newPeople], "here before": [.knownPeople], "all": [.reached]]
    }

    static let everybody: Set = ["new", "here before"]

    /// Without outcomes where only people are counted: those are the most, and take the longest.
    func selected(_ service: String?, withOutcomes: Bool = true) -> Cases {
        var cases = cases
        if !withOutcomes { cases.outcomes = [] }
        return service.map { cases.of(service: $0, in: span) } ?? cases
    }

    func row(_ row: PlaceRow, _ figures: [Figure]) -> FigureTable.Row {
        let parts = periods.flatMap { period in row.areas.map { "\(period.part)/\($0)" } }
        return FigureTable.Row(row.title, figures, parts: Set(parts), isApart: row.isApart)
    }

    /// What every row adds up to.
    ///
    /// It stands in reports without places too, or is what several of them add up to.
    func total(of rows: [FigureTable.Row], alsoKnown: [FigureTable.Alias]) -> FigureTable.Row {
        let columns = rows.first?.figures.indices ?? 0..<0
        return FigureTable.Row(
            "all",
            columns.map { column in Figure.sum(rows.map { $0.figures[column] }) },
            parts: rows.reduce(into: []) { $0.formUnion($1.parts) },
            alsoKnown: alsoKnown,
            isApart: true
        )
    }

    /// Which people a column counts, in the services that there are.
    func among(
        _ kinds: Set<String>,
        what: String = "people by place",
        of service: String? = nil
    ) -> Quantity {
        let chosen = service ?? self.service
        let services = (chosen.map { [$0] } ?? cases.allServices).map(\.sharedPart)
        let all = kinds.map(\.sharedPart)
        return Quantity(what, Set(services.flatMap { one in all.map { "\(one)/\($0)" } }))
    }

    /// The parts that reports without places know these people by.
    func parts(of service: String?) -> Set<String> {
        periods.reduce(into: []) { $0.formUnion($1.parts(of: service, in: cases)) }
    }
}

extension FigureTable.Row {
    /// With figures at its end that are no part of the sums.
    func adding(_ more: [Figure]) -> FigureTable.Row {
        FigureTable.Row(
            name,
            figures + more,
            sources: sources,
            parts: parts,
            records: records,
            alsoKnown: alsoKnown,
            isApart: isApart
        )
    }
}

extension Figure {
    /// Counts and shares add up; others have no sum.
    static func sum(_ figures: [Figure]) -> Figure {
        var (counts, part, whole): ([Int], Int, Int) = ([], 0, 0)
        for figure in figures {
            switch figure.value {
            case .count(let count): counts.append(count)
            case .ratio(let some, let all): (part, whole) = (part + some, whole + all)
            default: break
            }
        }
        return counts.count == figures.count
            ? .count(counts.reduce(0, +)) : .ratio(part, of: whole)
    }
}
