// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Times what a person waits for, each beside a reference of the same run: `scripts/bench`.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Times what a person waits for, each beside a reference taken in the same run.",
        subcommands: [
            FormBench.self, AnswerBench.self, StoreBench.self, ScreenBench.self, ReportBench.self,
            SavingBench.self, LedgerBench.self,
        ]
    )
}

struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
