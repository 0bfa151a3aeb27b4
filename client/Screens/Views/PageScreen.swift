// SPDX-License-Identifier: Apache-2.0

/// A record with all that it says, or its history: lines that one reads by moving over them.
package struct PageScreen: Screen {
    package struct Line: Hashable, Sendable {
        package let label: String
        package let text: String
        package let look: Look
        /// Where Enter leads from this line.
        package let destination: Destination?

        package init(
            _ label: String,
            _ text: String,
            look: Look = [],
            destination: Destination? = nil
        ) {
            (self.label, self.text, self.look) = (label, text, look)
            self.destination = destination
        }
    }

    /// A key of this page and what it asks for.
    package struct Action: Hashable, Sendable {
        package let key: Character
        package let deed: String
        package let effect: Effect

        package init(_ key: Character, _ deed: String, _ effect: Effect) {
            (self.key, self.deed, self.effect) = (key, deed, effect)
        }
    }

    package let title: String
    /// What opens this page again.
    package let destination: Destination?
    private let lines: [Line]
    private let actions: [Action]
    private var position: ListPosition

    package init(
        title: String,
        destination: Destination? = nil,
        lines: [Line],
        actions: [Action] = []
    ) {
        self.destination = destination
        (self.title, self.lines, self.actions) = (title, lines, actions)
        position = ListPosition(count: lines.count)
    }

    /// The page was read anew: the place in it stays.
    package mutating func keepPlace(of former: PageScreen) {
        position.move(to: former.position.index)
    }

    package var hints: [KeyHint] {
        let enter =
            lines.contains { $0.destination != nil } ? [KeyHint("Enter", "open the line")] : []
        return actions.map { KeyHint(String($0.key), $0.deed) } + enter
            + [KeyHint("↑↓", "move"), KeyHint("Esc", "back")]
    }

    package mutating func handle(_ key: KeyPress) -> [Effect]? {
        if position.handle(key) { return [] }
        if case .enter = key {
            guard !lines.isEmpty, let destination = lines[position.index].destination else {
                return []
            }
            return [.open(destination)]
        }
        guard case .character(let letter) = key,
            let action = actions.first(where: { $0.key == letter })
        else { return nil }
        return [action.effect]
    }

    package func draw(on canvas: inout Canvas, in area: Area) {
        let labels = min(max(lines.map { $0.label.columns }.max() ?? 0, 1), area.width * 2 / 5)
        let start = area.columns.lowerBound + labels + 3
        let column = Area(
            rows: area.rows,
            columns: min(start, area.columns.upperBound)..<area.columns.upperBound
        )
        var row = 0
        for index in firstSeen(height: area.height, width: column.width)..<lines.count {
            guard row < area.height else { return }
            let line = lines[index]
            let place = area.rows.lowerBound + row
            let isChosen = index == position.index
            canvas.put(isChosen ? "›" : " ", row: place, column: area.columns.lowerBound)
            canvas.put(
                line.label,
                row: place,
                column: area.columns.lowerBound + 2,
                width: labels,
                look: line.look.union(isChosen ? .bold : [])
            )
            row = canvas.paragraph(
                line.text,
                in: column,
                row: row,
                look: line.look.union(isChosen ? .bold : [])
            )
        }
    }

    /// Lines take as many rows as their text needs: the chosen one has to be seen as a whole.
    private func firstSeen(height: Int, width: Int) -> Int {
        guard !lines.isEmpty, height > 0 else { return lines.count }
        var (first, used) = (position.index, rows(of: position.index, width))
        while first > 0, used + rows(of: first - 1, width) <= height * 2 / 3 {
            first -= 1
            used += rows(of: first, width)
        }
        return first
    }

    private func rows(of index: Int, _ width: Int) -> Int {
        lines[index].text.folded(toColumns: width).count
    }
}
