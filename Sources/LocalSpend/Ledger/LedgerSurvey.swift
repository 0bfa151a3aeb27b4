// SPDX-License-Identifier: Apache-2.0

/// What a whole file says of how its dates and amounts are written.
///
/// Nothing is decided row by row: `03/06/2025` in one row and `25/06/2025` in another are the third
/// and the twenty-fifth of June, because the file has one style.
package struct LedgerSurvey: Sendable {
    private let headings: LedgerHeadings
    private let headingLine: Int
    /// Rows that each style alone can read, and the first of them.
    private var dayFirstOnly: Int?
    private var monthFirstOnly: Int?
    private var unclearDate: (line: Int, text: String)?
    private var pointOnly: Int?
    private var commaOnly: Int?
    private var unclearAmount: (line: Int, text: String)?
    package private(set) var rows = 0

    package init(_ headings: LedgerHeadings, line: Int = 1) {
        (self.headings, headingLine) = (headings, line)
    }

    package mutating func take(_ cells: [String], line: Int) {
        rows += 1
        if let place = headings[.date], place < cells.count { take(date: cells[place], line) }
        if let place = headings[.amount], place < cells.count { take(amount: cells[place], line) }
    }

    private mutating func take(date text: String, _ line: Int) {
        let (day, month) = (DateStyle.dayFirst.date(text), DateStyle.monthFirst.date(text))
        switch (day, month) {
        case (nil, nil): break
        case (_?, nil): dayFirstOnly = dayFirstOnly ?? line
        case (nil, _?): monthFirstOnly = monthFirstOnly ?? line
        case (let a?, let b?):
            if a != b { unclearDate = unclearDate ?? (line, text) }
        }
    }

    private mutating func take(amount text: String, _ line: Int) {
        guard let amount = AmountText(text) else { return }
        switch amount.shown {
        case .point: pointOnly = pointOnly ?? line
        case .comma: commaOnly = commaOnly ?? line
        case nil:
            let isUnclear = !amount.styles.isEmpty && amount.certain == nil
            if isUnclear { unclearAmount = unclearAmount ?? (line, text) }
        }
    }

    /// - Throws: `SpendError` where the file does not tell, or tells two things.
    package func reading(_ mapping: LedgerMapping?) throws -> LedgerReading {
        LedgerReading(
            headings: headings,
            headingLine: headingLine,
            slashed: try mapping?.dates.flatMap(\.slashed) ?? dateStyle(),
            amounts: try mapping?.amounts ?? amountStyle()
        )
    }

    private func dateStyle() throws -> DateStyle {
        if let dayFirstOnly, let monthFirstOnly {
            throw SpendError(
                "Line \(max(dayFirstOnly, monthFirstOnly))",
                "The dates are written in two ways: line \(dayFirstOnly) can only be day/month, and"
                    + " line \(monthFirstOnly) only month/day. Nothing was imported. Write all"
                    + " dates of the file in one way, best as 2025-06-03."
            )
        }
        if let unclearDate, dayFirstOnly == nil, monthFirstOnly == nil {
            throw SpendError(
                "Line \(unclearDate.line)",
                "The date '\(unclearDate.text)' could be day/month or month/day, and no other row"
                    + " of the file tells which. Nothing was imported. Say it: --dates day-first or"
                    + " --dates month-first, once or in the council's mapping."
            )
        }
        return monthFirstOnly == nil ? .dayFirst : .monthFirst
    }

    private func amountStyle() throws -> AmountStyle {
        if let pointOnly, let commaOnly {
            throw SpendError(
                "Line \(max(pointOnly, commaOnly))",
                "The amounts are written in two ways: line \(pointOnly) as 1,234.50 and line"
                    + " \(commaOnly) as 1.234,50. Nothing was imported. Write all amounts of the"
                    + " file in one way."
            )
        }
        if let unclearAmount, pointOnly == nil, commaOnly == nil {
            throw SpendError(
                "Line \(unclearAmount.line)",
                "The amount '\(unclearAmount.text)' could be thousands or pence, and no other row"
                    + " of the file tells which. Nothing was imported. Say it: --amounts point"
                    + " (1,234.50) or --amounts comma (1.234,50), once or in the council's mapping."
            )
        }
        return commaOnly == nil ? .point : .comma
    }
}

extension DateStyle {
    /// Of the styles that can be taken for one another.
    fileprivate var slashed: DateStyle? { self == .dayFirst || self == .monthFirst ? self : nil }
}
