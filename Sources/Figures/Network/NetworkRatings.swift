// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How many councils rate themselves at each level of each principle, for one period.
package struct NetworkRatings: Sendable {
    /// How far one council sees itself with one principle.
    package struct Rating: Hashable, Sendable {
        package let council: CouncilID
        package let principle: String
        package let period: String
        package let level: Int

        package init(council: CouncilID, principle: String, period: String, level: Int) {
            (self.council, self.principle) = (council, principle)
            (self.period, self.level) = (period, level)
        }
    }

    private let ratings: [Rating]
    private let principles: [(key: String, title: String)]
    /// The newest that any council rated; others are not mixed in.
    package let period: String?

    /// Of two of one council about the same, the last counts.
    package init(_ ratings: [Rating], principles: [(key: String, title: String)]) {
        let newest = ratings.map(\.period).max()
        (period, self.principles) = (newest, principles)
        self.ratings = ratings.filter { $0.period == newest }
    }

    package var councils: Int { Set(ratings.map(\.council)).count }

    /// No council is named: a level is what it says of itself.
    package var table: FigureTable {
        FigureTable(
            "The six principles: how many councils rate themselves at which level",
            rowName: "principle",
            columns: (0...4).map {
                .init("level \($0)", "councils that rate themselves so for \(period ?? "–").")
            },
            rows: principles.map { principle in
                let last = Dictionary(
                    grouping: ratings.filter { $0.principle == principle.key },
                    by: \.council
                ).compactMapValues { $0.last?.level }
                return FigureTable.Row(
                    principle.title,
                    (0...4).map { level in .level(last.values.filter { $0 == level }.count) }
                )
            },
            shape: .open
        )
    }
}

extension [PrincipleAssessment] {
    /// What councils say of themselves, less what is in dispute; the one that was begun last comes
    /// last.
    package var ownRatings: [PrincipleAssessment] {
        filter { $0.organisation == nil && !$0.isDisputed }.sorted { $0.record < $1.record }
    }
}
