// SPDX-License-Identifier: Apache-2.0

/// A table of texts, as a person sees it at a spreadsheet.
package struct Sheet: Hashable, Sendable {
    package let name: String
    /// Those that hold any text, from the top.
    package var rows: [Row]

    package init(_ name: String, rows: [Row] = []) { (self.name, self.rows) = (name, rows) }

    package init(_ name: String, cells: [[String]]) {
        self.init(name, rows: cells.enumerated().map { Row(number: $0 + 1, cells: $1) })
    }

    package struct Row: Hashable, Sendable {
        /// As the spreadsheet counts, from 1.
        package let number: Int
        /// From column A on; what lies to the right of the last is empty.
        package let cells: [String]

        package init(number: Int, cells: [String]) { (self.number, self.cells) = (number, cells) }

        /// The text of a column that is counted from 0; empty where there is none.
        package subscript(column column: Int) -> String {
            cells.indices.contains(column) ? cells[column] : ""
        }
    }
}
