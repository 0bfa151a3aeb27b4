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
    /// True where letters narrow the list to what has a word beginning so.
    private let narrows: Bool
    private var typed = TextLine()
    private var position: ListPosition
    private var detail = ListDetail()
    /// Where the list was last drawn.
    private var area = Area(rows: 0..<20, columns: 0..<80)

    /// The width of a column is 0 for the one that takes what is left.
    package init(
        title: String,
        destination: Destination? = nil,
        widths: [Int],
        entries: [Entry],
        ifEmpty words: String,
        narrows: Bool = false
    ) {
        (self.destination, self.narrows) = (destination, narrows)
        (self.title, self.widths, self.entries, emptyWords) = (title, widths, entries, words)
        position = ListPosition(count: entries.count)
    }

    package mutating func keepPlace(of former: ListScreen) {
        typed = former.typed
        position.fit(count: seen.count)
        position.move(to: former.position.index)
        area = former.area
        if chosen?.detail == former.chosen?.detail { detail = former.detail }
    }

    package var takesText: Bool { narrows }

    /// The entries that what is typed leaves.
    private var seen: [Entry] {
        let wanted = typed.text.lowercased()
        guard !wanted.isEmpty else { return entries }
        return entries.filter { entry in
            let name = " " + (entry.cells.first ?? "").lowercased()
            return name.contains(" " + wanted)
        }
    }

    package mutating func fit(_ area: Area) { self.area = area }

    private var detailLayout: ListDetail.Layout {
        ListDetail.Layout(chosen?.detail ?? "", below: seen.count, in: area)
    }

    package var hints: [KeyHint] {
        let own = chosen?.actions.map { KeyHint(String($0.key), $0.deed) } ?? []
        let read = !narrows && detailLayout.isLong ? [KeyHint("→ ←", "read on")] : []
        let letters = narrows ? [KeyHint("letters", "narrow")] : []
        return [KeyHint("↑↓ Enter", "choose")] + letters + read + own + [KeyHint("Esc", "back")]
    }

    private var chosen: Entry? {
        let seen = seen
        return seen.indices.contains(position.index) ? seen[position.index] : nil
    }

    package mutating func handle(_ key: KeyPress) -> [Effect]? {
        let former = position
        if position.handle(key) {
            if position != former { detail.startAnew() }
            return []
        }
        if case .enter = key { return chosen.map { [$0.enter] } ?? [] }
        if narrows { return narrow(key) }
        if detail.handle(key, detailLayout) { return [] }
        guard case .character(let letter) = key,
            let action = chosen?.actions.first(where: { $0.key == letter })
        else { return nil }
        return [action.effect]
    }

    private mutating func narrow(_ key: KeyPress) -> [Effect]? {
        if key == .escape, !typed.isEmpty {
            typed = TextLine()
        } else {
            let isTyping =
                key.text != nil || [.backspace, .control("u"), .control("w")].contains(key)
            guard isTyping, typed.handle(key) else { return nil }
        }
        position = ListPosition(count: seen.count)
        return []
    }

    package func draw(on canvas: inout Canvas, in area: Area) {
        guard !typed.isEmpty else { return drawEntries(on: &canvas, in: area) }
        canvas.put("> ", row: area.rows.lowerBound, column: area.columns.lowerBound)
        let start = min(area.columns.lowerBound + 2, area.columns.upperBound)
        let line = Area(rows: area.rows.prefix(1), columns: start..<area.columns.upperBound)
        typed.draw(on: &canvas, in: line)
        drawEntries(on: &canvas, in: area.below(1))
    }

    private func drawEntries(on canvas: inout Canvas, in area: Area) {
        guard let chosen else {
            let words = typed.isEmpty ? emptyWords : "None is called so. Ctrl-U shows all."
            canvas.paragraph(words, in: area)
            return
        }
        let entries = seen
        let layout = ListDetail.Layout(chosen.detail, below: entries.count, in: area)
        canvas.list(position, in: layout.list, widths: widths) { number in
            ListRow(entries[number].cells, look: entries[number].look)
        }
        detail.draw(layout, on: &canvas)
    }
}
