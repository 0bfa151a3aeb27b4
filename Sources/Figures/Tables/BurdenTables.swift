// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What organisations are asked for their money, and how soon somebody answers.
package struct BurdenTables: Sendable {
    /// A form that organisations fill for the council's sake.
    package struct Form: Sendable {
        package let title: String
        package let questions: Int
        package let needed: Int
        /// Returns are filled so often a year for each service; others whenever there is something.
        package let timesAYear: Int?

        package init(title: String, questions: Int, needed: Int, timesAYear: Int?) {
            (self.title, self.questions, self.needed) = (title, questions, needed)
            self.timesAYear = timesAYear
        }
    }

    private let forms: [Form]
    private let contracts: [ContractTables.Contract]

    package init(_ forms: [Form], _ contracts: [ContractTables.Contract]) {
        (self.forms, self.contracts) = (forms, contracts)
    }

    package var asked: FigureTable {
        FigureTable(
            "What is asked",
            rowName: "form",
            columns: [
                .init("questions", "questions that a person can be asked, without calculations."),
                .init("needed", "of these, those that cannot be left out."),
                .init(
                    "times a year",
                    "for a service that reports every quarter; – whenever there is work."
                ),
            ],
            rows: forms.map { form in
                FigureTable.Row(
                    form.title,
                    [
                        .level(form.questions), .level(form.needed),
                        form.timesAYear.map { .level($0) } ?? Figure(.none),
                    ]
                )
            },
            shape: .open
        )
    }

    /// Questions of returns in a year, by service, beside the money that they are asked for.
    package var perPound: FigureTable {
        let once = forms.filter { $0.timesAYear != nil }.map(\.questions).reduce(0, +)
        let reported = contracts.filter { $0.isReported && ($0.value?.pence ?? 0) > 0 }
        let rows = reported.sorted { ($0.value?.pence ?? 0) < ($1.value?.pence ?? 0) }.map {
            row($0.name, once * $0.returnsAYear, $0.value, source: $0.source)
        }
        let all = reported.compactMap { $0.value?.pence }.reduce(0, &+)
        let questions = reported.map { once * $0.returnsAYear }.reduce(0, +)
        let total = row("all", questions, Money(pence: all), source: nil)
        return FigureTable(
            "Questions for each £1,000",
            rowName: "service",
            columns: [
                .init("questions a year", "questions of its returns, in a year."),
                .init("value a year", "what was agreed for it."),
                .init("for £1,000", "questions a year for each thousand pounds of that value."),
            ],
            rows: reported.isEmpty ? [] : rows + (rows.count > 1 ? [total] : []),
            shape: .open
        )
    }

    private func row(
        _ name: String,
        _ questions: Int,
        _ value: Money?,
        source: String?
    ) -> FigureTable.Row {
        let pence = max(1, Int(clamping: value?.pence ?? 0))
        // 1,000 pounds are 100,000 pence; a tenth of a question is told, half up.
        let tenths = (questions * 2_000_000 + pence) / (2 * pence)
        return FigureTable.Row(
            name,
            [
                .level(questions), .money(value ?? Money(pence: 0)),
                Figure(.tenths(tenths, unit: "")),
            ],
            sources: [source].compactMap { $0 }
        )
    }
}

/// Days from the day that a return was submitted to the council's first word about it.
package struct FeedbackTable: Sendable {
    package struct Entry: Sendable {
        package let period: ReturnPeriod
        package let submitted: PlainDate
        /// The first question, hand-back or acceptance; nil where nobody has said anything.
        package let answered: PlainDate?
        package let source: String

        package init(
            period: ReturnPeriod,
            submitted: PlainDate,
            answered: PlainDate?,
            source: String
        ) {
            (self.period, self.submitted) = (period, submitted)
            (self.answered, self.source) = (answered, source)
        }
    }

    private let entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }

    package var table: FigureTable {
        let periods = Dictionary(grouping: entries, by: \.period)
        return FigureTable(
            "Days until somebody answers a return",
            rowName: "period",
            columns: [
                .init("submitted", "returns that were submitted, by the period they tell of."),
                .init(
                    "median days",
                    "the middle of the days from the first submission to the council's first"
                        + " question, hand-back or acceptance; n is the returns that have one."
                ),
                .init("unanswered", "submitted, and no word from the council yet."),
            ],
            rows: periods.keys.sorted().suffix(8).map { period in
                let entries = periods[period] ?? []
                let days = entries.compactMap { entry in
                    entry.answered.map {
                        Int(clamping: $0.daysSince1970 - entry.submitted.daysSince1970)
                    }
                }
                return FigureTable.Row(
                    period.description,
                    [
                        .level(entries.count), .median(days), .level(entries.count - days.count),
                    ],
                    sources: entries.map(\.source)
                )
            },
            shape: .open
        )
    }
}
