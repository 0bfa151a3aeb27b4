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
    @Option(help: "Actions a history; a history has about four times as many events.")
    var steps = Plan.usualActions

    func run() throws {
        let simulation = try Simulation()
        let range = seed.map { $0..<$0 + 1 } ?? from..<from + UInt64(seeds)
        var total = Tally()
        for seed in range {
            let plan = Plan(seed: seed, actions: steps)
            do {
                total.add(try simulation.run(plan))
            } catch {
                print("SEED=\(seed): \(error)")
                if let violation = error as? Violation {
                    let least = simulation.minimised(plan, breaking: violation)
                    for action in least.actions {
                        print("  \(action.kind) device \(action.device)")
                    }
                }
                throw ExitCode.failure
            }
        }
        print(total)
        print(total.shortfalls)
    }
}
