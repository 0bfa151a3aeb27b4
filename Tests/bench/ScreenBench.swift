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
        // Down and up again, and pages: each moves the mark, so that something is painted.
        print("a key in the list, \(beside)", terminal, ["\u{1B}OB", "\u{1B}OB", "\u{1B}OA"])
        print("a page of the list, \(beside)", terminal, ["\u{1B}[6~", "\u{1B}[6~", "\u{1B}[5~"])
        // Whatever is typed is looked for.
        print("a letter in the search, \(beside)", terminal, ["m", "m", "\u{7F}", "\u{7F}"])
    }

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

    /// A key is pressed when the screen is quiet; its picture is there when nothing more comes.
    private func print(_ what: String, _ terminal: Terminal, _ keys: [String]) {
        var (durations, unanswered) = ([Duration](), 0)
        for number in 0..<times {
            if let during, kill(during, 0) != 0 { break }
            terminal.settle()
            let pressed = ContinuousClock.now
            terminal.press(keys[number % keys.count])
            guard !terminal.output(within: .seconds(2)).isEmpty else {
                unanswered += 1
                continue
            }
            var last = ContinuousClock.now
            while !terminal.output(within: .milliseconds(4)).isEmpty { last = .now }
            durations.append(last - pressed)
        }
        Figure(
            what: what,
            timings: Timings(durations),
            reference: unanswered == 0 ? "" : "\(unanswered) keys changed nothing",
            aim: "p99 50 ms"
        ).print()
    }
}
