// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

extension FormScreen {
    package func draw(on canvas: inout Canvas, in area: Area) {
        // In a low window the question comes before how far one is.
        let isLow = area.height < Self.lowHeight
        if !isLow {
            canvas.paragraph(progressWords.cut(toColumns: area.width), in: area, look: .dim)
        }
        var end = area.rows.upperBound
        if let problem {
            let lines = "! \(problem)".folded(toColumns: area.width).prefix(max(area.height - 4, 1))
            end = max(area.rows.upperBound - lines.count, area.rows.lowerBound)
            for (offset, line) in lines.enumerated() {
                canvas.put(line, row: end + offset, look: [.bold, .orange])
            }
        }
        let body = Area(rows: area.rows.lowerBound..<end, columns: area.columns)
            .below(isLow ? 0 : 2)
        switch capture.stop {
        case .question(let path): drawQuestion(path, on: &canvas, in: body)
        case .note(let path): drawNote(path, on: &canvas, in: body)
        case .page(let path): drawPage(path, on: &canvas, in: body)
        case .list(let path): drawList(path, on: &canvas, in: body)
        case .end: drawEnd(on: &canvas, in: body)
        }
    }

    /// "7 of about 19": another answer may make it more or less.
    private var progressWords: String {
        let progress = capture.progress
        let language = capture.language.map { "  ·  \($0)" } ?? ""
        let place = capture.headings.map { "  ·  \($0)" }.joined()
        return "\(progress.done) of about \(progress.total) answered\(place)\(language)"
    }

    private func drawQuestion(_ path: FieldPath, on canvas: inout Canvas, in area: Area) {
        let isLow = area.height < Self.lowHeight - 2
        let room = isLow ? 1 : max(area.height - Self.editorHeight, area.height / 3)
        var text = LongText(starred(path), .bold, columns: area.width)
        if let hint = capture.hint(at: path) { text.add(hint, .dim) }
        if !isLow, let way = typingWords(path) { text.add(way, .dim) }
        // What explains more is looked up, and in nobody's way.
        if let guidance = capture.guidance(at: path) { text.beginPart(guidance, .dim) }
        let row = text.draw(on: &canvas, in: area, rows: room, part: textPart)
        editor?.draw(on: &canvas, in: area, row: row + (isLow ? 0 : 1), capture)
    }

    /// The label, with a star where an answer is needed.
    private func starred(_ path: FieldPath) -> String {
        capture.label(at: path) + (capture.filling.isRequired(path) ? " *" : "")
    }

    private func typingWords(_ path: FieldPath) -> String? {
        guard !capture.filling.isReadOnly(path) else { return nil }
        return capture.form.field(path)?.item.type.typingWords
    }

    private func drawNote(_ path: FieldPath, on canvas: inout Canvas, in area: Area) {
        var text = LongText(capture.label(at: path), [], columns: area.width)
        if let hint = capture.hint(at: path) { text.add(hint, .dim) }
        if let guidance = capture.guidance(at: path) { text.beginPart(guidance, .dim) }
        text.draw(on: &canvas, in: area, rows: area.height, part: textPart)
    }

    /// Rows that an editor has below the longest text.
    private static let editorHeight = 7

    private static let lowHeight = 8

    /// All questions of the page; the one that is answered now with its editor below it.
    private func drawPage(_ page: FieldPath, on canvas: inout Canvas, in area: Area) {
        var row = canvas.paragraph(capture.label(at: page), in: area, look: .bold)
        let members = capture.members(of: page)
        let here = members.firstIndex { $0 == editor?.path } ?? 0
        // Who stands far down sees the questions just above.
        let first = max(0, here - max(area.height / 3, 1))
        for path in members.dropFirst(first) where row < area.height {
            let isHere = path == editor?.path
            let value = capture.filling.value(at: path).map { ": \(words(of: $0, at: path))" } ?? ""
            let line = (isHere ? "› " : "  ") + starred(path) + (isHere ? "" : value)
            guard isHere else {
                row = canvas.paragraph(line, in: area, row: row)
                continue
            }
            var text = LongText(line, .bold, columns: area.width)
            if let hint = capture.hint(at: path) { text.add(hint, .dim) }
            if let way = typingWords(path) { text.add(way, .dim) }
            if let guidance = capture.guidance(at: path) { text.beginPart(guidance, .dim) }
            let most = max((area.height - row) / 2, 1)
            row += text.draw(on: &canvas, in: area.below(row), rows: most, part: textPart)
            let room = min(area.height - row, 6)
            let part = area.below(row)
            let rows = part.rows.prefix(max(room, 0))
            editor?.draw(on: &canvas, in: Area(rows: rows, columns: part.columns), row: 0, capture)
            row += isOneLine ? 1 : room
        }
    }

    private var isOneLine: Bool { if case .line? = editor?.content { true } else { false } }

    private func drawList(_ list: FieldPath, on canvas: inout Canvas, in area: Area) {
        var row = canvas.paragraph(capture.label(at: list), in: area, look: .bold)
        let instances = instances(of: list)
        let words =
            instances.isEmpty
            ? "None yet." + (capture.isOpenEnded(list) ? " a adds one; Tab goes on." : "")
            : "\(instances.count) so far. Tab goes on."
        row = canvas.paragraph(words, in: area, row: row, look: .dim) + 1
        canvas.list(position, in: area.below(row), widths: [4, 0]) { number in
            ListRow(["\(number + 1).", summary(of: list.instance(instances[number]))])
        }
    }

    /// The first answers of an instance.
    private func summary(of instance: FieldPath) -> String {
        let prefix = instance.text + "/"
        let answers = capture.form.ordered(capture.filling.record)
            .filter { $0.0.text.hasPrefix(prefix) }.map { words(of: $0.1, at: $0.0) }
        return answers.isEmpty
            ? "(nothing answered)" : answers.prefix(3).joined(separator: ", ")
    }

    func words(of value: FieldValue, at path: FieldPath) -> String {
        capture.words(ofChosen: value, at: path) ?? value.typed
    }
}
