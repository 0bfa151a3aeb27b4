// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

/// A terminal of its own in which a program runs, driven by keys and read as text.
final class Tmux {
    private let socket: String
    private let folder: Folder

    init(_ folder: Folder, rows: Int = 24, columns: Int = 80) async throws {
        self.folder = folder
        socket = try folder.path("tmux-\(UUID().uuidString.prefix(8))")
        let shell = ["sh", "-c", "exec sleep 600"]
        let size = ["-x", String(columns), "-y", String(rows)]
        try await command(["-f", "/dev/null", "new-session", "-d"] + size + shell)
        try await command(["set-option", "-g", "remain-on-exit", "on"])
    }

    deinit {
        let line = ["tmux", "-S", socket, "kill-server"]
        if let ending = try? Running(line, in: folder) { while ending.isRunning { usleep(1_000) } }
    }

    /// Runs a program in place of what ran before, with nothing of this one's taste.
    func run(_ line: [String], home: String, _ environment: [String] = []) async throws {
        let unset = ["NO_COLOR", "LC_ALL", "EDITOR", "VISUAL"].flatMap { ["-u", $0] }
        let variables = ["LANG=C.UTF-8", "KEEPLOCAL_HOME=\(home)"] + environment
        try await command(["respawn-pane", "-k", "env"] + unset + variables + line)
    }

    func press(_ keys: String...) async throws {
        for key in keys { try await command(["send-keys", key]) }
    }

    func type(_ text: String) async throws { try await command(["send-keys", "-l", text]) }

    /// Pastes as a terminal does, with the marks around it where the program asked for them.
    func paste(_ text: String) async throws {
        try await command(["set-buffer", text])
        try await command(["paste-buffer", "-p"])
    }

    func resize(rows: Int, columns: Int) async throws {
        try await command(["resize-window", "-x", String(columns), "-y", String(rows)])
    }

    var picture: String {
        get async throws { try await command(["capture-pane", "-p"]) }
    }

    /// With the sequences of colours and weights.
    var dressedPicture: String {
        get async throws { try await command(["capture-pane", "-p", "-e"]) }
    }

    /// - Throws: When the words do not come.
    @discardableResult
    func shows(_ words: String, _ place: SourceLocation = #_sourceLocation) async throws -> String {
        let end = ContinuousClock.now + .seconds(60)
        var picture = ""
        while ContinuousClock.now < end {
            picture = try await self.picture
            if picture.contains(words) { return picture }
            try await Task.sleep(for: .milliseconds(30))
        }
        throw ProgramFailure("'\(words)' does not come (\(place)):\n\(picture)")
    }

    /// Ends what runs in the terminal as a crash would.
    func crash() async throws { kill(try await process, SIGKILL) }

    /// What runs in the terminal.
    var process: pid_t {
        get async throws {
            let pid = try await command(["display-message", "-p", "#{pane_pid}"])
            return try #require(pid_t(pid.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }

    @discardableResult
    private func command(_ arguments: [String]) async throws -> String {
        let line = ["tmux", "-S", socket] + arguments
        let outcome = try await Running(line, in: folder).finish(within: 60)
        guard outcome.exit == 0 else { throw ProgramFailure("\(line): \(outcome.errors)") }
        return outcome.output
    }
}

extension Tmux {
    /// From the shell of a device with one edit unsent, by way of a sync, to the conflict that it
    /// makes.
    func openConflict(_ question: String, home: String) async throws {
        try await run([ContactScreen.keeplocal], home: home)
        try await shows("1 not sent")
        try await press("s")
        try await shows("1 conflict to settle")
        try await press("Escape")
        try await shows("! 1 waiting for a decision")
        try await press("c")
        try await shows("› \(question)")
        try await press("Enter")
    }
}
