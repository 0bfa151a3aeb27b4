// SPDX-License-Identifier: Apache-2.0

#if MUTANTS
import ArgumentParser
import Dispatch
import FieldModel
import Simulation
import Synchronization

/// Turns on one deliberate bug after the other, and counts the seeds until one finds it.
struct MutantHunt {
    let tries: Int
    let steps: Int
    let jobs: Int

    /// Where a hunt begins: far apart, and not where the campaign of every commit does.
    private static let starts: [UInt64] = [1, 2, 3, 4, 5].map { $0 * 10_000_000 }

    private struct Catch: Sendable {
        let seeds: Int
        let violation: Violation
    }

    func run(only name: String?) throws {
        let simulations = try (0..<min(jobs, Self.starts.count)).map { _ in try Lane() }
        let all = Mutant.allCases.filter { name == nil || $0.rawValue == name }
        guard !all.isEmpty else { throw ValidationError("There is no mutant \(name ?? "").") }
        print("| mutant | caught by | seeds, median of \(Self.starts.count) (all) |")
        print("|---|---|---|")
        var missed = 0
        for mutant in all {
            Mutant.turnOn(mutant)
            let found = hunt(on: simulations)
            Mutant.turnOn(nil)
            print(row(mutant, found))
            if found.contains(where: { $0 == nil }) { missed += 1 }
        }
        print("\n\(all.count - missed) of \(all.count) mutants were caught from every start.")
        if missed > 0 { throw ExitCode.failure }
    }

    /// A simulation that one thread at a time uses.
    private final class Lane: Sendable {
        private let simulation: Mutex<Simulation>

        init() throws {
            let simulation = try Simulation()
            try simulation.prepare()
            self.simulation = Mutex(simulation)
        }

        func hunt(from start: UInt64, tries: Int, steps: Int) -> Catch? {
            simulation.withLock { simulation in
                for index in 0..<tries {
                    let seed = start + UInt64(index)
                    let plan = Plan(seed: seed, actions: steps, restores: .always)
                    if let violation = simulation.violation(of: plan) {
                        return Catch(seeds: index + 1, violation: violation)
                    }
                }
                return nil
            }
        }
    }

    private func hunt(on lanes: [Lane]) -> [Catch?] {
        let found = Mutex<[Int: Catch]>([:])
        DispatchQueue.concurrentPerform(iterations: lanes.count) { lane in
            for index in stride(from: lane, to: Self.starts.count, by: lanes.count) {
                let start = Self.starts[index]
                let one = lanes[lane].hunt(from: start, tries: tries, steps: steps)
                if let one { found.withLock { $0[index] = one } }
            }
        }
        return found.withLock { found in Self.starts.indices.map { found[$0] } }
    }

    private func row(_ mutant: Mutant, _ found: [Catch?]) -> String {
        let seeds = found.map { $0?.seeds ?? .max }.sorted()
        let texts = seeds.map { $0 == .max ? "missed" : "\($0)" }
        let names = Set(found.compactMap { $0?.violation.name }).sorted()
        return "| `\(mutant)` | \(names.joined(separator: ", "))"
            + " | \(texts[texts.count / 2]) (\(texts.joined(separator: ", "))) |"
    }
}
#endif
