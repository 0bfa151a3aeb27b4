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
        /// As the report on returns names it, so that files about both are held beside each other.
        package let source: String

        package init(
            council: String,
            period: ReturnPeriod,
            improved: Int?,
            paired: Int?,
            daysToAnswer: Int?,
            source: String
        ) {
            (self.council, self.period, self.source) = (council, period, source)
            (self.improved, self.paired) = (improved, paired)
            self.daysToAnswer = daysToAnswer
        }
    }

    private struct Key: Hashable, Comparable {
        let council: String
        let period: ReturnPeriod

        static func < (a: Self, b: Self) -> Bool {
            (a.council, a.period) < (b.council, b.period)
        }
    }

    private let groups: [(key: Key, entries: [Entry])]

    package init(_ entries: [Entry]) {
        groups = Dictionary(grouping: entries) { Key(council: $0.council, period: $0.period) }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    package var councils: Set<String> { Set(groups.map(\.key.council)) }

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
                    among: .init("Returns that were accepted or approved/improved", [""])
                ),
                .init(
                    "days to an answer",
                    "the middle of the days from a submission to the council's first word."
                ),
            ],
            rows: groups.map { key, entries in
                FigureTable.Row(
                    "\(key.council), \(key.period)",
                    [
                        .level(entries.count), Self.share(entries),
                        .median(entries.compactMap(\.daysToAnswer)),
                    ],
                    sources: entries.map(\.source),
                    parts: Set(entries.map(\.source))
                )
            }
        )
    }

    private static let improved = "improved"

    private static func share(_ entries: [Entry]) -> Figure {
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

    /// From the course as it is told: what is hidden there places nobody.
    package func spread(told course: FigureTable) -> NetworkSpread {
        let column = course.columns.firstIndex { $0.name == Self.improved }
        let points = zip(groups, course.rows).map { group, row in
            NetworkSpread.Point(
                council: group.key.council,
                period: group.key.period.description,
                told: column.map { row.figures[$0] } ?? Figure(.none)
            )
        }
        return NetworkSpread(
            "outcomes that improved",
            points.sorted { ($0.period, $0.council) < ($1.period, $1.council) }
        )
    }
}
