// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation

/// Answers of several lines.
extension Interview {
    mutating func askLines(_ path: FieldPath) throws {
        Terminal.note(inert(capture.label(at: path)))
        tell("As many lines as you like; a line of a single dot ends it. :e opens your editor.")
        var lines: [String] = []
        while true {
            if lines.isEmpty {
                guard let typed = try line("  | ", words: false) else { return }
                if typed.isEmpty { return moveOn() }
                lines = typed.split(separator: "\n", omittingEmptySubsequences: false)
                    .map(String.init)
            } else {
                guard let typed = Terminal.ask("  | ") else {
                    // What is half written is kept as well.
                    _ = capture.answer(path, with: .text(lines.joined(separator: "\n")))
                    throw try leave("\n")
                }
                lines.append(typed)
            }
            guard lines.last == "." else { continue }
            return take(lines.dropLast().joined(separator: "\n"), at: path)
        }
    }

    /// Writes the text of the present question in the editor of `VISUAL` or `EDITOR`.
    mutating func write() throws {
        guard case .question(let path) = capture.stop,
            capture.form.field(path)?.item.type == .text
        else { return tell("There is no text to write here.") }
        var text = ""
        if case .text(let former)? = capture.filling.value(at: path) { text = former }
        guard let written = try EditorRun.edit(text) else {
            return tell("Set EDITOR to the editor you like, such as: export EDITOR=nano")
        }
        take(written, at: path)
    }

    private mutating func take(_ text: String, at path: FieldPath) {
        if let problem = capture.answer(path, with: text.isEmpty ? nil : .text(text)) {
            tell(problem.message)
        } else {
            moveOn()
        }
    }
}

/// A text in the editor that a person has chosen.
enum EditorRun {
    /// - Returns: Nil when no editor is set or it did not end well; the text stays as it was then.
    static func edit(_ text: String) throws -> String? {
        let environment = ProcessInfo.processInfo.environment
        let set = [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }
        guard let editor = set.first(where: { !$0.isEmpty }) else { return nil }
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "keeplocal-\(UUID().uuidString)")
        // Nobody else may read what is written about a person.
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "note.txt")
        try Data(text.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "exec \(editor) \"$1\"", "sh", file.path]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        let written = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        return written.hasSuffix("\n") ? String(written.dropLast()) : written
    }
}
