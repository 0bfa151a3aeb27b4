// SPDX-License-Identifier: Apache-2.0

/// All keys of a screen, with those that are good everywhere.
struct HelpPage: Hashable, Sendable {
    private let title: String
    private let hints: [KeyHint]
    private var scroll = Scroll()

    private struct Row: Hashable {
        var key = ""
        let text: String
        var look: Look = []
    }

    private static let everywhere = [
        KeyHint("F1 or ?", "this help (? where nothing is typed)"),
        KeyHint("Esc or q", "back; q at home leaves"),
        KeyHint("Ctrl-Z", "to the shell for a while; fg comes back"),
        KeyHint("↑↓ PgUp PgDn Home End", "move in a list, read on in a long text"),
    ]
    private static let typing = [
        KeyHint("Ctrl-U Ctrl-W", "clear the line; take the word before away"),
        KeyHint("F5 or Ctrl-_", "in a long text takes the last word, paste or removal back"),
    ]
    private static let choices = [
        KeyHint("Space", "marks a choice where several may be taken; in a ranking, sets its place"),
        KeyHint("letters", "show the choices that have a word beginning so"),
    ]

    init(title: String, hints: [KeyHint]) { (self.title, self.hints) = (title, hints) }

    /// - Returns: False for a key that closes the help.
    mutating func handle(_ key: KeyPress, in area: Area) -> Bool {
        let rows = rows(width: area.width)
        guard rows.count > area.height else { return false }
        return scroll.handle(key, rows: rows.count, height: Self.height(of: rows, in: area))
    }

    func hints(in area: Area) -> [KeyHint] {
        guard rows(width: area.width).count > area.height else {
            return [KeyHint("any key", "closes this")]
        }
        return [KeyHint("↑↓ PgDn", "read on"), KeyHint("any other key", "closes")]
    }

    func draw(on canvas: inout Canvas, in area: Area) {
        let rows = rows(width: area.width)
        let height = Self.height(of: rows, in: area)
        let seen = scroll.window(rows: rows.count, height: height)
        for (offset, row) in rows[seen].enumerated() {
            let line = area.rows.lowerBound + offset
            let width = keyWidth(in: area.width)
            if row.key.isEmpty {
                canvas.put(row.text, row: line, look: row.look)
            } else {
                canvas.put(row.key, row: line, column: 2, width: width, look: [.bold, .blue])
                canvas.put(row.text, row: line, column: width + 3)
            }
        }
        let words = PlaceInText(seen, of: rows.count).words
        if height < area.height, !words.isEmpty {
            canvas.put(words, row: area.rows.upperBound - 1, column: 2, look: .dim)
        }
    }

    /// Where not all fits, the last row says how much more there is.
    private static func height(of rows: [Row], in area: Area) -> Int {
        rows.count > area.height && area.height > 2 ? area.height - 1 : area.height
    }

    private func keyWidth(in width: Int) -> Int { width < 60 ? min(14, width / 3) : 22 }

    private func rows(width: Int) -> [Row] {
        let more =
            "Every answer and every decision is saved as it is given. What is not sent yet stays"
            + " on this device until a sync has sent it."
        return heading("Keys of this screen (\(title))", width) + rows(hints, width)
            + [Row(text: "")] + heading("Everywhere", width) + rows(Self.everywhere, width)
            + [Row(text: "")] + heading("Where one types", width) + rows(Self.typing, width)
            + [Row(text: "")] + heading("Where one chooses", width) + rows(Self.choices, width)
            + [Row(text: "")] + more.folded(toColumns: width).map { Row(text: $0) }
    }

    private func heading(_ words: String, _ width: Int) -> [Row] {
        words.folded(toColumns: width).map { Row(text: $0, look: .bold) }
    }

    /// Where one is narrow, what a key does goes on below it.
    private func rows(_ hints: [KeyHint], _ width: Int) -> [Row] {
        let room = keyWidth(in: width)
        return hints.flatMap { hint in
            let keys = hint.key.folded(toColumns: room)
            let deeds = hint.deed.folded(toColumns: width - room - 3)
            return (0..<max(keys.count, deeds.count)).map { number in
                Row(
                    key: number < keys.count ? keys[number] : " ",
                    text: number < deeds.count ? deeds[number] : ""
                )
            }
        }
    }
}
