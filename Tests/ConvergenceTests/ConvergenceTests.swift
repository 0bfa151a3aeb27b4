// SPDX-License-Identifier: Apache-2.0

import Foundation
import Simulation
import Testing

@Suite("Hostile histories end well")
struct ConvergenceTests {
    /// `SEED=` replays one history; `simulate` runs thousands, in a release build.
    private static var seeds: Range<UInt64> {
        let text = ProcessInfo.processInfo.environment["SEED"]
        return text.flatMap { UInt64($0) }.map { $0..<$0 + 1 } ?? 100..<180
    }

    /// `RESTORES=always` as `simulate --restores`.
    private static let restores =
        ProcessInfo.processInfo.environment["RESTORES"].flatMap { Restores(rawValue: $0) } ?? .some

    @Test("no invariant is broken, whatever is lost, repeated, crashed or put back")
    func histories() throws {
        let simulation = try Simulation()
        var total = Tally()
        for seed in Self.seeds {
            let plan = Plan(seed: seed, restores: Self.restores)
            do {
                total.add(try simulation.run(plan))
            } catch let violation as Violation {
                let least = simulation.minimised(plan, breaking: violation, tries: 100)
                let trace = least.actions.map { "\($0.kind) \($0.device)" }
                Issue.record(
                    """
                    \(violation)
                    \(trace.joined(separator: ", "))
                    SEED=\(seed) swift test --filter ConvergenceTests
                    """
                )
                return
            }
        }
        guard Self.seeds.count > 1 else { return }
        #expect(total.shortfalls == [])
    }

    @Test("a seed gives the same bytes again, whatever was played before it")
    func repeatable() throws {
        let (fresh, used) = (try Simulation(), try Simulation())
        for seed in UInt64(0)..<4 { _ = try used.run(Plan(seed: seed)) }
        for seed in UInt64(4)..<10 {
            let (one, other) = (try fresh.run(Plan(seed: seed)), try used.run(Plan(seed: seed)))
            #expect(one.fingerprint == other.fingerprint, "SEED=\(seed)")
            #expect(one.events == other.events && one.checks == other.checks, "SEED=\(seed)")
            #expect(one.fingerprint != 0)
        }
    }

    @Test(
        "a server that breaks a promise is found out",
        arguments: [
            (Sabotage.acknowledgesWithoutCommit, [Invariant.kept]),
            (.dropsFromPage, [.converged]), (.deliversForeignFeeds, [.inScope]),
            (.overwritesSilently, [.kept, .disputed]),
        ]
    )
    func found(_ sabotage: Sabotage, _ invariants: [Invariant]) throws {
        let simulation = try Simulation(sabotage: sabotage)
        let found = (0..<UInt64(40)).lazy.compactMap { seed in
            simulation.violation(of: Plan(seed: seed))
        }.first
        let violation = try #require(found, "nobody noticed")
        #expect(violation.invariant.map { invariants.contains($0) } == true, "\(violation)")
    }
}
