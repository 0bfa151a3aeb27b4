// SPDX-License-Identifier: Apache-2.0

/// How an answer is given that none of the sides of a conflict has.
package enum AnswerWay: Hashable, Sendable {
    package struct Choice: Hashable, Sendable {
        package let name: String
        package let label: String

        package init(_ name: String, _ label: String) { (self.name, self.label) = (name, label) }
    }

    /// A number or a date: whoever types means another one.
    case line
    /// A text of one line, that is mended.
    case words
    /// A text of many lines.
    case text
    case one([Choice])
    /// In the order in which they are marked.
    case many([Choice])
}

/// Where such an answer is typed or chosen.
struct AnswerEditor: Hashable, Sendable {
    private enum Content: Hashable {
        case line(TextLine)
        case text(TextArea)
        case choices([AnswerWay.Choice], ListPosition, marked: [String], many: Bool)
    }

    private var content: Content

    /// Begins with an answer that was given already.
    init(_ way: AnswerWay, typed: String) {
        switch way {
        case .line: content = .line(TextLine(replacing: typed))
        case .words: content = .line(TextLine(typed))
        case .text: content = .text(TextArea(typed))
        case .one(let choices): content = Self.choices(choices, typed, many: false)
        case .many(let choices): content = Self.choices(choices, typed, many: true)
        }
    }

    private static func choices(
        _ choices: [AnswerWay.Choice],
        _ typed: String,
        many: Bool
    ) -> Content {
        let names = many ? typed.split { " ,".contains($0) }.map(String.init) : [typed]
        let marked = names.filter { name in choices.contains { $0.name == name } }
        let offered = many ? choices : choices + [.init("", "(no answer)")]
        var position = ListPosition(count: offered.count)
        position.move(to: offered.firstIndex { $0.name == marked.first } ?? 0)
        return .choices(offered, position, marked: marked, many: many)
    }

    /// As a person types it.
    var text: String {
        switch content {
        case .line(let line): line.text
        case .text(let text): isEmpty ? "" : text.text
        case .choices(_, _, let marked, many: true): marked.joined(separator: ",")
        case .choices(let choices, let position, _, many: false):
            choices.indices.contains(position.index) ? choices[position.index].name : ""
        }
    }

    var isEmpty: Bool {
        if case .text(let text) = content { return text.text.allSatisfy(\.isWhitespace) }
        return text.allSatisfy(\.isWhitespace)
    }

    /// What leads on: Enter is a line end in a text of many lines.
    var finishKey: KeyPress { if case .text = content { .tab } else { .enter } }

    var hints: [KeyHint] {
        switch content {
        case .line: [KeyHint("Enter", "go on")]
        case .text: [KeyHint("Tab", "go on"), KeyHint("Enter", "new line")]
        case .choices(_, _, _, many: false): [KeyHint("↑↓", "choose"), KeyHint("Enter", "go on")]
        case .choices(_, _, _, many: true):
            [KeyHint("Space", "mark"), KeyHint("↑↓", "move"), KeyHint("Enter", "go on")]
        }
    }

    /// - Returns: False for a key that does nothing here.
    mutating func handle(_ key: KeyPress) -> Bool {
        switch content {
        case .line(var line):
            guard line.handle(key) else { return false }
            content = .line(line)
        case .text(var text):
            guard text.handle(key) else { return false }
            content = .text(text)
        case .choices(let choices, var position, var marked, let many):
            if key == .character(" "), many, choices.indices.contains(position.index) {
                let name = choices[position.index].name
                if let index = marked.firstIndex(of: name) {
                    marked.remove(at: index)
                } else {
                    marked.append(name)
                }
            } else if !position.handle(key) {
                return false
            }
            content = .choices(choices, position, marked: marked, many: many)
        }
        return true
    }

    /// How many rows it takes of so many.
    func rows(in height: Int) -> Int {
        switch content {
        case .line: 1
        case .text: max(height - 2, 1)
        case .choices(let choices, _, _, _): max(min(choices.count, height * 2 / 3), 1)
        }
    }

    func draw(on canvas: inout Canvas, in area: Area) {
        switch content {
        case .line(let line): line.draw(on: &canvas, in: area)
        case .text(let text): text.draw(on: &canvas, in: area)
        case .choices(let choices, let position, let marked, let many):
            canvas.list(position, in: area, widths: [0]) { number in
                let choice = choices[number]
                let order = marked.firstIndex(of: choice.name).map { "[\($0 + 1)] " } ?? "[ ] "
                return ListRow([(many ? order : "") + choice.label])
            }
        }
    }
}
