// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How many councils rate themselves at each level of each principle, for one period.
package struct NetworkRatings: Sendable {
    private let assessments: [PrincipleAssessment]
    private let principles: [(key: String, title: String)]
    /// The newest that any council rated; others are not mixed in.
    package let period: String?

    package init(
        _ assessments: [PrincipleAssessment],
        principles: [(key: String, title: String)]
    ) {
        let own = assessments.filter { $0.organisation == nil && !$0.isDisputed }
        let newest = own.map(\.period).max()
        (period, self.principles) = (newest, principles)
        self.assessments = own.filter { $0.period == newest }
    }

    package var councils: Int { Set(assessments.map(\.council)).count }

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
                    grouping: assessments.filter { $0.principle == principle.key },
                    by: \.council
                ).compactMapValues { $0.max { $0.record < $1.record }?.level }
                return FigureTable.Row(
                    principle.title,
                    (0...4).map { level in .level(last.values.filter { $0 == level }.count) }
                )
            },
            shape: .open
        )
    }
}
