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
        /// Where several tables tell of the same people: which of them this column counts.
        ///
        /// A number that one table hides is then hidden in the others.
        package let among: Among?

        package struct Among: Hashable, Sendable {
            package let what: String
            package let parts: Set<String>

            package init(_ what: String, _ parts: Set<String>) {
                (self.what, self.parts) = (what, parts)
            }
        }

        package init(
            _ name: String,
            _ definition: String,
            partOf: String? = nil,
            among: Among? = nil
        ) {
            (self.name, self.definition) = (name, definition)
            (self.partOf, self.among) = (partOf, among)
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
        package let records: Int?

        package init(
            _ name: String,
            _ figures: [Figure],
            sources: [String] = [],
            parts: Set<String> = [],
            records: Int? = nil
        ) {
            (self.name, self.figures) = (name, figures)
            (self.sources, self.parts, self.records) = (sources, parts, records)
        }
    }

    /// How the numbers hang together, which decides what must not be told beside what.
    package enum Shape: Hashable, Sendable {
        /// Each number stands alone or is part of another in its row, as pairs are of outcomes.
        case rows
        /// Counts that add up: the last row and the last column are the totals of the others.
        case cross
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

    package init(
        _ title: String,
        rowName: String,
        columns: [Column],
        rows: [Row],
        shape: Shape = .rows
    ) {
        (self.title, self.rowName, self.columns) = (title, rowName, columns)
        (self.rows, self.shape) = (rows, shape)
    }

    /// The same with other figures in the same places, and without the number of records: from it
    /// a count that is hidden could be told.
    package func replacing(_ figures: [[Figure]]) -> FigureTable {
        var table = self
        table.rows = zip(rows, figures).map {
            Row($0.name, $1, sources: $0.sources, parts: $0.parts)
        }
        return table
    }

    package func titled(_ title: String) -> FigureTable {
        FigureTable(title, rowName: rowName, columns: columns, rows: rows, shape: shape)
    }

    package var suppressed: Int {
        rows.flatMap(\.figures).filter { $0.value == .suppressed }.count
    }
}
