// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// Answers of several lines.
extension Interview {
    mutating func askLines(_ path: FieldPath) throws -> Bool {
        Terminal.note(inert(capture.label(at: path)))
        tell("As many lines as you like; a line of a single dot ends it. :e opens your editor.")
        var lines = begunLines(at: path)
        for line in lines { Terminal.note("  | \(inert(line))") }
        while true {
            if lines.isEmpty {
                guard let typed = try line("  | ", joinsPaste: true) else { return false }
                if typed.isEmpty { return true }
                lines = typed.split(separator: "\n", omittingEmptySubsequences: false)
                    .map(String.init)
            } else {
                guard let typed = ask("  | ") else {
                    // What is half written is kept as well.
                    let text = lines.joined(separator: "\n")
                    if capture.answer(path, with: .text(text)) == nil { settle(path) }
                    throw try leave("\n")
                }
                lines += [typed] + (pastedLines() ?? [])
            }
            guard lines.last == "." else {
                try keep(typed: HalfTyped(path, lines.joined(separator: "\n")))
                continue
            }
            return takes(lines.dropLast().joined(separator: "\n"), at: path)
        }
    }

    /// What was typed of it before something came in between.
    private func begunLines(at path: FieldPath) -> [String] {
        guard let typed = halfTyped(at: path) else { return [] }
        return typed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Writes the text of the present question in the editor of `VISUAL` or `EDITOR`.
    mutating func write() throws {
        guard let path = askedNow.first, askedNow.count == 1,
            capture.form.field(path)?.item.type == .text
        else { return tell("There is no text to write here.") }
        var text = ""
        if case .text(let former)? = capture.filling.value(at: path) { text = former }
        try EditorRun.edit(text) { ending in
            switch ending {
            case .written(let written): if takes(written, at: path) { moveOn(from: path) }
            case .unchanged(let why): tell(why)
            }
        }
    }

    private mutating func takes(_ text: String, at path: FieldPath) -> Bool {
        if let problem = capture.answer(path, with: text.isEmpty ? nil : .text(text)) {
            tell(problem.message)
            return false
        }
        settle(path)
        return true
    }
}
