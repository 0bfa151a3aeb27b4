// SPDX-License-Identifier: Apache-2.0

/// Whom an organisation reached, over periods that do not overlap.
package struct ReachTables: Sendable {
    private let periods: [Part]
    private let participants: [PersonKey: Participant]
    private let tiers: [(name: String, title: String)]
    private let needs: [(name: String, title: String)]

    private struct Part {
        let period: Period
        let activity: Activity
        let parts: Set<String>
        /// New people by level of need at entry; nil for those of whom none is known.
        let newByTier: [String?: Int]
    }

    /// Tiers and needs are listed as the form offers them, early ones first.
    package init(
        _ cases: Cases,
        in periods: [Period],
        of service: String?,
        tiers: [(name: String, title: String)],
        needs: [(name: String, title: String)]
    ) {
        (self.tiers, self.needs) = (tiers, needs)
        let participants = Dictionary(
            cases.participants.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        self.participants = participants
        self.periods = periods.map { period in
            let selected = service.map { cases.of(service: $0, in: period) } ?? cases
            let activity = Activity(selected, in: period)
            return Part(
                period: period,
                activity: activity,
                parts: period.parts(of: service, in: cases),
                newByTier: Dictionary(grouping: activity.newPeople) { participants[$0]?.tier }
                    .mapValues(\.count)
            )
        }
    }

    static let late =
        "as they are dated after the end of their service, and the council has not decided"

    /// People and contacts.
    package var people: FigureTable {
        FigureTable(
            "People reached",
            rowName: "period",
            columns: [
                .init(
                    "contacts",
                    "contacts with a person on a day of the period.",
                    counts: [.contacts]
                ),
                .init(
                    "people",
                    "different people with a contact in the period, each once; those of several"
                        + " periods are not to be added up.",
                    counts: [.reached]
                ),
            ],
            rows: periods.map { part in
                let (activity, why) = (part.activity, "as an answer in them is disputed")
                return FigureTable.Row(
                    part.period.title,
                    [
                        Figure(
                            .count(activity.contacts),
                            leftOut: [
                                .init(activity.leftOut - activity.withheld, why),
                                .init(activity.withheld, Withheld.why),
                                .init(activity.held, Self.late),
                            ]
                        ),
                        .count(activity.people.count),
                    ],
                    parts: part.parts,
                    records: activity.counted.count
                )
            }
        )
    }

    /// New people by level of need at entry: who was never told of apart, and totals last.
    package var entry: FigureTable {
        let names: [String?] = tiers.map(\.name) + [nil]
        let known = Set(tiers.map(\.name))
        let lines = periods.map { part in
            names.map { name in
                name.map { part.newByTier[$0] ?? 0 }
                    // A level that the form does not list is none that can be shown.
                    ?? part.newByTier.filter { !($0.key.map(known.contains) ?? false) }
                    .map(\.value).reduce(0, +)
            }
        }
        let totals = names.indices.map { index in lines.map { $0[index] }.reduce(0, +) }
        let rows = zip(periods.map(\.period.title) + ["all periods"], lines + [totals])
        let parts = periods.map(\.parts)
        return FigureTable(
            "New people by level of need at entry",
            rowName: "period",
            columns: tiers.map { .init($0.title, "new people who came at this level.") } + [
                .init("not known", "new people of whom no level was recorded."),
                .init(
                    "all",
                    "people whose first enrolment began in the period.",
                    counts: [.newPeople]
                ),
            ],
            rows: zip(rows, parts + [parts.reduce(into: []) { $0.formUnion($1) }]).map {
                row,
                parts in
                let counts = row.1 + [row.1.reduce(0, +)]
                return FigureTable.Row(row.0, counts.map(Figure.count), parts: parts)
            },
            shape: .cross
        )
    }

    /// The share that came early; it would tell what the table of levels hides, so it stays here.
    ///
    ///
    /// `early` names the levels that are early intervention.
    package func early(_ early: Set<String>) -> FigureTable {
        FigureTable(
            "Early intervention",
            rowName: "period",
            columns: [
                .init(
                    "came early",
                    "new people at an early level (universal or early help), of new people with"
                        + " a level."
                )
            ],
            rows: periods.map { part in
                let tiered = part.newByTier.filter { $0.key != nil }
                let share = Figure.ratio(
                    tiered.filter { $0.key.map(early.contains) ?? false }.map(\.value).reduce(0, +),
                    of: tiered.map(\.value).reduce(0, +)
                )
                return FigureTable.Row(part.period.title, [share])
            },
            shape: .own
        )
    }

    /// What people of the last period needed help with; one person may need several things.
    package var need: FigureTable {
        let last = periods.last
        let people = (last?.activity.people ?? []).compactMap { participants[$0] }
        return FigureTable(
            "What people needed, \(last?.period.title ?? "")",
            rowName: "need",
            columns: [
                .init("all people", "different people with a contact in the period."),
                .init("people", "of these, who needed it.", partOf: "all people"),
            ],
            rows: needs.map { need in
                FigureTable.Row(
                    need.title,
                    [
                        .count(last?.activity.people.count ?? 0),
                        .count(people.filter { $0.needs.contains(need.name) }.count),
                    ],
                    // Each need is of people of its own: another need's number corrects none.
                    alsoKnown: [
                        .init(
                            last?.parts ?? [],
                            ["all people": [.reached], "people": [.needing(need.name)]]
                        )
                    ]
                )
            }.filter { $0.figures[1].value != .count(0) }
        )
    }
}
