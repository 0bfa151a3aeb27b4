// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CQuietSQLite
import Foundation
import Simulation

/// Runs many histories and says what they break: `scripts/simulate --seeds 10000`.
@main
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Plays hostile histories of devices and a server, and says what they break."
    )

    @Option(help: "How many seeds to play.") var seeds = 1_000
    @Option(help: "The first seed.") var from: UInt64 = 0
    @Option(help: "Play this one seed.") var seed: UInt64?
    @Option(help: "Actions a history; about six times as many events.")
    var steps = Plan.usualActions
    @Option(help: "How many threads play.")
    var jobs = ProcessInfo.processInfo.activeProcessorCount
    @Option(help: "The commit that is played, for the report.") var commit = "unknown"
    @Flag(help: "Let the server go back to a backup in every history, not in one of five.")
    var restores = false
    @Flag(help: "One JSON document instead of tables.") var json = false
    @Flag(help: "See that every deliberate bug is found; needs a build with KEEPLOCAL_MUTANTS=1.")
    var mutants = false
    @Option(help: "With --mutants: at most so many seeds from each start.") var tries = 400
    @Option(help: "With --mutants: this one only.") var mutant: String?

    func validate() throws {
        guard seeds > 0, steps > 0, jobs > 0, tries > 0 else {
            throw ValidationError("--seeds, --steps, --jobs and --tries are at least 1.")
        }
    }

    func run() throws {
        guard sqlite_without_statistics() == 0 else { throw CampaignError.sqlite }
        if mutants {
            #if MUTANTS
            return try MutantHunt(tries: tries, steps: steps, jobs: jobs).run(only: mutant)
            #else
            throw ValidationError(
                "This build has no deliberate bugs: scripts/simulate --mutants makes one that has."
            )
            #endif
        }
        let range = seed.map { $0..<$0 + 1 } ?? from..<from + UInt64(seeds)
        let campaign = Campaign(
            seeds: range,
            steps: steps,
            jobs: min(jobs, range.count),
            restores: restores ? .always : .some
        )
        let showsProgress = isatty(2) == 1
        let outcome = try campaign.run { done in
            guard showsProgress else { return }
            FileHandle.standardError.write(Data("\r\(done) of \(range.count) histories".utf8))
        }
        if showsProgress { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        let report = Report(outcome: outcome, commit: commit, campaign: campaign)
        print(json ? try report.json() : report.text)
        report.addToFaultTable()
        if !report.isGood { throw ExitCode.failure }
    }
}
