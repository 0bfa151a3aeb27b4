// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Simulation
import Synchronization

/// Many seeds on several threads, each with databases of its own.
///
/// What is found does not depend on how many there are: the tally is a sum, and of several failures
/// the lowest seed counts.
struct Campaign {
    let seeds: Range<UInt64>
    let steps: Int
    let jobs: Int
    let restores: Restores

    struct Outcome: Sendable {
        var tally = Tally()
        var failure: Finding?
    }

    private struct State: Sendable {
        var next: UInt64
        var done = 0
        var outcome = Outcome()
        var broken: String?
    }

    /// - Throws: What keeps a history from being set up at all.
    func run(progress: @escaping @Sendable (Int) -> Void) throws -> Outcome {
        let state = Mutex(State(next: seeds.lowerBound))
        DispatchQueue.concurrentPerform(iterations: jobs) { _ in
            do {
                let simulation = try Simulation()
                while let seed = take(state) {
                    let found = run(seed, simulation)
                    let done = state.withLock { state in
                        state.outcome.add(found)
                        state.done += 1
                        return state.done
                    }
                    if done.isMultiple(of: 200) { progress(done) }
                }
            } catch {
                state.withLock { $0.broken = "\(error)" }
            }
        }
        return try state.withLock { state in
            if let broken = state.broken { throw CampaignError(text: broken) }
            return state.outcome
        }
    }

    /// Seeds are given out in order, so that all below one that failed are played.
    private func take(_ state: borrowing Mutex<State>) -> UInt64? {
        state.withLock { state in
            guard state.next < seeds.upperBound, state.outcome.failure == nil,
                state.broken == nil
            else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    private func run(_ seed: UInt64, _ simulation: Simulation) -> Outcome {
        let plan = Plan(seed: seed, actions: steps, restores: restores)
        var outcome = Outcome()
        do {
            outcome.tally = try simulation.run(plan)
        } catch {
            let violation = error as? Violation ?? Violation(unexpected: error)
            let least = simulation.minimised(plan, breaking: violation)
            outcome.failure = Finding(violation, in: plan, least: least, restores: restores)
        }
        return outcome
    }
}

struct CampaignError: Error, CustomStringConvertible {
    let text: String
    var description: String { text }

    static let sqlite = CampaignError(text: "SQLite was in use before the simulation began.")
}

extension Campaign.Outcome {
    fileprivate mutating func add(_ other: Self) {
        tally.add(other.tally)
        guard let found = other.failure else { return }
        if failure.map({ found.seed < $0.seed }) ?? true { failure = found }
    }
}
