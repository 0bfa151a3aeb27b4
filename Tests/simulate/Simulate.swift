// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Simulation

/// Runs many histories and says what they break: `simulate --seeds 10000`.
@main
struct Simulate: ParsableCommand {
    @Option(help: "How many seeds to run.") var seeds = 1_000
    @Option(help: "The first seed.") var from: UInt64 = 0
    @Option(help: "Run this one seed, and show what it does.") var seed: UInt64?
    @Option(help: "Actions a history.") var steps = 200

    func run() throws {
        let simulation = try Simulation()
        let range = seed.map { $0..<$0 + 1 } ?? from..<from + UInt64(seeds)
        var total = Simulation.Report()
        for seed in range {
            let plan = Plan(seed: seed, steps: steps)
            do {
                let report = try simulation.run(plan)
                total.changes += report.changes
                total.conflicts += report.conflicts
                total.refusals.merge(report.refusals) { $0 + $1 }
            } catch {
                print("SEED=\(seed): \(error)")
                if let violation = error as? Violation {
                    let least = simulation.minimised(plan, breaking: violation.invariant)
                    for action in least.actions {
                        print("  \(action.kind) device \(action.device)")
                    }
                }
                throw ExitCode.failure
            }
        }
        print(
            "\(range.count) histories, \(total.changes) changes, \(total.conflicts) conflicts open"
        )
        print(
            total.refusals.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(
                separator: ", "
            )
        )
    }
}
