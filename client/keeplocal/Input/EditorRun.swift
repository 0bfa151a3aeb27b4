// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc

/// A text in the editor that a person has chosen, by `VISUAL` or `EDITOR`.
enum EditorRun {
    enum Ending: Equatable {
        case written(String)
        /// The text is as it was before.
        case unchanged(why: String)
    }

    /// The terminal is the editor's until it ends; the file is nobody else's to read, and gone
    /// before the text is taken.
    ///
    /// Told to end meanwhile, or left by its terminal, the program ends the editor, has what that
    /// wrote taken, and ends then.
    static func edit(_ text: String, take: (Ending) throws -> Void) throws {
        guard let editor = chosen else {
            return try take(
                .unchanged(
                    why: "No editor is set. Leave, say which you like, such as"
                        + " export EDITOR=nano, and come back: your answers are kept."
                )
            )
        }
        let signals = EditorSignals()
        defer { signals.giveBack() }
        try take(edit(text, in: editor, signals))
    }

    private static func edit(_ text: String, in editor: String, _ signals: EditorSignals) throws
        -> Ending
    {
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
        let isMade = FileManager.default.createFile(
            atPath: file.path,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isMade else {
            return .unchanged(why: "No file could be made for the editor. Is the disk full?")
        }
        let status = try run(editor, on: file.path, signals)
        return ending(status, editor, wrote: try? Data(contentsOf: file), before: text)
    }

    private static var chosen: String? {
        let environment = ProcessInfo.processInfo.environment
        return ["VISUAL", "EDITOR"].compactMap { environment[$0] }.first { !$0.isEmpty }
    }

    /// What an editor wrote before it was ended is not lost; one that says that it failed wrote
    /// nothing.
    private static func ending(
        _ status: Int32,
        _ editor: String,
        wrote data: Data?,
        before: String
    ) -> Ending {
        let written = data.map { String(decoding: $0, as: UTF8.self) }
        let text = written.map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 }
        let wasEnded = status & 0x7F != 0
        guard status == 0 || wasEnded, let text, !wasEnded || !text.isEmpty else {
            return .unchanged(
                why: "The editor '\(editor)' failed (\(status >> 8 & 0xFF)). Your text is as it"
                    + " was before."
            )
        }
        return text == before ? .unchanged(why: "The text is as it was.") : .written(text)
    }

    /// - Returns: How it ended, as `waitpid` says it.
    private static func run(_ editor: String, on file: String, _ signals: EditorSignals) throws
        -> Int32
    {
        let line = ["sh", "-c", "exec \(editor) \"$1\"", "sh", file]
        var process: pid_t = 0
        let code = signals.withStandardActions { attributes in
            withArguments(line) { posix_spawn(&process, "/bin/sh", nil, attributes, $0, environ) }
        }
        guard code == 0 else {
            throw Failure(Problem(.deviceFailed, "The editor could not be started."))
        }
        signals.passOn(to: process)
        // Only looked at first: until it is collected, its number is nobody else's.
        var (ended, status) = (siginfo_t(), Int32(0))
        while waitid(P_PID, id_t(process), &ended, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        signals.passOn(to: 0)
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
