// SPDX-License-Identifier: Apache-2.0

/// One row of a list: cells that stand under each other.
package struct ListRow: Hashable, Sendable {
    package let cells: [String]
    package let look: Look

    package init(_ cells: [String], look: Look = []) { (self.cells, self.look) = (cells, look) }
}

extension Canvas {
    /// Draws the rows of a list that are seen; only for those is `row` asked.
    ///
    /// The chosen row is marked by a sign as well as by its look. Columns of fixed width give way
    /// to nothing; the one of width 0 takes what is left.
    package mutating func list(
        _ position: ListPosition,
        in area: Area,
        widths: [Int],
        row: (Int) -> ListRow
    ) {
        let fixed = widths.reduce(0) { $0 + ($1 > 0 ? $1 + 1 : 0) }
        let free = max(area.width - 2 - fixed, 4)
        for (offset, index) in position.window(height: area.height).enumerated() {
            let (line, listRow) = (area.rows.lowerBound + offset, row(index))
            let isChosen = index == position.index
            put(isChosen ? "›" : " ", row: line, column: area.columns.lowerBound, width: area.width)
            var column = area.columns.lowerBound + 2
            for (cell, width) in zip(listRow.cells, widths) {
                let width = width > 0 ? width : free
                let room = min(width, area.columns.upperBound - column)
                put(cell, row: line, column: column, width: room, look: listRow.look)
                column += width + 1
            }
            if isChosen {
                dress(row: line, from: area.columns.lowerBound, width: area.width, .reversed)
            }
        }
    }

    /// What stands above the columns of a list, in its first row.
    package mutating func headings(_ names: [String], in area: Area, _ widths: [Int]) {
        guard area.height > 0 else { return }
        let fixed = widths.reduce(0) { $0 + ($1 > 0 ? $1 + 1 : 0) }
        let free = max(area.width - 2 - fixed, 4)
        var column = area.columns.lowerBound + 2
        for (name, width) in zip(names, widths) {
            let width = width > 0 ? width : free
            let room = min(width, area.columns.upperBound - column)
            put(name, row: area.rows.lowerBound, column: column, width: room, look: .dim)
            column += width + 1
        }
    }

    /// A bar that fills from left to right, with the figures in words beside it.
    package mutating func progress(_ done: Int, of total: Int, in area: Area, row: Int) {
        guard row < area.height, area.width > 2 else { return }
        let share = total > 0 ? Double(min(max(done, 0), total)) / Double(total) : 0
        let width = min(area.width - 2, 40)
        let full = Int((Double(width) * share).rounded(.down))
        let bar =
            "[" + String(repeating: "#", count: full) + String(repeating: "-", count: width - full)
            + "]"
        put(
            bar,
            row: area.rows.lowerBound + row,
            column: area.columns.lowerBound,
            width: area.width
        )
    }
}
