// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// Each report, drawn by the program itself from the home of a device with many outcomes.
struct ReportBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reports",
        abstract: "Every report, from the command to its last line."
    )

    @Argument(help: "The home of a device; it is filled where there is none.") var home: String
    @Option(help: "The program keeplocal.") var program: String
    @Option(help: "How many outcomes a new home is filled with.") var outcomes = 200_000
    @Option(help: "How often each report is drawn.") var times = 5

    func run() throws {
        if !FileManager.default.fileExists(atPath: home) {
            try FilledHome(home, outcomes: outcomes).fill()
        }
        Figure.printHeader()
        let scan = try Timings(times: times) { _ in try run(Self.scan) }
        // The first after a first load, once for each home: it makes what the others read.
        let first = try Timings(times: 1) { _ in
            try draw(Self.command("outcomes", home))
        }
        Figure(
            what: "the first report of a home",
            timings: first,
            reference: "sqlite3 counting the same outcomes",
            against: scan
        ).print()
        try timeReports(beside: scan)
        let opened = try Timings(times: times) { _ in
            try draw(["return", "open", "2026-Q2", "--dry-run", "--home", home, "--json"])
        }
        Figure(what: "return open", timings: opened, reference: "the same", against: scan).print()
    }

    /// Finding every outcome and its length, by SQLite's own program.
    private static let scan =
        "SELECT count(*), sum(length(state)) FROM record WHERE form = 'outcome'"

    /// Everything that a report has; of other councils' numbers nobody is told everything.
    private static func command(_ name: String, _ home: String) -> [String] {
        ["report", name, "--home", home, "--json"]
            + (name == "network" ? [] : ["--for", "ourselves"])
    }

    private func timeReports(beside scan: Timings) throws {
        let start = try Timings(times: times) { _ in try draw(["report", "list"]) }
        Figure(what: "starting the program", timings: start, reference: "").print()
        for name in try names() {
            let timings = try Timings(times: times) { _ in
                try draw(Self.command(name, home))
            }
            Figure(
                what: "report \(name)",
                timings: timings,
                reference: "sqlite3 counting the same outcomes",
                against: scan,
                aim: "1 s"
            ).print()
        }
    }

    private func names() throws -> [String] {
        struct Listed: Decodable { let name: String }
        let listed = try draw(["report", "list", "--json", "--home", home])
        return try JSONDecoder().decode([Listed].self, from: listed).map(\.name)
    }

    private func run(_ query: String) throws {
        try output(of: "/usr/bin/env", ["sqlite3", "-readonly", home + "/keeplocal.sqlite", query])
    }

    @discardableResult
    private func draw(_ arguments: [String]) throws -> Data { try output(of: program, arguments) }

    @discardableResult
    private func output(of program: String, _ arguments: [String]) throws -> Data {
        let (process, output, remarks) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        (process.standardOutput, process.standardError) = (output, remarks)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        let said = String(decoding: remarks.fileHandleForReading.availableData, as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure("\(arguments.joined(separator: " ")) failed: \(said)")
        }
        return data
    }
}
