// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The queue of conflicts by age, by cause, and by who has to decide.
package struct ConflictTables: Sendable {
    package struct Entry: Sendable {
        package let ageSeconds: Int64
        package let cause: ConflictCause
        /// The question that has two answers: "Contact: Date".
        package let question: String
        package let decider: String
        /// True where the record is about a person whom an organisation helps.
        package let isOfPeople: Bool

        package init(
            ageSeconds: Int64,
            cause: ConflictCause,
            question: String,
            decider: String,
            isOfPeople: Bool = false
        ) {
            (self.ageSeconds, self.cause) = (ageSeconds, cause)
            (self.question, self.decider) = (question, decider)
            self.isOfPeople = isOfPeople
        }
    }

    private let entries: [Entry]
    /// True where the numbers are held to the rules of people's: few of them are few people's.
    private let isHeld: Bool
    private static let day: Int64 = 86_400
    private static let ages: [(name: String, days: Range<Int64>)] = [
        ("less than a day", 0..<1), ("1 to 3 days", 1..<4), ("4 to 7 days", 4..<8),
        ("8 to 28 days", 8..<29), ("longer", 29..<Int64.max),
    ]

    /// For others, conflicts of people's records count as people do; for ourselves, as forms do.
    package init(_ entries: [Entry], forOthers isForOthers: Bool = false) {
        self.entries = entries
        isHeld = isForOthers && entries.contains(where: \.isOfPeople)
    }

    /// All that there is to tell: for others the causes alone, as numbers of the same conflicts by
    /// age, by question or by who decides would say of each other what is hidden.
    package var all: [FigureTable] { isHeld ? [byCause] : [byAge, byCause, byDecider, byQuestion] }

    package var byAge: FigureTable {
        table("By age", "age", "conflicts open for so long.") {
            Self.ages.map { age in
                let days = entries.map { $0.ageSeconds / Self.day }
                return (age.name, days.filter(age.days.contains).count)
            }
        }
    }

    package var byCause: FigureTable {
        table("By cause", "cause", "conflicts of this kind.") {
            ConflictCause.allCases.map { cause in
                (cause.title, entries.filter { $0.cause == cause }.count)
            }.filter { $0.1 > 0 }
        }
    }

    package var byQuestion: FigureTable {
        table("By question", "question", "conflicts about this question.") {
            Self.counted(entries.map(\.question)).prefix(10).map { $0 }
        }
    }

    package var byDecider: FigureTable {
        table("Who has to decide", "who", "conflicts that wait for them.") {
            Self.counted(entries.map(\.decider))
        }
    }

    /// How many are open, and how long they have waited.
    package var sentence: String? {
        let days = entries.map { Int(clamping: $0.ageSeconds / Self.day) }.sorted()
        guard let oldest = days.last else { return nil }
        if isHeld {
            return "Some wait for a decision. By age, by question and by who decides it is told to"
                + " the organisation alone."
        }
        let middle = days[(days.count - 1) / 2]
        return "\(entries.count) open. Half of them have waited \(middle) days or more; the one"
            + " that waited longest, \(oldest) days."
    }

    /// The most first, then by name.
    private static func counted(_ names: [String]) -> [(String, Int)] {
        Dictionary(grouping: names) { $0 }.map { ($0.key, $0.value.count) }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private func table(
        _ title: String,
        _ rowName: String,
        _ definition: String,
        _ rows: () -> [(String, Int)]
    ) -> FigureTable {
        FigureTable(
            title,
            rowName: rowName,
            columns: [.init("conflicts", definition, counts: isHeld ? [Self.held] : [])],
            rows: entries.isEmpty ? [] : isHeld ? held(rows(), title) : open(rows()),
            shape: isHeld ? .columns : .open
        )
    }

    private func open(_ rows: [(String, Int)]) -> [FigureTable.Row] {
        rows.map { FigureTable.Row($0.0, [.level($0.1)], records: $0.1) }
    }

    /// With their total, from which a single hidden number would follow.
    private func held(_ rows: [(String, Int)], _ title: String) -> [FigureTable.Row] {
        rows.map { FigureTable.Row($0.0, [.count($0.1)], parts: ["\(title): \($0.0)"]) }
            + [
                FigureTable.Row(
                    "all",
                    [.count(rows.map(\.1).reduce(0, +))],
                    parts: ["all"],
                    isApart: true
                )
            ]
    }

    private static let held = Quantity("conflicts of people's records", [""])
}

/// Why a field has two values.
package enum ConflictCause: String, CaseIterable, Sendable {
    case deleted, parties, sameAuthor, figures, dates, choices, texts, others

    package var title: String {
        switch self {
        case .deleted: "deleted and changed"
        case .parties: "organisation and council"
        case .sameAuthor: "one person, two devices"
        case .figures: "two figures"
        case .dates: "two dates"
        case .choices: "two choices"
        case .texts: "two texts"
        case .others: "other answers"
        }
    }

    package init(_ conflict: Conflict) {
        let candidates = conflict.candidates
        let value = candidates.lazy.compactMap(\.value).first
        self =
            if conflict.field == .exists {
                .deleted
            } else if Set(candidates.map(\.party)).count > 1 {
                .parties
            } else if Set(candidates.map(\.author)).count == 1 {
                .sameAuthor
            } else {
                switch value {
                case .integer, .decimal, .money, .scaled: .figures
                case .date, .time, .instant: .dates
                case .choice, .choices, .boolean: .choices
                case .text: .texts
                case .geopoint, .blob, nil: .others
                }
            }
    }
}
