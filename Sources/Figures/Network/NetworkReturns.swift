// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What was reported in several councils: each one's own course, period by period.
///
/// People are never added up: nobody knows who is in two services. Outcomes are, as each belongs to
/// one of them.
package struct NetworkReturns: Sendable {
    /// A return that was accepted or approved.
    package struct Entry: Sendable {
        package let council: String
        package let period: ReturnPeriod
        package let improved: Int?
        package let paired: Int?
        /// From the first submission to the council's first word about it.
        package let daysToAnswer: Int?
        /// As the report on returns names it.
        package let source: String
        /// The return itself, by which files about it are held beside each other.
        package let origin: NetworkFigure.Source?

        package init(
            council: String,
            period: ReturnPeriod,
            improved: Int?,
            paired: Int?,
            daysToAnswer: Int?,
            source: String,
            origin: NetworkFigure.Source? = nil
        ) {
            (self.council, self.period, self.source) = (council, period, source)
            (self.improved, self.paired, self.origin) = (improved, paired, origin)
            self.daysToAnswer = daysToAnswer
        }
    }

    /// What a council has told the network of a period.
    package struct Told: Sendable {
        package let council: String
        package let period: ReturnPeriod
        package let outcomes: NetworkFigure.Outcomes
        package let source: String

        package init(
            council: String,
            period: ReturnPeriod,
            outcomes: NetworkFigure.Outcomes,
            source: String
        ) {
            (self.council, self.period) = (council, period)
            (self.outcomes, self.source) = (outcomes, source)
        }
    }

    private let groups: [Group]

    fileprivate struct Group {
        let council: String
        let period: ReturnPeriod
        let outcomes: NetworkFigure.Outcomes
        let sources: [String]
        let parts: Set<String>
    }

    /// `told` is of councils of which there are no entries.
    package init(_ entries: [Entry], told: [Told] = []) {
        let own = Dictionary(grouping: entries) { "\($0.council)/\($0.period)" }.values
        let groups = own.compactMap(Group.init) + told.map(Group.init)
        self.groups = groups.sorted { ($0.council, $0.period) < ($1.council, $1.period) }
    }

    /// Councils by name, each with its periods in their order.
    package var course: FigureTable {
        FigureTable(
            "Each council's own course",
            rowName: "council and period",
            columns: [
                .init("returns", "returns that were accepted or approved, for just this period."),
                .init(
                    Self.improved,
                    "outcomes that improved, of those with a follow-up, as reported.",
                    counts: (0..<3).map {
                        Quantity(ReturnTable.title + "/improved", [""], number: $0)
                    }
                ),
                .init(
                    "days to an answer",
                    "the middle of the days from a submission to the council's first word."
                ),
            ],
            rows: groups.map { group in
                let outcomes = group.outcomes
                return FigureTable.Row(
                    "\(group.council), \(group.period)",
                    [.level(outcomes.returns), outcomes.improved, outcomes.answer],
                    sources: group.sources,
                    parts: group.parts
                )
            }
        )
    }

    private static let improved = "improved"

    /// What the network is told, of the course as it is told: what is hidden there is hidden here.
    package func figures(told course: FigureTable) -> [NetworkFigure] {
        zip(groups, course.rows).map { group, row in
            let told = NetworkFigure.Outcomes(
                returns: group.outcomes.returns,
                improved: row.figures[1],
                answer: row.figures[2],
                sources: group.outcomes.sources
            )
            return .outcomes(group.period, told)
        }
    }

    /// From the course as it is told: what is hidden there places nobody.
    package func spread(told course: FigureTable) -> NetworkSpread {
        let column = course.columns.firstIndex { $0.name == Self.improved }
        let points = zip(groups, course.rows).map { group, row in
            NetworkSpread.Point(
                council: group.council,
                period: group.period.description,
                told: column.map { row.figures[$0] } ?? Figure(.none)
            )
        }
        return NetworkSpread(
            "outcomes that improved",
            points.sorted { ($0.period, $0.council) < ($1.period, $1.council) }
        )
    }
}

extension NetworkReturns.Group {
    fileprivate init(_ told: NetworkReturns.Told) {
        self.init(
            council: told.council,
            period: told.period,
            outcomes: told.outcomes,
            sources: [told.source],
            parts: Set(told.outcomes.sources.map(\.part))
        )
    }

    /// Nil for none; all are of one council and period.
    fileprivate init?(_ entries: [NetworkReturns.Entry]) {
        guard let first = entries.first else { return nil }
        let outcomes = NetworkFigure.Outcomes(
            returns: entries.count,
            improved: Self.share(entries),
            answer: .median(entries.compactMap(\.daysToAnswer)),
            sources: entries.compactMap(\.origin)
        )
        self.init(
            council: first.council,
            period: first.period,
            outcomes: outcomes,
            sources: entries.map(\.source),
            parts: Set(entries.map { $0.origin?.part ?? $0.source })
        )
    }

    private static func share(_ entries: [NetworkReturns.Entry]) -> Figure {
        let told = entries.compactMap { entry -> (improved: Int, paired: Int)? in
            guard let improved = entry.improved, let paired = entry.paired,
                (0...max(0, paired)) ~= improved
            else { return nil }
            return (improved, paired)
        }
        return .ratio(
            told.map(\.improved).reduce(0, &+),
            of: told.map(\.paired).reduce(0, &+)
        )
    }
}
