// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What organisations reported, as it was reported: nothing is counted anew.
package struct ReturnTable: Sendable {
    package struct Entry: Sendable {
        package let organisation: String
        /// What it is about; empty for all that the organisation does.
        package let service: String
        package let period: String
        /// As they were submitted, by the names that the form gave first.
        package let fields: [FieldPath: FieldValue]
        /// The return and the hash of the content that was decided about.
        package let source: String
        /// Whose people they are: quarters of one service, whatever content tells of them.
        package let parts: Set<String>
        /// The same as reports of the organisation's own records name them.
        package let people: People?

        package init(
            organisation: String,
            service: String = "",
            period: String,
            fields: [FieldPath: FieldValue],
            source: String,
            parts: Set<String>? = nil,
            people: People? = nil
        ) {
            (self.organisation, self.service, self.period) = (organisation, service, period)
            (self.fields, self.source, self.parts) = (fields, source, parts ?? [source])
            self.people = people
        }
    }

    /// Whom a return tells of: an organisation's people of quarters and services.
    package struct People: Sendable {
        package let organisation: String
        package let periods: [Period]
        package let services: Set<String>
        /// The outcomes of a return are those of all measures together.
        package let measures: [String]

        package init(
            of organisation: String,
            in periods: [Period],
            services: Set<String>,
            measures: [String]
        ) {
            (self.organisation, self.periods) = (organisation, periods)
            (self.services, self.measures) = (services, measures)
        }

        fileprivate var alias: FigureTable.Alias {
            FigureTable.Alias(
                periods.reduce(into: []) { $0.formUnion($1.parts(of: services)) },
                about: organisation,
                [
                    "people": [.reached], "new": [.newPeople], "contacts": [.contacts],
                    "improved": Quantity.improved(measures),
                ]
            )
        }
    }

    private let entries: [Entry]

    package init(_ entries: [Entry]) {
        self.entries = entries.sorted {
            ($0.period, $0.organisation, $0.service, $0.source)
                < ($1.period, $1.organisation, $1.service, $1.source)
        }
    }

    static let title = "Returns that were accepted or approved"

    package var table: FigureTable {
        FigureTable(
            Self.title,
            rowName: "return",
            columns: [
                .init("people", "people supported in the period, as reported."),
                .init("new", "people new in the period, as reported.", partOf: "people"),
                .init("contacts", "contacts in the period, as reported."),
                .init(
                    "improved",
                    "outcomes that improved, of those with a follow-up, as reported."
                ),
            ],
            rows: entries.map { entry in
                FigureTable.Row(
                    name(of: entry),
                    [
                        count("people_supported", entry), count("people_new", entry),
                        count("contacts", entry), improved(entry),
                    ],
                    sources: [entry.source],
                    parts: entry.parts,
                    alsoKnown: entry.people.map { [$0.alias] } ?? []
                )
            }
        )
    }

    /// With its service, where the organisation has several.
    private func name(of entry: Entry) -> String {
        let name = "\(entry.period) \(entry.organisation)"
        let hasSeveral = entries.contains {
            $0.organisation == entry.organisation && $0.service != entry.service
        }
        return hasSeveral && !entry.service.isEmpty ? "\(name), \(entry.service)" : name
    }

    private func number(_ name: String, _ entry: Entry) -> Int? {
        guard case .integer(let number)? = FieldPath(name).flatMap({ entry.fields[$0] }) else {
            return nil
        }
        return Int(clamping: number)
    }

    private func count(_ name: String, _ entry: Entry) -> Figure {
        Figure(number(name, entry).map { .count($0) } ?? .none)
    }

    private func improved(_ entry: Entry) -> Figure {
        guard let paired = number("outcomes_paired", entry),
            let improved = number("outcomes_improved", entry), (0...paired) ~= improved
        else { return Figure(.none) }
        return .ratio(improved, of: paired)
    }
}
