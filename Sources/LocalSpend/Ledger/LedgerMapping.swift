// SPDX-License-Identifier: Apache-2.0

/// What a council calls its columns, and how it writes dates and amounts: saved once, and used for
/// each of its files.
package struct LedgerMapping: Hashable, Sendable {
    package let name: String
    /// Headings as they stand in the file.
    package let headings: [LedgerColumn: String]
    package let dates: DateStyle?
    package let amounts: AmountStyle?

    package init(
        name: String,
        headings: [LedgerColumn: String] = [:],
        dates: DateStyle? = nil,
        amounts: AmountStyle? = nil
    ) {
        (self.name, self.headings) = (name, headings)
        (self.dates, self.amounts) = (dates, amounts)
    }
}

/// Which column of a file is which.
package struct LedgerHeadings: Hashable, Sendable, Codable {
    /// Places from 0.
    package let places: [String: Int]
    /// How many columns the first line has.
    package let count: Int

    package subscript(_ column: LedgerColumn) -> Int? { places[column.rawValue] }

    /// The columns that were understood with what the file calls them, and those that nobody reads.
    package struct Understood: Hashable, Sendable {
        package let headings: LedgerHeadings
        package let columns: [(column: LedgerColumn, heading: String)]
        package let unread: [String]
        /// The first line as it stands in the file.
        package let titles: [String]

        package static func == (a: Self, b: Self) -> Bool { a.headings == b.headings }
        package func hash(into hasher: inout Hasher) { hasher.combine(headings) }
    }

    /// Reads the first line: by the mapping where it names a heading, else by what councils use.
    ///
    /// - Throws: `SpendError` for a needed column that is not there, or one that two columns fit.
    package static func understand(
        _ titles: [String],
        _ mapping: LedgerMapping? = nil
    ) throws -> Understood {
        let plain = titles.map(letters)
        var places: [LedgerColumn: Int] = [:]
        for column in LedgerColumn.allCases {
            guard let mapping, let heading = mapping.headings[column] else { continue }
            places[column] = try place(of: heading, for: column, in: titles, mapping.name)
        }
        for column in LedgerColumn.allCases where places[column] == nil {
            let taken = Set(places.values)
            for synonym in column.synonyms {
                let found = plain.indices.filter { plain[$0] == synonym && !taken.contains($0) }
                guard found.count < 2 else { throw twice(titles[found[0]], column) }
                if let first = found.first {
                    places[column] = first
                    break
                }
            }
        }
        let missing = LedgerColumn.needed.filter { places[$0] == nil }
        guard missing.isEmpty else { throw lacking(missing, titles) }
        return Understood(
            headings: LedgerHeadings(
                places: Dictionary(
                    uniqueKeysWithValues: places.map { ($0.key.rawValue, $0.value) }
                ),
                count: titles.count
            ),
            columns: LedgerColumn.allCases.compactMap { column in
                places[column].map { (column, titles[$0]) }
            },
            unread: titles.indices.filter { !places.values.contains($0) }.map { titles[$0] }
                .filter { !$0.isEmpty },
            titles: titles
        )
    }

    private static func place(
        of heading: String,
        for column: LedgerColumn,
        in titles: [String],
        _ mapping: String
    ) throws -> Int {
        let found = titles.indices.filter { letters(titles[$0]) == letters(heading) }
        guard let first = found.first else {
            throw SpendError(
                "Line 1",
                "The mapping '\(mapping)' reads the \(column.title) from a column '\(heading)',"
                    + " which this file does not have. Its columns are: \(list(titles)). Nothing"
                    + " was imported. Name another mapping, or change this one: keeplocal spend"
                    + " mapping add \(mapping) --\(column.option) HEADING"
            )
        }
        guard found.count == 1 else { throw twice(heading, column) }
        return first
    }

    private static func twice(_ heading: String, _ column: LedgerColumn) -> SpendError {
        SpendError(
            "Line 1",
            "Two columns are headed '\(heading)', so it is not clear which one is the"
                + " \(column.title). Nothing was imported. Rename one of them in the file."
        )
    }

    private static func lacking(_ missing: [LedgerColumn], _ titles: [String]) -> SpendError {
        let options = missing.map { "--\($0.option) HEADING" }.joined(separator: " ")
        return SpendError(
            "Line 1",
            "There is no column that is known to be the"
                + " \(missing.map(\.title).joined(separator: ", nor the ")). The columns are:"
                + " \(list(titles)). Nothing was imported. Say once which is which: keeplocal spend"
                + " mapping add NAME \(options), then import with --mapping NAME."
        )
    }

    private static func list(_ titles: [String]) -> String {
        titles.prefix(30).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
    }

    /// Small letters and digits; `Amount (£)` and `AMOUNT` are one heading.
    private static func letters(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}

extension LedgerColumn {
    /// As an option of a command.
    package var option: String { rawValue.replacing("_", with: "-") }
}
