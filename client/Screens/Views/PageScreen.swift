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
    private let longestLabel: Int
    private var place = PagePlace()
    /// Where the page was last drawn, and the rows of its lines there.
    private var area = Area(rows: 0..<20, columns: 0..<80)
    private var known = PageLayout([], height: 0)

    package init(
        title: String,
        destination: Destination? = nil,
        lines: [Line],
        actions: [Action] = []
    ) {
        self.destination = destination
        (self.title, self.lines, self.actions) = (title, lines, actions)
        longestLabel = lines.map { $0.label.columns }.max() ?? 0
        known = layout(in: area)
    }

    /// The page was read anew: the place in it stays.
    package mutating func keepPlace(of former: PageScreen) {
        place = former.place
        fit(former.area)
        place.fit(known)
    }

    package mutating func fit(_ area: Area) {
        guard area != self.area else { return }
        (self.area, known) = (area, layout(in: area))
        place.fit(known)
    }

    package var hints: [KeyHint] {
        let enter =
            lines.contains { $0.destination != nil } ? [KeyHint("Enter", "open")] : []
        let move = known.isLong ? KeyHint("↑↓ PgDn", "read on") : KeyHint("↑↓", "move")
        return actions.map { KeyHint(String($0.key), $0.deed) } + enter
            + [move, KeyHint("Esc", "back")]
    }

    package mutating func handle(_ key: KeyPress) -> [Effect]? {
        if place.handle(key, in: known) { return [] }
        if case .enter = key {
            guard lines.indices.contains(place.chosen),
                let destination = lines[place.chosen].destination
            else { return [] }
            return [.open(destination)]
        }
        guard case .character(let letter) = key,
            let action = actions.first(where: { $0.key == letter })
        else { return nil }
        return [action.effect]
    }

    private func labelWidth(in area: Area) -> Int {
        min(max(longestLabel, 1), area.width * 2 / 5)
    }

    /// Each line takes as many rows as its text needs.
    private func layout(in area: Area) -> PageLayout {
        let width = texts(in: area).width
        return PageLayout(
            lines.map { $0.text.folded(toColumns: width).count },
            height: area.height
        )
    }

    private func texts(in area: Area) -> Area {
        let start = area.columns.lowerBound + labelWidth(in: area) + 3
        return Area(
            rows: area.rows,
            columns: min(start, area.columns.upperBound)..<area.columns.upperBound
        )
    }

    package func draw(on canvas: inout Canvas, in area: Area) {
        let layout = area == self.area ? known : layout(in: area)
        let seen = place.window(in: layout)
        let texts = texts(in: area)
        for (index, line) in lines.enumerated() where layout.rows(of: index).overlaps(seen) {
            let rows = layout.rows(of: index)
            let look = line.look.union(index == place.chosen ? .bold : [])
            let folded = line.text.folded(toColumns: texts.width)
            for row in rows.clamped(to: seen) {
                let on = area.rows.lowerBound + row - seen.lowerBound
                if index == place.chosen, row == max(rows.lowerBound, seen.lowerBound) {
                    canvas.put("›", row: on, column: area.columns.lowerBound)
                }
                if row == rows.lowerBound {
                    let width = labelWidth(in: area)
                    let column = area.columns.lowerBound + 2
                    canvas.put(line.label, row: on, column: column, width: width, look: look)
                }
                let text = folded[row - rows.lowerBound]
                let column = texts.columns.lowerBound
                canvas.put(text, row: on, column: column, width: texts.width, look: look)
            }
        }
        guard layout.isLong, layout.height < area.height else { return }
        let words = PlaceInText(seen, of: layout.count).words
        canvas.put(words, row: area.rows.upperBound - 1, column: texts.columns.lowerBound)
    }
}
