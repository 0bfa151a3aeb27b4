// SPDX-License-Identifier: Apache-2.0

/// A text of one line that is being typed.
package struct TextLine: Hashable, Sendable {
    private var characters: [Character]
    package private(set) var cursor: Int
    /// True while the first letter that is typed takes the place of all that stands there.
    private var isReplaced = false
    /// No answer of one line is longer than this many characters.
    static let lengthMax = 10_000

    package init(_ text: String = "") {
        characters = Array(text.prefix(Self.lengthMax).map { $0.isNewline ? " " : $0 })
        cursor = characters.count
    }

    /// A date or number that stands there already: whoever types means another one, and whoever
    /// moves or deletes first means this one.
    init(replacing text: String) {
        self.init(text)
        isReplaced = !isEmpty
    }

    package var text: String { String(characters) }
    package var isEmpty: Bool { characters.isEmpty }

    /// - Returns: False for a key that does nothing in a line of text.
    package mutating func handle(_ key: KeyPress) -> Bool {
        if isReplaced, key.text != nil { (characters, cursor) = ([], 0) }
        isReplaced = false
        switch key {
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end: cursor = characters.count
        case .backspace: remove(cursor - 1)
        case .delete, .control("d"): remove(cursor)
        case .control("u"): (characters, cursor) = ([], 0)
        case .control("w"): removeWord()
        default:
            guard let text = key.text else { return false }
            insert(text)
        }
        return true
    }

    private mutating func insert(_ text: String) {
        let room = Self.lengthMax - characters.count
        let new = text.map { $0.isNewline ? " " : $0 }.prefix(max(room, 0))
        characters.insert(contentsOf: new, at: cursor)
        cursor += new.count
    }

    private mutating func remove(_ index: Int) {
        guard characters.indices.contains(index) else { return }
        characters.remove(at: index)
        cursor = index
    }

    private mutating func removeWord() {
        var start = cursor
        while start > 0, characters[start - 1] == " " { start -= 1 }
        while start > 0, characters[start - 1] != " " { start -= 1 }
        characters.removeSubrange(start..<cursor)
        cursor = start
    }

    /// The first character that is drawn so that the cursor still is.
    private func firstSeen(columns limit: Int) -> Int {
        var (start, used) = (cursor, 0)
        while start > 0 {
            used += String(characters[start - 1]).columns
            if used > limit { break }
            start -= 1
        }
        return start
    }

    /// Draws the line so that the cursor is seen, and puts the cursor there.
    package func draw(on canvas: inout Canvas, in area: Area, row: Int = 0, look: Look = []) {
        guard row < area.height, area.width > 1 else { return }
        // One column stays free for the cursor behind the text.
        let start = firstSeen(columns: area.width - 1)
        let (line, column) = (area.rows.lowerBound + row, area.columns.lowerBound)
        canvas.put(
            String(characters[start...].prefix(area.width)),
            row: line,
            column: column,
            width: area.width,
            look: look
        )
        let offset = String(characters[start..<cursor]).columns
        canvas.cursor = Place(row: line, column: column + min(offset, area.width - 1))
    }
}
