// SPDX-License-Identifier: Apache-2.0

/// A short list with something to say of the chosen row: forms, conflicts, messages.
package struct ListScreen: Screen {
    package struct Entry: Hashable, Sendable {
        package let cells: [String]
        /// What is said below the list while the entry is chosen.
        package let detail: String
        package let look: Look
        package let enter: Effect
        package let actions: [PageScreen.Action]

        package init(
            _ cells: [String],
            detail: String = "",
            look: Look = [],
            enter: Effect,
            actions: [PageScreen.Action] = []
        ) {
            (self.cells, self.detail, self.look) = (cells, detail, look)
            (self.enter, self.actions) = (enter, actions)
        }
    }

    package let title: String
    /// What opens this list again.
    package let destination: Destination?
    private let widths: [Int]
    private let emptyWords: String
    private let entries: [Entry]
    private var position: ListPosition

    /// The width of a column is 0 for the one that takes what is left.
    package init(
        title: String,
        destination: Destination? = nil,
        widths: [Int],
        entries: [Entry],
        ifEmpty words: String
    ) {
        self.destination = destination
        (self.title, self.widths, self.entries, emptyWords) = (title, widths, entries, words)
        position = ListPosition(count: entries.count)
    }

    package mutating func keepPlace(of former: ListScreen) {
        position.move(to: former.position.index)
    }

    package var hints: [KeyHint] {
        let own = chosen?.actions.map { KeyHint(String($0.key), $0.deed) } ?? []
        return [KeyHint("↑↓ Enter", "choose")] + own + [KeyHint("Esc", "back")]
    }

    private var chosen: Entry? { entries.isEmpty ? nil : entries[position.index] }

    package mutating func handle(_ key: KeyPress) -> [Effect]? {
        if position.handle(key) { return [] }
        if case .enter = key { return chosen.map { [$0.enter] } ?? [] }
        guard case .character(let letter) = key,
            let action = chosen?.actions.first(where: { $0.key == letter })
        else { return nil }
        return [action.effect]
    }

    package func draw(on canvas: inout Canvas, in area: Area) {
        guard let chosen else {
            canvas.paragraph(emptyWords, in: area)
            return
        }
        let detail = chosen.detail.isEmpty ? [] : chosen.detail.folded(toColumns: area.width)
        // A short list leaves its room to what is said below it.
        let free = max(area.height / 2, area.height - entries.count - 1, 0)
        let room = min(detail.count, free)
        let end = area.rows.upperBound - (room > 0 ? room + 1 : 0)
        let list = Area(
            rows: area.rows.lowerBound..<max(end, area.rows.lowerBound),
            columns: area.columns
        )
        canvas.list(position, in: list, widths: widths) { number in
            ListRow(entries[number].cells, look: entries[number].look)
        }
        for (offset, line) in detail.prefix(room).enumerated() {
            let isCut = offset == room - 1 && room < detail.count
            canvas.put(
                isCut ? "\(line) …".cut(toColumns: area.width) : line,
                row: area.rows.upperBound - room + offset,
                column: area.columns.lowerBound
            )
        }
    }
}
