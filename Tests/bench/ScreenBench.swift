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
        let folder = try Self.terminfo()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let terminal = try open(["TERM=keeplocal-bench", "TERMINFO=\(folder)"])
        defer { terminal.end() }
        var watched = Watched(terminal)
        guard watched.shows(first, within: .seconds(10)) else {
            throw BenchFailure("'\(first)' does not come.")
        }
        terminal.press(list)
        guard watched.shows("Search:", within: .seconds(10)) else {
            throw BenchFailure("The list of records does not come.")
        }
        watched.settle(for: .milliseconds(300), atMost: .seconds(5))
        goDown(&watched)
        for timing in pressed(&watched) {
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
        /// The lines of the screen where its picture shows.
        let lines: Range<Int>
    }

    private struct Pressed {
        let kind: Kind
        var durations: [Duration] = []
        var unanswered = 0
    }

    /// A key that moves changes the list; a letter stands in the line of the search.
    private static let kinds = [
        Kind(what: "a key in the list", keys: ["\u{1B}OB"], lines: 5..<22),
        Kind(what: "a page of the list", keys: ["\u{1B}[6~"], lines: 5..<22),
        Kind(what: "a letter in the search", keys: ["m", "m", "\u{7F}", "\u{7F}"], lines: 2..<3),
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

    /// A folder that describes the terminal that is followed.
    private static func terminfo() throws -> String {
        let folder = NSTemporaryDirectory() + "keeplocal-bench-\(getpid())"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let source = folder + "/source"
        try Picture.terminfo.write(toFile: source, atomically: true, encoding: .utf8)
        let tic = try Process.run(URL(filePath: "/usr/bin/tic"), arguments: ["-o", folder, source])
        tic.waitUntilExit()
        guard tic.terminationStatus == 0 else { throw BenchFailure("tic made no terminal.") }
        return folder
    }

    private func open(_ terminal: [String] = ["TERM=xterm-256color"]) throws -> Terminal {
        try Terminal(
            [program],
            environment: terminal + [
                "LANG=C.UTF-8", "KEEPLOCAL_HOME=\(home)",
                "PATH=/usr/bin:/bin", "HOME=\(home)",
            ]
        )
    }

    /// All kinds in turn, so that each meets every part of what goes on beside it.
    private func pressed(_ terminal: inout Watched) -> [Pressed] {
        var pressed = Self.kinds.map { Pressed(kind: $0) }
        for _ in 0..<times {
            for index in pressed.indices {
                // Letters are taken away again before another kind has its turn.
                let kind = pressed[index].kind
                let few = index == pressed.count - 1 ? kind.keys : [kind.keys[0]]
                for key in few where pressed[index].durations.count < times {
                    if let during, kill(during, 0) != 0 { return pressed }
                    let duration = terminal.press(key, until: kind.lines)
                    if let duration { pressed[index].durations.append(duration) }
                    if duration == nil { pressed[index].unanswered += 1 }
                }
            }
            goDown(&terminal)
        }
        return pressed
    }

    /// Away from the top of the list, where a sync puts in what it brings by itself.
    private func goDown(_ terminal: inout Watched) {
        for _ in 0..<2 { _ = terminal.press(Self.kinds[1].keys[0], until: Self.kinds[1].lines) }
    }
}
