// SPDX-License-Identifier: Apache-2.0

/// How text looks.
///
/// Colour only ever repeats what a word or a sign says already.
/// Blue and orange are told apart by people who do not tell red from green.
package struct Look: OptionSet, Hashable, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static let bold = Look(rawValue: 1)
    package static let dim = Look(rawValue: 2)
    package static let reversed = Look(rawValue: 4)
    package static let underlined = Look(rawValue: 8)
    package static let blue = Look(rawValue: 16)
    package static let orange = Look(rawValue: 32)
}

package struct Size: Hashable, Sendable {
    package let rows: Int
    package let columns: Int

    /// Never less than one cell, nor more than any terminal has.
    package init(rows: Int, columns: Int) {
        (self.rows, self.columns) = (min(max(rows, 1), 1_000), min(max(columns, 1), 1_000))
    }
}

package struct Place: Hashable, Sendable {
    package let row: Int
    package let column: Int

    package init(row: Int, column: Int) { (self.row, self.column) = (row, column) }
}
