// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The returns board as a report: what is awaited of each service, whose turn it is, and what came
/// in time.
///
/// It counts returns and no people, so all of it may be told.
package struct BoardTables: Sendable {
    private let rows: [ReturnBoard.Row]
    private let today: PlainDate
    private let names: [OrganisationID: String]

    package init(_ board: ReturnBoard, today: PlainDate, names: [OrganisationID: String]) {
        (rows, self.today, self.names) = (board.rows, today, names)
    }

    /// Where a return is, as a board has columns for.
    package enum Place: String, CaseIterable, Sendable {
        case overdue, due, review = "in review", queried, accepted, approved, waived
    }

    private func place(of row: ReturnBoard.Row) -> Place? {
        if row.isOverdue { return .overdue }
        return switch row.standing {
        case .waived: .waived
        case .notDue: nil
        case .notOpened: .due
        case .state(let state):
            switch state {
            case .open, .ready, .returned, .withdrawn, .reopened: .due
            case .submitted, .inReview, .answered: .review
            case .queried: .queried
            case .accepted: .accepted
            case .approved, .published: .approved
            case .void: nil
            }
        }
    }

    /// The service, and whose it is where several organisations are on the board.
    private func name(_ row: ReturnBoard.Row) -> String {
        let service = row.name ?? "all services"
        let isOne = Set(rows.map(\.organisation)).count == 1
        guard !isOne, let organisation = row.organisation.flatMap({ names[$0] }) else {
            return service
        }
        return "\(service), \(organisation)"
    }

    /// How many returns of each service stand where.
    package var services: FigureTable {
        let byName = Dictionary(grouping: rows, by: name)
        return FigureTable(
            "Returns by service",
            rowName: "service",
            columns: Self.columns,
            rows: byName.keys.sorted().map { name in
                let places = (byName[name] ?? []).compactMap(place)
                return FigureTable.Row(
                    name,
                    Place.allCases.map { place in .level(places.filter { $0 == place }.count) },
                    sources: (byName[name] ?? []).compactMap(Self.source)
                )
            }.filter { $0.figures.contains { $0.value != .level(0) } },
            shape: .open
        )
    }

    private static let columns = Place.allCases.map { place in
        FigureTable.Column(place.rawValue, place.definition)
    }

    /// What waits for somebody, the most urgent first.
    package var waiting: FigureTable {
        let waiting = rows.filter { $0.turn != .nobody }.sorted {
            ($0.due, name($0)) < ($1.due, name($1))
        }
        return FigureTable(
            "Who has the ball",
            rowName: "return",
            columns: [
                .init("state", "where the return stands."),
                .init("due", "the working day after the quarter that was agreed."),
                .init("days late", "from that day to the first submission, or to today."),
                .init("turn", "who has to make the next move."),
            ],
            rows: waiting.map { row in
                FigureTable.Row(
                    "\(row.period) \(name(row))",
                    [
                        .words(row.isOverdue ? "overdue" : row.standing.words),
                        .words(row.due.description), .level(Int(clamping: row.daysLate)),
                        .words(row.turn.words),
                    ]
                )
            },
            shape: .open
        )
    }

    /// Submitted by the day agreed, of those whose day has come, by quarter.
    package var onTime: FigureTable {
        let settled = Dictionary(grouping: rows.filter(isJudged), by: \.period)
        return FigureTable(
            "Submitted in time",
            rowName: "quarter",
            columns: [
                .init(
                    "in time",
                    "returns submitted by the day agreed, of those that were submitted or are"
                        + " overdue; without those waived."
                )
            ],
            rows: settled.keys.sorted().suffix(12).map { quarter in
                let due = settled[quarter] ?? []
                return FigureTable.Row(
                    quarter.description,
                    [.ratio(due.filter { $0.daysLate == 0 }.count, of: due.count)],
                    sources: due.compactMap(Self.source)
                )
            },
            shape: .open
        )
    }

    private func isJudged(_ row: ReturnBoard.Row) -> Bool {
        row.isOverdue || row.opened?.progress.firstSubmission != nil
    }

    /// "Next due: 2026-10-21, Befriending.", and how many are overdue.
    package var sentences: [String] {
        let overdue = rows.filter(\.isOverdue)
        let coming = rows.filter { row in
            row.due >= today && row.opened?.progress.submission == nil && row.waiver == nil
        }
        let next = coming.map(\.due).min()
        let nextNames = coming.filter { $0.due == next }.map(name).sorted()
        return [
            overdue.isEmpty
                ? nil
                : "\(overdue.count) overdue, the longest by"
                    + " \(overdue.map(\.daysLate).max() ?? 0) days.",
            next.map { due in
                let more = nextNames.count > 3 ? ", and \(nextNames.count - 3) more" : ""
                return "Next due: \(due), " + nextNames.prefix(3).joined(separator: "; ")
                    + "\(more)."
            },
        ].compactMap { $0 }
    }

    private static func source(_ row: ReturnBoard.Row) -> String? {
        guard let opened = row.opened else { return nil }
        let content = opened.progress.content.map { ", content \($0.short)" } ?? ""
        return "return \(opened.record.description.suffix(8))\(content)"
    }
}

extension BoardTables.Place {
    fileprivate var definition: String {
        switch self {
        case .overdue: "returns that nobody has submitted though their day has passed."
        case .due: "of quarters that are over, not submitted yet, and not late."
        case .review: "submitted or answered, with the council's reviewer."
        case .queried: "the council asked something that is not answered yet."
        case .accepted: "accepted by the reviewer, not approved by a champion yet."
        case .approved: "approved or published."
        case .waived: "the council does without."
        }
    }
}
