// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Where the answer of one question is typed or chosen.
struct QuestionEditor: Sendable {
    enum Content: Sendable {
        case line(TextLine)
        case text(TextArea)
        case options(OptionPicker)
        case file(FileLine)
        /// Nothing can be typed here: what the form gives by itself.
        case fixed(String)
    }

    let path: FieldPath
    var content: Content
    /// What stood there first, as it was typed out, and the answer that it was.
    private let begun: (text: String?, value: FieldValue?)

    init(_ path: FieldPath, in capture: Capture) {
        self.path = path
        content = Self.content(path, capture)
        begun = (Self.text(of: content), capture.filling.value(at: path))
    }

    private static func content(_ path: FieldPath, _ capture: Capture) -> Content {
        let value = capture.filling.value(at: path)
        guard let field = capture.form.field(path), !capture.filling.isReadOnly(path) else {
            return .fixed(value?.typed ?? "")
        }
        switch field.item.type {
        case .blob:
            return .file(FileLine(attached: value?.typed))
        case .choice, .choices, .rank, .boolean, .acknowledge:
            return .options(OptionPicker(path, field, capture))
        case .text where field.item.suggestsRecordsOf != nil:
            return .options(OptionPicker(path, field, capture))
        case .text where field.item.appearance?.contains("multiline") == true:
            return .text(TextArea(value?.typed ?? ""))
        default:
            let typed = value?.typed ?? ""
            if field.item.type != .text { return .line(TextLine(replacing: typed)) }
            // A text of several lines would lose them in a line.
            return typed.contains("\n") ? .text(TextArea(typed)) : .line(TextLine(typed))
        }
    }

    /// True where Enter is a line end, so that Tab leads on.
    var isLong: Bool { if case .text = content { true } else { false } }

    /// The text that is being typed; nil for what is no free text.
    var text: String? { Self.text(of: content) }

    private static func text(of content: Content) -> String? {
        switch content {
        case .line(let line): line.text
        case .text(let text): text.text
        case .options, .file, .fixed: nil
        }
    }

    /// What is typed where it is not the answer.
    func halfTyped(in capture: Capture) -> String? {
        guard let text, text != begun.text else { return nil }
        return text == capture.filling.value(at: path)?.typed ?? "" ? nil : text
    }

    mutating func resume(_ text: String) {
        switch content {
        case .line where !text.contains("\n"): content = .line(TextLine(text))
        case .line, .text: content = .text(TextArea(text))
        case .options, .file, .fixed: break
        }
    }

    /// True where several choices are one answer.
    var takesMany: Bool {
        if case .options(let picker) = content { picker.takesMany } else { false }
    }

    var file: FileLine? { if case .file(let file) = content { file } else { nil } }

    mutating func makeLong() {
        if case .line(let line) = content { content = .text(TextArea(line.text)) }
    }

    /// - Returns: False where there is nothing of it to take back.
    mutating func undoTyping() -> Bool {
        guard case .text(var text) = content, text.undo() else { return false }
        content = .text(text)
        return true
    }

    mutating func handle(_ key: KeyPress, in capture: Capture) -> Bool {
        switch content {
        case .line(var line):
            let isUsed = line.handle(key)
            content = .line(line)
            return isUsed
        case .text(var text):
            let isUsed = text.handle(key)
            content = .text(text)
            return isUsed
        case .options(var picker):
            let isUsed = picker.handle(key, in: capture)
            content = .options(picker)
            return isUsed
        case .file(var file):
            let isUsed = file.handle(key)
            content = .file(file)
            return isUsed
        case .fixed: return false
        }
    }

    /// - Throws: Why what was typed is no answer.
    func value(in capture: Capture, byEnter: Bool) throws(FieldProblem) -> FieldValue? {
        switch content {
        case .line(let line): try parse(line.text, capture)
        case .text(let text): try parse(text.text, capture)
        case .options(let picker):
            byEnter ? try picker.value(in: capture) : try picker.kept(in: capture)
        case .file, .fixed: capture.filling.answers[path]
        }
    }

    private func parse(_ text: String, _ capture: Capture) throws(FieldProblem) -> FieldValue? {
        // What nobody touched is what it was: a moment has more to it than its minute.
        if text == begun.text { return begun.value }
        return try capture.form.field(path)?
            .parse(text, at: path, today: capture.filling.surroundings.today)
    }

    func draw(on canvas: inout Canvas, in area: Area, row: Int, _ capture: Capture) {
        let room = area.below(row)
        switch content {
        case .line(let line):
            guard room.height > 0 else { return }
            canvas.put("> ", row: room.rows.lowerBound, column: room.columns.lowerBound)
            let start = min(room.columns.lowerBound + 2, room.columns.upperBound)
            line.draw(
                on: &canvas,
                in: Area(rows: room.rows, columns: start..<room.columns.upperBound)
            )
        case .text(let text): text.draw(on: &canvas, in: room)
        case .options(let picker): picker.draw(on: &canvas, in: room, capture)
        case .file(let file): file.draw(on: &canvas, in: room)
        case .fixed(let words): canvas.paragraph(words, in: room, look: .dim)
        }
    }
}

extension FieldValue {
    /// The value as a person would type it.
    var typed: String {
        switch self {
        case .text(let text), .choice(let text): text
        case .integer(let number): String(number)
        case .decimal(let number): "\(number)"
        case .boolean(let flag): flag ? "yes" : "no"
        case .date(let date): date.description
        case .time(let time): time.description
        case .instant(let instant): instant.onTheWall
        case .choices(let names): names.joined(separator: ",")
        case .geopoint(let point): "\(point.latitude),\(point.longitude)"
        case .money(let money): money.typed
        case .scaled(let value, _): value.typed
        case .blob(let blob): "a file of \(blob.sizeBytes) bytes"
        }
    }
}

extension Money {
    fileprivate var typed: String {
        let (pounds, rest) = pence.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(pence < 0 ? "-" : "")\(pounds).\(rest < 10 ? "0" : "")\(rest)"
    }
}
