// SPDX-License-Identifier: Apache-2.0

import Figures
import Pictures

/// A report with every kind of picture and of figure in it.
enum SampleReport {
    static let people = FigureTable(
        "People reached",
        rowName: "period",
        columns: [
            .init("contacts", "contacts with a person."),
            .init("people", "different people with a contact.", partOf: "contacts"),
        ],
        rows: [
            row("2025-Q3", 120, 41), row("2025-Q4", 180, 52), row("2026-Q1", 96, 33),
            row("2026-Q2", 1_204, 77, leftOut: 2),
        ]
    )

    private static func row(
        _ name: String,
        _ contacts: Int,
        _ people: Int,
        leftOut: Int = 0
    ) -> FigureTable.Row {
        let why = "as an answer in them is disputed"
        return FigureTable.Row(
            name,
            [Figure(.count(contacts), leftOut: [.init(leftOut, why)]), .count(people)]
        )
    }

    static let improved = FigureTable(
        "Happiness",
        rowName: "period",
        columns: [
            .init("pairs", "outcomes with a follow-up."),
            .init("improved", "pairs that are better, of all pairs.", partOf: "pairs"),
            .init("change", "mean change in points.", partOf: "pairs"),
        ],
        rows: [
            .init("2025-Q4", [.count(40), .ratio(20, of: 40), .meanChange(sum: 31, pairs: 40)]),
            .init("2026-Q1", [.count(0), .ratio(0, of: 0), .meanChange(sum: 0, pairs: 0)]),
            .init("2026-Q2", [.count(21), .ratio(13, of: 21), .meanChange(sum: -4, pairs: 21)]),
        ]
    )

    static let tiers = FigureTable(
        "New people by level of need",
        rowName: "period",
        columns: [.init("Universal", "came so."), .init("Early help", "came so.")],
        rows: [
            .init("2026-Q1", [.count(20), .count(12)]),
            .init("2026-Q2", [.count(9), .suppressed]),
        ]
    )

    static let report = Report(
        name: "sample",
        title: "Reach and outcomes",
        subtitle: "Advice Hub, 2025-Q3 to 2026-Q2",
        freshness: "As of last sync 2026-11-29 14:02.",
        sections: [
            .init(
                people,
                charts: [Chart(.bars, "Contacts", columns: ["contacts"])]
            ),
            .init(
                improved,
                charts: [
                    Chart(
                        .lines,
                        "Improved, per cent",
                        columns: ["improved"],
                        top: 100,
                        target: 60
                    ),
                    Chart(.dots, "Improved, with its range", columns: ["improved"]),
                ]
            ),
            .init(
                tiers,
                charts: [Chart(.stacked, "Levels", columns: ["Universal", "Early help"])]
            ),
        ],
        notes: ["[c] stands for a number that is not told."]
    )

    /// What somebody could write into a name to do harm.
    static let evil = "=cmd|'/c calc'!A1</title><script>alert(1)</script>\u{1B}[2J\"&'"
}
