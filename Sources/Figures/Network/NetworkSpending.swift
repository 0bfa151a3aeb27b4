// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Local shares of several councils: beside each other only where one rule measured them.
package struct NetworkSpending: Sendable {
    package struct Entry: Sendable {
        package let council: String
        /// What the council calls its definition, and what that counts.
        package let definition: String
        package let rule: String
        package let year: String
        package let local: Money
        package let counted: Money
        package let source: String

        package init(
            council: String,
            definition: String,
            rule: String,
            year: String,
            local: Money,
            counted: Money,
            source: String
        ) {
            (self.council, self.definition, self.rule) = (council, definition, rule)
            (self.year, self.local, self.counted) = (year, local, counted)
            self.source = source
        }
    }

    /// One rule, and what was measured by it in two councils or more.
    package struct Group: Sendable {
        package let rule: String
        package let table: FigureTable
        package let spread: NetworkSpread
    }

    package let groups: [Group]
    /// The course of each council by a rule that no other one here has.
    package let alone: [FigureTable]
    /// Why these are compared with nothing, each a sentence.
    package let apart: [String]

    package init(_ entries: [Entry]) {
        var (groups, alone, apart): ([Group], [FigureTable], [String]) = ([], [], [])
        let rules = Dictionary(grouping: entries, by: \.rule).sorted { $0.key < $1.key }
        for (rule, entries) in rules {
            if Set(entries.map(\.council)).count > 1 {
                groups.append(Group(rule, entries))
            } else if let entry = entries.first {
                alone.append(Group(rule, entries, "Local share by a rule of its own").table)
                apart.append(
                    "\(entry.council) measures '\(entry.definition)' by a rule that no other"
                        + " council here has: \(rule) It is not compared."
                )
            }
        }
        (self.groups, self.alone, self.apart) = (groups, alone, apart.sorted())
    }
}

extension NetworkSpending.Group {
    fileprivate init(
        _ rule: String,
        _ entries: [NetworkSpending.Entry],
        _ title: String = "Local share by one rule"
    ) {
        let sorted = entries.sorted {
            ($0.council, $0.year, $0.source) < ($1.council, $1.year, $1.source)
        }
        let shares = sorted.map { Figure.share($0.local, of: $0.counted) }
        self.rule = rule
        table = FigureTable(
            title,
            rowName: "council and year",
            columns: [
                .init("local share", rule),
                .init("local", "what counts as local."), .init("counted", "all that counts."),
            ],
            rows: zip(sorted, shares).map { entry, share in
                FigureTable.Row(
                    "\(entry.council), \(entry.year)",
                    [share, .money(entry.local), .money(entry.counted)],
                    sources: [entry.source]
                )
            },
            shape: .open
        )
        let points = zip(sorted, shares).map { entry, share in
            NetworkSpread.Point(council: entry.council, period: entry.year, told: share)
        }
        spread = NetworkSpread(
            "local share",
            points.sorted { ($0.period, $0.council) < ($1.period, $1.council) }
        )
    }
}
