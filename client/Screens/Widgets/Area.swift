// SPDX-License-Identifier: Apache-2.0

/// A part of a canvas, in rows and columns of the whole.
package struct Area: Hashable, Sendable {
    package var rows: Range<Int>
    package var columns: Range<Int>

    package init(rows: Range<Int>, columns: Range<Int>) {
        (self.rows, self.columns) = (rows, columns)
    }

    package var width: Int { columns.count }
    package var height: Int { rows.count }

    /// What is left below the first rows.
    package func below(_ count: Int) -> Area {
        Area(
            rows: min(rows.lowerBound + max(count, 0), rows.upperBound)..<rows.upperBound,
            columns: columns
        )
    }

    /// Side by side, with one column between each two.
    package func split(into parts: Int) -> [Area] {
        let width = max((self.width - (parts - 1)) / max(parts, 1), 0)
        return (0..<parts).map { part in
            let start = min(columns.lowerBound + part * (width + 1), columns.upperBound)
            return Area(rows: rows, columns: start..<min(start + width, columns.upperBound))
        }
    }
}

extension Canvas {
    package var whole: Area { Area(rows: 0..<size.rows, columns: 0..<size.columns) }

    /// Folds a text into the area from a row of it on.
    ///
    /// - Returns: The row of the area behind the text.
    @discardableResult
    package mutating func paragraph(
        _ text: String,
        in area: Area,
        row: Int = 0,
        look: Look = []
    ) -> Int {
        var row = row
        for line in text.folded(toColumns: area.width) {
            guard row < area.height else { return row }
            put(
                line,
                row: area.rows.lowerBound + row,
                column: area.columns.lowerBound,
                width: area.width,
                look: look
            )
            row += 1
        }
        return row
    }
}
