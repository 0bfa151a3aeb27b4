// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// Runs whole histories: devices and a server made of the production code, with clock, network,
/// disk and randomness from one seed, in one thread.
package struct Simulation {
    private let templates: Templates

    private let sabotage: Sabotage?

    package init(sabotage: Sabotage? = nil) throws {
        (templates, self.sabotage) = (try Templates(), sabotage)
    }

    package struct Report: Sendable {
        package init() {}

        package var changes = 0
        package var conflicts = 0
        package var refusals: [String: Int] = [:]
    }

    /// - Throws: `Violation` for the first invariant that does not hold.
    package func run(_ plan: Plan) throws -> Report {
        let world = try World(plan, templates: templates, sabotage: sabotage)
        let performer = Performer(world: world)
        for action in plan.actions { try performer.perform(action) }
        try settle(world)
        return try Invariants(world: world).check()
    }

    /// What a plan breaks, as text; nil when every invariant holds.
    package func violation(of plan: Plan) -> Violation? {
        do {
            _ = try run(plan)
            return nil
        } catch let violation as Violation {
            return violation
        } catch {
            return Violation("I0", "an error that nobody expects: \(error)")
        }
    }

    /// Ends all faults, and lets everybody sync until nothing moves any more.
    private func settle(_ world: World) throws {
        for late in world.late { _ = try? world.server.answer(late.exchange, token: late.token) }
        world.server.endFaults()
        for round in 1...3 {
            for device in world.devices {
                device.isPartitioned = false
                do {
                    _ = try world.sync(device, dice: Dice(0), faultsPerHundred: 0)
                } catch let problem as Problem {
                    throw Violation(
                        "I11",
                        "after all faults ended, device \(device.number) cannot sync in round"
                            + " \(round): \(problem.code.text) \(problem.message)"
                    )
                }
            }
        }
    }

    /// The smallest plan that still breaks the same invariant: actions are left out in ever smaller
    /// runs ("delta debugging": Zeller and Hildebrandt, 2002).
    package func minimised(_ plan: Plan, breaking invariant: String, tries: Int = 600) -> Plan {
        var (best, size, triesLeft) = (plan, max(1, plan.actions.count / 2), tries)
        while size >= 1, triesLeft > 0 {
            var start = 0
            while start < best.actions.count, triesLeft > 0 {
                var shorter = best
                shorter.actions.removeSubrange(start..<min(start + size, best.actions.count))
                triesLeft -= 1
                if violation(of: shorter)?.invariant == invariant {
                    best = shorter
                } else {
                    start += size
                }
            }
            size /= 2
        }
        return best
    }
}
