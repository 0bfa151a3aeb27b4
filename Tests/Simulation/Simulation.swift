// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import FieldStore
import Foundation

/// Runs whole histories: devices and a server made of the production code, with clock, network,
/// disk and randomness from one seed, in one thread.
package struct Simulation {
    private let stage: Stage
    private let sabotage: Sabotage?

    package init(sabotage: Sabotage? = nil) throws {
        (stage, self.sabotage) = (try Stage(), sabotage)
    }

    /// Makes everything that histories begin with, before a deliberate bug is turned on.
    package func prepare() throws { try stage.prepare() }

    /// - Throws: `Violation` for the first invariant that does not hold.
    package func run(_ plan: Plan) throws -> Tally {
        let world = try World(plan, on: stage, sabotage: sabotage)
        let performer = Performer(world: world)
        for action in plan.actions { try performer.perform(action) }
        try settle(world)
        try Invariants(world: world).check()
        world.ledger.tally.events += world.commits
        if plan.restoresServer { world.ledger.tally.restoring += 1 }
        return world.ledger.tally
    }

    /// What a plan breaks; nil when every invariant holds.
    package func violation(of plan: Plan) -> Violation? {
        do {
            _ = try run(plan)
            return nil
        } catch let violation as Violation {
            return violation
        } catch {
            return Violation(unexpected: error)
        }
    }

    /// Ends all faults, and lets everybody sync until nothing moves any more: after two rounds all
    /// is at the server, and a third brings it to everybody.
    private func settle(_ world: World) throws {
        while !world.late.isEmpty { world.deliverLate(Dice(0)) }
        world.server.endFaults()
        for device in world.devices { device.isPartitioned = false }
        // Whoever hears that their device is revoked asks for a code.
        for device in world.devices where try world.isRevoked(device) {
            try settle(device, in: world, 0)
        }
        var reached: [Int: [String]] = [:]
        for round in 1...4 {
            var hasMoved = false
            for device in world.devices {
                // Who has heard of everything that there is has nothing to ask for.
                if try reached[device.number] == world.state(of: device) { continue }
                hasMoved = true
                world.ledger.check(.live)
                let asked = try device.awaiting
                try settle(device, in: world, round)
                // What it found at the end of a sync that it has to ask about, it asks in the next.
                let isDone = try device.awaiting.isSubset(of: asked)
                reached[device.number] = isDone ? try world.state(of: device) : nil
            }
            guard hasMoved else { return }
        }
        throw Violation(.live, "after all faults ended, four rounds of syncs are not enough")
    }

    private func settle(_ device: SimulatedDevice, in world: World, _ round: Int) throws {
        do {
            try Watch(world: world).sync(device, Dice(0), faultsPerHundred: 0)
        } catch let problem as Problem {
            throw Violation(
                .live,
                "after all faults ended, device \(device.number) cannot sync in round"
                    + " \(round): \(problem.code.text) \(problem.message)"
            )
        }
    }

    /// The smallest plan that still breaks the same invariant: actions are left out in ever smaller
    /// runs ("delta debugging": Zeller and Hildebrandt, 2002).
    package func minimised(_ plan: Plan, breaking violation: Violation, tries: Int = 600) -> Plan {
        var (best, size, triesLeft) = (plan, max(1, plan.actions.count / 2), tries)
        while size >= 1, triesLeft > 0 {
            var start = 0
            while start < best.actions.count, triesLeft > 0 {
                var shorter = best
                shorter.actions.removeSubrange(start..<min(start + size, best.actions.count))
                triesLeft -= 1
                if self.violation(of: shorter)?.name == violation.name {
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

extension SimulatedDevice {
    /// The changes that it asks a restored server about.
    fileprivate var awaiting: Set<Data> {
        get throws {
            let rows = try disk.rows(
                """
                SELECT id FROM journal WHERE state = 'held'
                AND json_extract(problem, '$.code') = 'change.awaiting'
                """
            )
            return Set(rows.compactMap { $0["id"] as Data? })
        }
    }
}

extension World {
    /// On all sides.
    fileprivate var commits: Int {
        devices.reduce(server.disk.crash.commits) { $0 + $1.disk.crash.commits }
    }

    /// What a sync of this device could find new: the logs, the forms and directory, and its own
    /// unsent work.
    fileprivate func state(of device: SimulatedDevice) throws -> [String] {
        let heads = try server.disk.rows(
            "SELECT council || sequence AS state FROM chain UNION ALL SELECT value FROM setting"
        )
        let unsent = try device.store.read { try $0.unsentCount() }
        return heads.compactMap { $0["state"] } + ["\(unsent)"]
    }
}
