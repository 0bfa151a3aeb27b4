// SPDX-License-Identifier: Apache-2.0

/// Figures by rows and columns, with what each column means.
///
/// Pictures, texts and files are all drawn from tables, so they cannot differ.
package struct FigureTable: Hashable, Sendable {
    package struct Column: Hashable, Sendable {
        /// Short, for a script and a heading.
        package let name: String
        /// What is counted, of whom: a sentence.
        package let definition: String
        /// The column before it whose people those of this one are a part of.
        package let partOf: String?
        /// What its numbers count, where several tables tell of the same people: of a share the
        /// whole, the part, and what that leaves.
        ///
        /// A number that one table hides is then hidden in the others.
        package let counts: [Quantity]
        /// The columns that it is made of: it is told only where all of them are.
        package let madeOf: [String]

        package init(
            _ name: String,
            _ definition: String,
            partOf: String? = nil,
            counts: [Quantity] = [],
            madeOf: [String] = []
        ) {
            (self.name, self.definition) = (name, definition)
            (self.partOf, self.counts, self.madeOf) = (partOf, counts, madeOf)
        }
    }

    /// The people of a row by other parts, and what its columns count of them.
    package struct Alias: Hashable, Sendable {
        /// Whose people they are, where that is not who the table is of.
        package let about: String?
        package let parts: Set<String>
        package let counts: [String: [Quantity]]

        package init(
            _ parts: Set<String>,
            about: String? = nil,
            _ counts: [String: [Quantity]]
        ) {
            (self.about, self.parts, self.counts) = (about, parts, counts)
        }
    }

    package struct Row: Hashable, Sendable {
        package let name: String
        package private(set) var figures: [Figure]
        /// The returns that it came from, each by its content hash.
        package let sources: [String]
        /// What the people of the row are made up of, such as days and services; rows of several
        /// reports are compared by it.
        package let parts: Set<String>
        /// How many records it was counted from, where no return names them.
        package private(set) var records: Int?
        /// What other tables tell the same numbers as, which name their people otherwise.
        package let alsoKnown: [Alias]
        /// A total, or people of whom no place is known: it stays at the end.
        package let isApart: Bool

        package init(
            _ name: String,
            _ figures: [Figure],
            sources: [String] = [],
            parts: Set<String> = [],
            records: Int? = nil,
            alsoKnown: [Alias] = [],
            isApart: Bool = false
        ) {
            (self.name, self.figures) = (name, figures)
            (self.sources, self.parts, self.records) = (sources, parts, records)
            (self.alsoKnown, self.isApart) = (alsoKnown, isApart)
        }

        /// Without the number of records.
        fileprivate func with(_ figures: [Figure]) -> Row {
            var row = self
            (row.figures, row.records) = (figures, nil)
            return row
        }
    }

    /// How the numbers hang together, which decides what must not be told beside what.
    package enum Shape: Hashable, Sendable {
        /// Each number stands alone or is part of another in its row, as pairs are of outcomes.
        case rows
        /// Counts that add up: the last row and the last column are the totals of the others.
        case cross
        /// Each column of counts adds up to its last row; columns may tell of the same people.
        case columns
        /// Counts of nobody: levels, days, forms.
        case open
        /// For the organisation's own eyes: nothing of it is ever told.
        case own
    }

    package let title: String
    /// What the rows are: `quarter`, `measure`.
    package let rowName: String
    package let columns: [Column]
    package private(set) var rows: [Row]
    package let shape: Shape
    /// The column whose largest figure comes first.
    package let rankedBy: String?

    package init(
        _ title: String,
        rowName: String,
        columns: [Column],
        rows: [Row],
        shape: Shape = .rows,
        rankedBy: String? = nil
    ) {
        (self.title, self.rowName, self.columns) = (title, rowName, columns)
        (self.rows, self.shape, self.rankedBy) = (rows, shape, rankedBy)
    }

    /// The same with other figures in the same places, and without the number of records: from it
    /// a count that is hidden could be told.
    package func replacing(_ figures: [[Figure]]) -> FigureTable {
        var table = self
        table.rows = zip(rows, figures).map { $0.with($1) }
        return table
    }

    /// The same rows in the order of a column.
    ///
    /// Of a table for others it is made when numbers were hidden: else the place of a row would
    /// tell them. What has no number there, or a hidden one, follows by its name.
    package var ranked: FigureTable {
        guard let rankedBy, let column = columns.firstIndex(where: { $0.name == rankedBy }) else {
            return self
        }
        var table = self
        let places = rows.filter { !$0.isApart }.sorted { a, b in
            let (first, second) = (a.figures[column].magnitude, b.figures[column].magnitude)
            guard first != second else { return a.name < b.name }
            return first ?? -.infinity > second ?? -.infinity
        }
        table.rows = places + rows.filter(\.isApart)
        return table
    }

    /// Whether a column tells of outcomes of a measure.
    package func tells(ofMeasure key: String) -> Bool {
        let named = columns.map(\.counts) + rows.flatMap(\.alsoKnown).flatMap(\.counts.values)
        let parts = Quantity.outcomes([key]).parts
        return named.joined().contains { !$0.parts.isDisjoint(with: parts) }
    }

    package func titled(_ title: String) -> FigureTable {
        FigureTable(title, rowName: rowName, columns: columns, rows: rows, shape: shape)
    }

    package var suppressed: Int {
        rows.flatMap(\.figures).filter { $0.value == .suppressed }.count
    }
}
