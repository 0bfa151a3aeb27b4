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

    /// As `scripts/simulate` names it.
    private static var commit: String {
        let head = git("rev-parse", "--short", "HEAD")
        guard !head.isEmpty else { return "unknown" }
        return git("status", "--porcelain").isEmpty ? head : head + ", changed since"
    }

    /// What git says of the folder of this file; nothing where there is none of it.
    private static func git(_ arguments: String...) -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        let folder = URL(filePath: #filePath).deletingLastPathComponent().path
        process.arguments = ["git", "-C", folder] + arguments
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        guard (try? process.run()) != nil else { return "" }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return "" }
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    @Test("no invariant is broken, whatever is lost, repeated, crashed or put back")
    func histories() throws {
        let simulation = try Simulation()
        var (total, found): (Tally, Finding?) = (Tally(), nil)
        for seed in Self.seeds {
            let plan = Plan(seed: seed, restores: Self.restores)
            do {
                total.add(try simulation.run(plan))
            } catch {
                let violation = error as? Violation ?? Violation(unexpected: error)
                let least = simulation.minimised(plan, breaking: violation, tries: 100)
                found = Finding(violation, in: plan, least: least, restores: Self.restores)
                break
            }
        }
        Violation.addToFaultTable(
            "simulated histories, faults of all kinds",
            cases: total.histories + (found == nil ? 0 : 1),
            broken: found?.violation
        )
        if let found {
            let lines = found.lines(atCommit: Self.commit).joined(separator: "\n")
            Issue.record("\(lines)")
            return
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

    @Test("what is found is told with its seed, the commit, the least trace and how to replay it")
    func told() throws {
        let simulation = try Simulation(sabotage: .dropsFromPage)
        let plans = (0..<UInt64(40)).lazy.map { Plan(seed: $0) }
        let plan = try #require(plans.first { simulation.violation(of: $0) != nil })
        let violation = try #require(simulation.violation(of: plan))
        let least = simulation.minimised(plan, breaking: violation, tries: 20)
        let found = Finding(violation, in: plan, least: least, restores: .always)
        let lines = found.lines(atCommit: Self.commit)
        #expect(lines[0] == "SEED=\(plan.seed) at commit \(Self.commit) breaks \(violation)")
        #expect(!Self.commit.isEmpty && lines.count == 4 + least.actions.count)
        let replay = "scripts/simulate --seed \(plan.seed) --steps 26 --restores"
        #expect(lines.contains("replay: \(replay)"))
        #expect(lines.last?.hasPrefix("or: RESTORES=always SEED=\(plan.seed) swift test") == true)
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
