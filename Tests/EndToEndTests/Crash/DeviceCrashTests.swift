// SPDX-License-Identifier: Apache-2.0

import Seeds
import Synchronization
import Testing

@Suite("A device whose disk work is cut off at any place", .timeLimit(.minutes(60)))
struct DeviceCrashTests {
    private struct Plan: Sendable {
        let fault: String
        let kinds: [FaultyDisk.Fault]
        let operations: FaultyDisk.Operations
        /// Every other time the fault comes from there on for good.
        var staysSometimes = false
        /// What the next command meets, while it puts right what was cut off, and what it tells.
        var relapse: (kind: FaultyDisk.Fault, operations: FaultyDisk.Operations, told: String?)?
        /// The problem that a command tells of when it meets it.
        let told: String?
        let cases: Int
    }

    @Test("killed there, it has what it said was saved, sends it once, and has nothing by halves")
    func killed() async throws {
        try await run(
            Plan(
                fault: "device killed at a write",
                kinds: [.killed, .torn],
                operations: .all,
                told: nil,
                cases: 60
            )
        )
    }

    @Test("full there, it refuses in plain words, and goes on when there is room")
    func full() async throws {
        try await run(
            Plan(
                fault: "device's disk full at a write",
                kinds: [.full],
                operations: .room,
                staysSometimes: true,
                told: "device.disk_full",
                cases: 30
            )
        )
    }

    @Test("when a sync fails there, it says that it did not save, and goes on later")
    func failing() async throws {
        try await run(
            Plan(
                fault: "device's sync fails",
                kinds: [.failing],
                operations: .sync,
                told: "device.failed",
                cases: 16
            )
        )
    }

    @Test("killed again while it puts that right, it still has everything")
    func recovering() async throws {
        try await run(
            Plan(
                fault: "device killed while it recovers",
                kinds: [.killed],
                operations: [.write, .sync],
                relapse: (.killed, .all, nil),
                told: nil,
                cases: 32
            )
        )
    }

    @Test("full while it puts that right, it says so, and has everything when there is room")
    func fullRecovering() async throws {
        try await run(
            Plan(
                fault: "device's disk full while it recovers",
                kinds: [.killed],
                operations: [.write, .sync],
                relapse: (.full, .room, "device.disk_full"),
                told: nil,
                cases: 24
            )
        )
    }

    private func run(_ plan: Plan) async throws {
        var seed = Seed()
        let town = try await DeviceTown()
        let first = try await DeviceCase(town.join("none"), rows: town.rows("none"))
        try first.disk.observe(plan.operations)
        try await first.live(expected: nil)
        let places = Campaign.places(in: try first.disk.count, cases: plan.cases, &seed)
        let changes = Mutex(try await first.settled().changes)
        let dice = seed
        let relapses = plan.relapse.map {
            DeviceCase.Relapse(kind: $0.kind, operations: $0.operations, told: $0.told, dice: dice)
        }
        let tally = await Campaign.run(places) { place in
            let name = "device-\(place)"
            let one = try await DeviceCase(town.join(name), rows: town.rows(name))
            let last = plan.staysSometimes && place % 2 == 0 ? Int.max : place
            let kind = plan.kinds[place % plan.kinds.count]
            try one.disk.arm(kind, of: plan.operations, at: place...last)
            one.relapse = relapses
            one.relapse?.dice = dice.derived(UInt64(place))
            try await one.live(expected: plan.told)
            var (tally, stored) = try await one.settled()
            changes.withLock { $0 += stored }
            // Where nothing was left to put right, nothing was cut off.
            if relapses != nil { tally.cases = tally.met }
            return tally
        }
        var sum = tally
        let (found, wanted) = (try await town.verify(), changes.withLock { $0 })
        #expect(found["chain"] == "ok" && found["projection"] == "ok", "\(seed)")
        let stored = try #require(found["changes"].integer)
        sum.saw(lost: max(0, wanted - stored))
        if tally.stalled == 0 { sum.saw(duplicated: max(0, stored - wanted)) }
        sum.expectClean(plan.fault, seed)
        #expect(sum.cases * 5 >= places.count, "\(seed): only \(sum.cases) cases")
    }
}
