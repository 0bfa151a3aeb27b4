// SPDX-License-Identifier: Apache-2.0

/// A text of many lines that is being typed, such as a note.
package struct TextArea: Hashable, Sendable {
    private var characters: [Character]
    private var cursor: Int
    private var undoable: [Draft] = []
    /// True while letters of one word are typed, which are taken back together.
    private var isInWord = false
    private static let undoableMax = 200
    static let lengthMax = 100_000

    private struct Draft: Hashable {
        let characters: [Character]
        let cursor: Int
    }

    package init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    package var text: String { String(characters) }

    /// - Returns: False for a key that does nothing in a text.
    package mutating func handle(_ key: KeyPress) -> Bool {
        let wasInWord = isInWord
        isInWord = false
        switch key {
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(characters.count, cursor + 1)
        case .up: moveLine(by: -1)
        case .down: moveLine(by: 1)
        case .home: cursor = lineStart(of: cursor)
        case .end: cursor = lineEnd(of: cursor)
        case .backspace: remove(at: cursor - 1)
        case .delete: remove(at: cursor)
        case .control("u"): remove(lineStart(of: cursor)..<lineEnd(of: cursor))
        case .control("k"): remove(cursor..<lineEnd(of: cursor))
        case .control("w"): remove(wordStart(of: cursor)..<cursor)
        case .control("z"), .control("_"): undo()
        case .enter: insert("\n")
        case .character(let letter):
            isInWord = !letter.isWhitespace
            insert(String(letter), remembering: !(wasInWord && isInWord))
        default:
            guard let text = key.text else { return false }
            insert(text)
        }
        return true
    }

    private mutating func insert(_ text: String, remembering: Bool = true) {
        let new = text.prefix(max(Self.lengthMax - characters.count, 0))
        guard !new.isEmpty else { return }
        if remembering { remember() }
        characters.insert(contentsOf: new, at: cursor)
        cursor += new.count
    }

    private mutating func remove(at index: Int) {
        guard characters.indices.contains(index) else { return }
        remember()
        characters.remove(at: index)
        cursor = index
    }

    private mutating func remove(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        remember()
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    private mutating func remember() {
        undoable.append(Draft(characters: characters, cursor: cursor))
        if undoable.count > Self.undoableMax { undoable.removeFirst() }
    }

    /// Takes the last word, paste or removal back.
    ///
    /// - Returns: False where nothing was typed.
    @discardableResult
    mutating func undo() -> Bool {
        guard let last = undoable.popLast() else { return false }
        (characters, cursor, isInWord) = (last.characters, last.cursor, false)
        return true
    }

    private func wordStart(of place: Int) -> Int {
        var start = place
        while start > 0, characters[start - 1].isWhitespace { start -= 1 }
        while start > 0, !characters[start - 1].isWhitespace { start -= 1 }
        return start
    }

    private func lineStart(of place: Int) -> Int {
        (characters[..<place].lastIndex(where: \.isNewline) ?? -1) + 1
    }

    private func lineEnd(of place: Int) -> Int {
        characters[place...].firstIndex(where: \.isNewline) ?? characters.count
    }

    private mutating func moveLine(by step: Int) {
        let start = lineStart(of: cursor)
        let offset = cursor - start
        if step < 0 {
            guard start > 0 else { return cursor = 0 }
            let above = lineStart(of: start - 1)
            cursor = min(above + offset, start - 1)
        } else {
            let end = lineEnd(of: cursor)
            guard end < characters.count else { return cursor = end }
            cursor = min(end + 1 + offset, lineEnd(of: end + 1))
        }
    }

    /// Draws the lines around the cursor; long ones are folded.
    package func draw(on canvas: inout Canvas, in area: Area) {
        guard area.height > 0, area.width > 2 else { return }
        let before = String(characters[..<cursor]).folded(toColumns: area.width - 1)
        let lines = String(characters).folded(toColumns: area.width - 1)
        let row = min(before.count, lines.count) - 1
        let first = max(0, row - area.height + 1)
        for (offset, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
            let place = area.rows.lowerBound + offset
            canvas.put(line, row: place, column: area.columns.lowerBound, width: area.width)
        }
        canvas.cursor = Place(
            row: area.rows.lowerBound + row - first,
            column: area.columns.lowerBound + min(before[row].columns, area.width - 1)
        )
    }
}
