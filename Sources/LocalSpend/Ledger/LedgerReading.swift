// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// All that is needed to read the rows of one file, the same on every device.
///
/// It is kept with the ledger: a mapping that is changed later moves no figure of an earlier file.
package struct LedgerReading: Hashable, Sendable, Codable {
    package let headings: LedgerHeadings
    /// Rows begin after it.
    package let headingLine: Int
    /// What `03/06/2025` means.
    package let slashed: DateStyle
    package let amounts: AmountStyle

    package init(
        headings: LedgerHeadings,
        headingLine: Int = 1,
        slashed: DateStyle,
        amounts: AmountStyle
    ) {
        (self.headings, self.headingLine) = (headings, headingLine)
        (self.slashed, self.amounts) = (slashed, amounts)
    }

    /// Days that the rows must lie in; nil for any.
    package struct Period: Hashable, Sendable {
        package let from: PlainDate?
        package let to: PlainDate?
        /// False where nobody named it, and it keeps only mistyped years away.
        package let isNamed: Bool

        package init(from: PlainDate? = nil, to: PlainDate? = nil, isNamed: Bool = true) {
            (self.from, self.to, self.isNamed) = (from, to, isNamed)
        }

        /// Without years that a ledger cannot be of: before 2000, and after the next one.
        package func plausible(on today: PlainDate) -> Period {
            Period(
                from: from ?? PlainDate(year: 2000, month: 1, day: 1),
                to: to ?? PlainDate(year: today.year + 1, month: 12, day: 31),
                isNamed: from != nil || to != nil
            )
        }

        func why(outside date: PlainDate) -> String {
            isNamed
                ? "\(date) is outside the period of this ledger"
                : "\(date) is of a year that cannot be; is it mistyped?"
        }

        /// True where there is a day in both.
        package func meets(_ other: Period) -> Bool {
            let isBefore = { (a: Period, b: Period) in
                a.to.map { last in b.from.map { last < $0 } ?? false } ?? false
            }
            return !isBefore(self, other) && !isBefore(other, self)
        }

        func contains(_ date: PlainDate) -> Bool {
            from.map { $0 <= date } ?? true && to.map { date <= $0 } ?? true
        }
    }

    /// One row, or the reason for which it is kept aside.
    package func row(
        _ cells: [String],
        line: Int,
        in period: Period = Period()
    ) -> Result<LedgerRow, KeptAside> {
        let cell = { (column: LedgerColumn) -> String in
            guard let place = headings[column], place < cells.count else { return "" }
            return cells[place].trimmingSpaces
        }
        let aside = { (why: String) in Result<LedgerRow, KeptAside>.failure(.init(line, why)) }
        guard cells.count <= headings.count || cells[headings.count...].allSatisfy(\.isEmpty) else {
            return aside("it has \(cells.count) cells, and the first line has \(headings.count)")
        }
        guard let date = date(cell(.date)) else {
            return aside(
                cell(.date).isEmpty ? "it has no date" : "'\(cell(.date).prefix(30))' is no date"
            )
        }
        guard period.contains(date) else {
            return aside(period.why(outside: date))
        }
        guard let amount = AmountText(cell(.amount))?.money(amounts) else {
            return aside(
                cell(.amount).isEmpty
                    ? "it has no amount" : "'\(cell(.amount).prefix(30))' is no amount"
            )
        }
        guard !cell(.supplier).isEmpty else { return aside("it names no supplier") }
        return .success(
            LedgerRow(
                line: line,
                date: date,
                amount: amount,
                supplier: SupplierName(cell(.supplier)),
                supplierID: cell(.supplierID),
                postcode: Postcode(cell(.postcode)),
                purpose: cell(.purpose),
                category: SpendCategory(cell(.category), purpose: cell(.purpose)),
                reference: cell(.reference)
            )
        )
    }

    private func date(_ text: String) -> PlainDate? {
        for style in [DateStyle.iso, slashed, .named, .excel] {
            if let date = style.date(text) { return date }
        }
        return nil
    }
}

/// A row that is not counted, and why.
package struct KeptAside: Error, Hashable, Sendable {
    package let line: Int
    package let why: String

    init(_ line: Int, _ why: String) { (self.line, self.why) = (line, why) }
}

extension String {
    var trimmingSpaces: String {
        let isBlank = { (character: Character) in character.isWhitespace }
        guard let first = first, isBlank(first) || last.map(isBlank) == true else { return self }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
