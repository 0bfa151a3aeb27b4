// SPDX-License-Identifier: Apache-2.0

/// The records of this device: search as one types, by form, by how they stand.
package struct RecordsScreen: Screen {
    private var shelf = RecordShelf()
    private var query = RecordQuery()
    private var search = TextLine()
    private var found: [Int] = []
    private var position = ListPosition(count: 0)

    package init(_ shelf: RecordShelf) { show(shelf) }

    package var title: String { "Records" }
    /// Always: what is typed is looked for.
    package var takesText: Bool { true }
    package var hints: [KeyHint] {
        [
            KeyHint("type", "search"), KeyHint("↑↓ Enter", "open"), KeyHint("Tab", "form"),
            KeyHint("F3", "not sent, in conflict"), KeyHint("Esc", "back"),
        ]
    }

    /// The shelf has grown, or was read anew; the choice stays on the same record.
    package mutating func show(_ shelf: RecordShelf) {
        let chosen = found.isEmpty ? nil : self.shelf.lines[found[position.index]].id
        let isGrown =
            self.shelf.lines.count <= shelf.lines.count
            && self.shelf.lines.first?.id == shelf.lines.first?.id
        let known = isGrown ? self.shelf.lines.count : 0
        self.shelf = shelf
        found =
            (isGrown ? found : [])
            + shelf.found(by: query, among: known..<shelf.lines.count)
        position.fit(count: found.count)
        if !isGrown, let chosen,
            let index = found.firstIndex(where: { shelf.lines[$0].id == chosen })
        {
            position.move(to: index)
        }
    }

    package mutating func handle(_ key: KeyPress) -> [Effect]? {
        switch key {
        case .enter:
            guard !found.isEmpty else { return [] }
            return [.open(.record(shelf.lines[found[position.index]].id))]
        case .escape where !search.isEmpty:
            search = TextLine()
            find()
        case .tab: turnForm(by: 1)
        case .backTab: turnForm(by: -1)
        case .function(3): turnKind()
        case .home, .end, .up, .down, .pageUp, .pageDown: _ = position.handle(key)
        default:
            guard search.handle(key) else { return nil }
            find()
        }
        return []
    }

    private mutating func find() {
        var wanted = query
        wanted.text = search.text
        look(for: wanted)
    }

    private mutating func turnForm(by step: Int) {
        let choices = [nil] + shelf.forms.map(Optional.some)
        let now = choices.firstIndex(of: query.form) ?? 0
        var wanted = query
        wanted.form = choices[(now + step + choices.count) % choices.count]
        look(for: wanted)
    }

    private mutating func turnKind() {
        let kinds = RecordQuery.Kind.allCases
        let now = kinds.firstIndex(of: query.kind) ?? 0
        var wanted = query
        wanted.kind = kinds[(now + 1) % kinds.count]
        look(for: wanted)
    }

    private mutating func look(for wanted: RecordQuery) {
        guard wanted != query else { return }
        found =
            wanted.narrows(query)
            ? shelf.found(by: wanted, among: found)
            : shelf.found(by: wanted, among: shelf.lines.indices)
        query = wanted
        position = ListPosition(count: found.count)
    }

    package func draw(on canvas: inout Canvas, in area: Area) {
        guard area.height > 0 else { return }
        let row = area.rows.lowerBound
        let list = area.below(2)
        canvas.put(filterWords, row: row + 1, column: area.columns.lowerBound, look: .dim)
        canvas.list(position, in: list, widths: [16, 0, 8, 20]) { number in
            let line = shelf.lines[found[number]]
            return ListRow(
                [line.form, line.summary, String(line.id.suffix(8)), line.state],
                look: line.conflicts > 0 || line.standing == .refused
                    ? .orange : line.standing == .unsent ? .blue : []
            )
        }
        if found.isEmpty { canvas.paragraph(emptyWords, in: list) }
        canvas.put("Search: ", row: row, column: area.columns.lowerBound, look: .bold)
        let start = min(area.columns.lowerBound + 8, area.columns.upperBound)
        search.draw(
            on: &canvas,
            in: Area(rows: area.rows, columns: start..<area.columns.upperBound)
        )
    }

    private var filterWords: String {
        let kind =
            switch query.kind {
            case .all: "all"
            case .unsent: "not sent"
            case .disputed: "in conflict"
            }
        let more = shelf.isComplete ? "" : "  ·  still reading"
        return "form: \(query.form ?? "all")  ·  shown: \(kind)  ·  \(found.count) of"
            + " \(shelf.lines.count)\(more)"
    }

    private var emptyWords: String {
        guard shelf.isComplete else { return "" }
        return shelf.lines.isEmpty
            ? "There are no records here yet. Esc and then n makes one."
            : "Nothing fits. Esc clears what you typed; Tab and F3 change what is shown."
    }
}
