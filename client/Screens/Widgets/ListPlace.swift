// SPDX-License-Identifier: Apache-2.0

extension Area {
    /// The area without its last row where a list is longer than it: how much more there is stands
    /// there.
    func leavingRow(of position: ListPosition, on canvas: inout Canvas) -> Area {
        guard position.count > height, height > 2 else { return self }
        let list = Area(rows: rows.lowerBound..<rows.upperBound - 1, columns: columns)
        let words = PlaceInText(position.window(height: list.height), of: position.count).words
        canvas.put(
            words,
            row: list.rows.upperBound,
            column: columns.lowerBound + 2,
            width: max(width - 2, 0),
            look: .dim
        )
        return list
    }
}
