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

    /// The terminal is the editor's until this returns; the file is nobody else's to read, and
    /// gone afterwards.
    static func edit(_ text: String) throws -> Ending {
        guard let editor = chosen else {
            return .unchanged(
                why: "No editor is set. Leave, say which you like, such as"
                    + " export EDITOR=nano, and come back: your answers are kept."
            )
        }
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
        let status = try run(editor, on: file.path)
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
    private static func run(_ editor: String, on file: String) throws -> Int32 {
        // Ctrl-C is for the editor; when the terminal goes, what it wrote is still to be taken up,
        // and the file to be removed.
        let signals = [SIGINT, SIGQUIT, SIGHUP, SIGTERM]
        let former = signals.map { signal($0, SIG_IGN) }
        defer { for (number, action) in zip(signals, former) { signal(number, action) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (standard, none) = (sigset_t(), sigset_t())
        sigemptyset(&standard)
        sigemptyset(&none)
        for number in signals + [SIGPIPE] { sigaddset(&standard, number) }
        posix_spawnattr_setsigdefault(&attributes, &standard)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
        )
        var process: pid_t = 0
        let line = ["sh", "-c", "exec \(editor) \"$1\"", "sh", file]
        let code = withArguments(line) {
            posix_spawn(&process, "/bin/sh", nil, &attributes, $0, environ)
        }
        guard code == 0 else {
            throw Failure(Problem(.deviceFailed, "The editor could not be started."))
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
