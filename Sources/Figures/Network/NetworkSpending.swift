// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Local shares of several councils: a course for each definition of each council, and beside each
/// other only what one rule measured.
package struct NetworkSpending: Sendable {
    package struct Entry: Sendable {
        package let council: String
        /// What the council calls its definition, short and in words, and what that counts.
        package let definition: String
        package let title: String
        package let rule: String
        package let year: String
        package let local: Money
        package let counted: Money
        package let source: String

        package init(
            council: String,
            definition: String,
            title: String,
            rule: String,
            year: String,
            local: Money,
            counted: Money,
            source: String
        ) {
            (self.council, self.definition, self.title) = (council, definition, title)
            (self.rule, self.year, self.source) = (rule, year, source)
            (self.local, self.counted) = (local, counted)
        }
    }

    /// One rule, and how two councils or more lie by it.
    package struct Group: Sendable {
        package let rule: String
        package let spread: NetworkSpread
    }

    /// No table has figures of two definitions, or of two councils.
    package let courses: [FigureTable]
    package let groups: [Group]
    /// Which are compared with nothing, and why: a sentence, where there are any.
    package let apart: [String]

    package init(_ entries: [Entry]) {
        let definitions = Dictionary(grouping: entries) {
            [$0.council, $0.definition, $0.title, $0.rule]
        }.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { Course($0.value) }
        courses = definitions.compactMap(\.table)
        let rules = Dictionary(grouping: definitions, by: \.rule).sorted { $0.key < $1.key }
        groups = rules.compactMap { rule, courses in
            Self.spread(courses).map { Group(rule: rule, spread: $0) }
        }
        let compared = Set(groups.map(\.rule))
        let names = definitions.filter { !compared.contains($0.rule) }.compactMap(\.name)
        apart =
            names.isEmpty
            ? []
            : [
                "By a rule that no other council here has, postcodes included:"
                    + " \(names.joined(separator: "; ")). These are not compared."
            ]
    }

    /// Nil for a rule of one council; a council that has it under two names is not placed.
    private static func spread(_ courses: [Course]) -> NetworkSpread? {
        let own = Dictionary(grouping: courses, by: \.council).values.filter { $0.count == 1 }
        guard own.count > 1 else { return nil }
        let points = own.flatMap { $0.flatMap(\.points) }
        return NetworkSpread(
            "local share",
            points.sorted { ($0.period, $0.council) < ($1.period, $1.council) }
        )
    }
}

/// The years of one definition of one council.
private struct Course {
    private let entries: [NetworkSpending.Entry]

    init(_ entries: [NetworkSpending.Entry]) {
        self.entries = entries.sorted { ($0.year, $0.source) < ($1.year, $1.source) }
    }

    var council: String { entries.first?.council ?? "" }
    var rule: String { entries.first?.rule ?? "" }
    var name: String? { entries.first.map { "\($0.council), '\($0.definition)'" } }

    private func share(_ entry: NetworkSpending.Entry) -> Figure {
        .share(entry.local, of: entry.counted)
    }

    var points: [NetworkSpread.Point] {
        entries.map { .init(council: $0.council, period: $0.year, told: share($0)) }
    }

    var table: FigureTable? {
        entries.first.map { first in
            let title = first.title.isEmpty ? first.definition : first.title
            return FigureTable(
                "Local share of \(first.council): \(title) [\(first.definition)]",
                rowName: "council and year",
                columns: [
                    .init("local share", first.rule),
                    .init("local", "what counts as local."), .init("counted", "all that counts."),
                ],
                rows: entries.map { entry in
                    FigureTable.Row(
                        "\(entry.council), \(entry.year)",
                        [share(entry), .money(entry.local), .money(entry.counted)],
                        sources: [entry.source]
                    )
                },
                shape: .open
            )
        }
    }
}
