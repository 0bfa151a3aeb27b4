// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How long something took, each time that it was done.
struct Timings {
    private var sorted: [Duration]

    init(_ durations: [Duration]) { sorted = durations.sorted() }

    /// Does it so many times, after as many as a tenth of that which are not counted.
    init(times: Int, _ body: (Int) throws -> Void) rethrows {
        let clock = ContinuousClock()
        for number in 0..<times / 10 { try body(number) }
        var durations: [Duration] = []
        for number in 0..<times { durations.append(try clock.measure { try body(number) }) }
        self.init(durations)
    }

    var count: Int { sorted.count }
    var median: Duration { quantile(0.5) }
    var p99: Duration { quantile(0.99) }
    var worst: Duration { sorted.last ?? .zero }

    /// By nearest rank.
    private func quantile(_ share: Double) -> Duration {
        guard !sorted.isEmpty else { return .zero }
        return sorted[max(0, Int((Double(sorted.count) * share).rounded(.up)) - 1)]
    }
}

extension Duration {
    var milliseconds: Double { self / .milliseconds(1) }
}

/// A line of the table: what was timed, and what to hold it against.
struct Figure {
    let what: String
    let timings: Timings
    let reference: String
    var against: Timings?
    /// What the design asks for.
    var aim = ""

    private static let columns = [44, 6, 9, 9, 9]

    static func printHeader() {
        let names = ["what", "times", "median", "p99", "worst"]
        let cells = zip(names, columns).map { name, width in pad(name, width) }
        let rule = columns.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|")
        say("| " + cells.joined(separator: " | ") + " | reference |")
        say("|" + rule + "|---|")
    }

    func print() {
        let times = [timings.median, timings.p99, timings.worst].map { Self.lead(Self.ms($0), 9) }
        let cells = [Self.pad(what, 44), Self.lead(String(timings.count), 6)] + times
        Self.say("| " + cells.joined(separator: " | ") + " | " + notes + " |")
    }

    /// At once, also where somebody reads along in a file.
    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private var notes: String {
        var parts = [reference]
        if let against {
            let ratio = timings.median / against.median
            parts[0] += " " + Self.ms(against.median)
            parts.append(String(format: "ratio %.2f", ratio))
        }
        if !aim.isEmpty { parts.append("aim " + aim) }
        return parts.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    private static func ms(_ duration: Duration) -> String {
        String(format: duration < .milliseconds(1) ? "%.3f ms" : "%.1f ms", duration.milliseconds)
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func lead(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
