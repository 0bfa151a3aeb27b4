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
        let start = try Timings(times: times) { _ in try draw(["report", "list"]) }
        for name in try names() {
            let timings = try Timings(times: times) { _ in
                try draw(["report", name, "--home", home, "--json"])
            }
            Figure(
                what: "report \(name)",
                timings: timings,
                reference: "starting the program",
                against: start,
                aim: "1 s"
            ).print()
        }
    }

    private func names() throws -> [String] {
        struct Listed: Decodable { let name: String }
        let listed = try draw(["report", "list", "--json", "--home", home])
        return try JSONDecoder().decode([Listed].self, from: listed).map(\.name)
    }

    @discardableResult
    private func draw(_ arguments: [String]) throws -> Data {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure("\(arguments.joined(separator: " ")) failed.")
        }
        return data
    }
}
