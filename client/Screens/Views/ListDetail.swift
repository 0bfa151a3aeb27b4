// SPDX-License-Identifier: Apache-2.0

/// The words below a list about its chosen row, and how far a person has read in them.
///
/// The arrows up and down belong to the list; those to the right and left turn the words over.
struct ListDetail: Hashable, Sendable {
    private var scroll = Scroll()

    /// Another row is chosen: its words begin at their start.
    mutating func startAnew() { scroll = Scroll() }

    /// - Returns: False for a key that does not move in the words; left at their start is one.
    mutating func handle(_ key: KeyPress, _ layout: Layout) -> Bool {
        guard layout.isLong else { return false }
        let turn: KeyPress
        switch key {
        case .right: turn = .pageDown
        case .left where scroll.top > 0: turn = .pageUp
        default: return false
        }
        return scroll.handle(turn, rows: layout.rows.count, height: layout.height)
    }

    func draw(_ layout: Layout, on canvas: inout Canvas) {
        let area = layout.words
        let seen = scroll.window(rows: layout.rows.count, height: layout.height)
        for (offset, row) in layout.rows[seen].enumerated() {
            let line = area.rows.lowerBound + offset
            canvas.put(row, row: line, column: area.columns.lowerBound, width: area.width)
        }
        guard layout.isLong, layout.height < area.height else { return }
        canvas.put(
            PlaceInText(seen, of: layout.rows.count).words,
            row: area.rows.upperBound - 1,
            column: area.columns.lowerBound,
            look: .dim
        )
    }

    /// How a list and the words of its chosen row share an area.
    struct Layout: Hashable, Sendable {
        let list: Area
        let words: Area
        let rows: [String]

        /// A short list leaves its room to the words, a long one half of it.
        init(_ detail: String, below entries: Int, in area: Area) {
            rows = detail.isEmpty ? [] : detail.folded(toColumns: area.width)
            let free = max(area.height / 2, area.height - entries - 1, 0)
            let room = min(rows.count, free)
            let end = area.rows.upperBound - (room > 0 ? room + 1 : 0)
            list = Area(
                rows: area.rows.lowerBound..<max(end, area.rows.lowerBound),
                columns: area.columns
            )
            words = Area(
                rows: area.rows.upperBound - room..<area.rows.upperBound,
                columns: area.columns
            )
        }

        var isLong: Bool { rows.count > words.height }

        /// The rows of words that are seen at once; where not all are, the last row says so.
        var height: Int { isLong && words.height > 2 ? words.height - 1 : words.height }
    }
}
