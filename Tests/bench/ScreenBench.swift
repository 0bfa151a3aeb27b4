// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Glibc

/// From a key to its picture, and from the command to the first picture, in a real terminal.
struct ScreenBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen",
        abstract: "Start, and key to picture, of the full screen in a terminal of its own."
    )

    @Argument(help: "The home of a device.") var home: String
    @Option(help: "The program keeplocal.") var program: String
    @Option(help: "Words of the first picture.") var first: String
    @Option(help: "The keys that lead to the records.") var list: String
    @Option(help: "What is going on beside it, for the table.") var beside = "nothing beside it"
    @Option(help: "While this process runs, keys are pressed, at most --times.") var during: Int32?
    @Option(help: "How many keys are pressed.") var times = 600

    func run() throws {
        Figure.printHeader()
        if during == nil { try starts() }
        let terminal = try open()
        defer { terminal.end() }
        guard terminal.shows(first, within: .seconds(10)) else {
            throw BenchFailure("'\(first)' does not come.")
        }
        terminal.settle()
        terminal.press(list)
        terminal.settle(for: .milliseconds(300), atMost: .seconds(5))
        for timing in pressed(terminal) {
            Figure(
                what: "\(timing.kind.what), \(beside)",
                timings: Timings(timing.durations),
                reference: timing.unanswered == 0
                    ? "" : "\(timing.unanswered) keys changed nothing",
                aim: "p99 50 ms"
            ).print()
        }
    }

    private struct Kind {
        let what: String
        let keys: [String]
    }

    private struct Pressed {
        let kind: Kind
        var durations: [Duration] = []
        var unanswered = 0
    }

    /// Each moves the mark down a list that begins anew with what is looked for, so that something
    /// is painted.
    private static let kinds = [
        Kind(what: "a key in the list", keys: ["\u{1B}OB"]),
        Kind(what: "a page of the list", keys: ["\u{1B}[6~"]),
        Kind(what: "a letter in the search", keys: ["m", "m", "\u{7F}", "\u{7F}"]),
    ]

    private func starts() throws {
        var durations: [Duration] = []
        for _ in 0..<30 {
            let began = ContinuousClock.now
            let terminal = try open()
            let came = terminal.shows(first, within: .seconds(10))
            durations.append(ContinuousClock.now - began)
            terminal.end()
            guard came else { throw BenchFailure("'\(first)' does not come.") }
        }
        Figure(
            what: "from the command to the first picture",
            timings: Timings(durations),
            reference: "",
            aim: "300 ms"
        ).print()
    }

    private func open() throws -> Terminal {
        try Terminal(
            [program],
            environment: [
                "TERM=xterm-256color", "LANG=C.UTF-8", "KEEPLOCAL_HOME=\(home)",
                "PATH=/usr/bin:/bin", "HOME=\(home)",
            ]
        )
    }

    /// All kinds in turn, so that each meets every part of what goes on beside it.
    private func pressed(_ terminal: Terminal) -> [Pressed] {
        var pressed = Self.kinds.map { Pressed(kind: $0) }
        for round in 0..<times {
            for index in pressed.indices {
                // Letters are taken away again before another kind has its turn.
                let keys = pressed[index].kind.keys
                let few = index == pressed.count - 1 ? keys : [keys[round % keys.count]]
                for key in few where pressed[index].durations.count < times {
                    if let during, kill(during, 0) != 0 { return pressed }
                    let duration = press(key, terminal)
                    if let duration { pressed[index].durations.append(duration) }
                    if duration == nil { pressed[index].unanswered += 1 }
                }
            }
        }
        return pressed
    }

    /// A key is pressed when the screen is quiet; its picture is there when nothing more comes.
    private func press(_ key: String, _ terminal: Terminal) -> Duration? {
        terminal.settle()
        let pressed = ContinuousClock.now
        terminal.press(key)
        guard !terminal.output(within: .seconds(2)).isEmpty else { return nil }
        var last = ContinuousClock.now
        while !terminal.output(within: .milliseconds(4)).isEmpty { last = .now }
        return last - pressed
    }
}
