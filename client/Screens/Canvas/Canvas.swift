// SPDX-License-Identifier: Apache-2.0

/// A screen full of cells, drawn in memory.
///
/// Every text that is put on it is made inert first, so that nothing else can reach a terminal.
/// What does not fit is left out: no size and no text is an error.
package struct Canvas: Hashable, Sendable {
    package struct Cell: Hashable, Sendable {
        /// Empty in the second column of something wide.
        package fileprivate(set) var text: String
        package fileprivate(set) var look: Look
    }

    package let size: Size
    /// Where the cursor blinks; nil hides it.
    package var cursor: Place?
    private var cells: [Cell]

    package init(size: Size) {
        self.size = size
        cells = Array(repeating: Cell(text: " ", look: []), count: size.rows * size.columns)
    }

    /// Writes within one row, cut with an ellipsis at `width` or at the edge.
    ///
    /// - Returns: The column behind what was written.
    @discardableResult
    package mutating func put(
        _ text: String,
        row: Int,
        column: Int = 0,
        width: Int = .max,
        look: Look = []
    ) -> Int {
        guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return column }
        let room = min(width, size.columns - column)
        var place = column
        for glyph in text.cut(toColumns: room).glyphs {
            set(glyph, row, place, look)
            place += glyph.columns
        }
        return place
    }

    /// Gives a whole row a look, with what stands in it.
    package mutating func dress(row: Int, from column: Int = 0, width: Int = .max, _ look: Look) {
        guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return }
        let end = width < size.columns - column ? column + max(width, 0) : size.columns
        for index in index(row, column)..<index(row, end) { cells[index].look.formUnion(look) }
    }

    /// The cells of a row, from left to right.
    package func row(_ row: Int) -> ArraySlice<Cell> {
        cells[index(row, 0)..<index(row + 1, 0)]
    }

    /// A row as text, without the spaces at its end.
    package func line(_ row: Int) -> String {
        let text = self.row(row).map(\.text).joined()
        return String(text.reversed().drop { $0 == " " }.reversed())
    }

    package var lines: [String] { (0..<size.rows).map(line) }

    private func index(_ row: Int, _ column: Int) -> Int { row * size.columns + column }

    private mutating func set(_ glyph: Glyph, _ row: Int, _ column: Int, _ look: Look) {
        for offset in 0..<glyph.columns { clear(row, column + offset) }
        cells[index(row, column)] = Cell(text: glyph.text, look: look)
        if glyph.columns == 2 { cells[index(row, column + 1)] = Cell(text: "", look: look) }
    }

    /// Half of something wide cannot stand: the other half becomes a space.
    private mutating func clear(_ row: Int, _ column: Int) {
        let here = index(row, column)
        if cells[here].text.isEmpty, column > 0 { cells[here - 1].text = " " }
        if column + 1 < size.columns, cells[here + 1].text.isEmpty { cells[here + 1].text = " " }
        cells[here].text = " "
    }
}
