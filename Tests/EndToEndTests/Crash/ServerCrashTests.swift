// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("A server whose disk work is cut off at every place", .timeLimit(.minutes(60)))
struct ServerCrashTests {
    @Test("killed there, it has every batch that it acknowledged once, and none by halves")
    func killed() async throws {
        var seed = Seed()
        let script = try await PushScript.prepared(batches: 25, of: 4)
        let places = Campaign.places(in: try await script.count(.all), cases: 90, &seed)
        let tally = await Campaign.run(places) { place in
            let one = try ServerCase(script)
            // Every other one is killed in the middle of a write.
            try one.disk.arm(place % 2 == 0 ? .killed : .torn, of: .all, at: place...place)
            if try await one.starts() {
                try await one.sendAll()
                try await one.server.stop()
            }
            return try await one.recovered()
        }
        tally.expectClean("server killed at a write", seed)
    }

    @Test("full there, it says so, goes on reading, and goes on writing when there is room")
    func full() async throws {
        var seed = Seed()
        let script = try await PushScript.prepared(batches: 12, of: 4)
        let total = try await script.count(.room, after: { try await $0.server.start() })
        let places = Campaign.places(in: total, cases: 40, &seed)
        let tally = await Campaign.run(places) { place in
            let one = try ServerCase(script)
            try await one.server.start()
            // Once, or from there on for good.
            let last = place % 2 == 0 ? place : Int.max
            try one.disk.arm(.full, of: .room, at: place...last)
            let statuses = try await one.sendAll()
            guard !statuses.isEmpty, statuses.allSatisfy({ $0 == 200 || $0 == 507 }) else {
                throw ProgramFailure("\(statuses): \(one.server.log.suffix(500))")
            }
            // What was full once was no hindrance to the second try.
            if last == place, statuses.last != 200 { throw ProgramFailure("\(statuses)") }
            guard try await one.pullStatus() == 200 else {
                throw ProgramFailure("It does not read any more.")
            }
            return try await one.hasRoomAgain()
        }
        tally.expectClean("server's disk full at a write", seed)
    }

    @Test("when a sync fails there, it stops, and acknowledges nothing more")
    func failing() async throws {
        var seed = Seed()
        let script = try await PushScript.prepared(batches: 12, of: 4)
        let places = Campaign.places(in: try await script.count(.sync), cases: 16, &seed)
        let tally = await Campaign.run(places) { place in
            let one = try ServerCase(script)
            try one.disk.arm(.failing, of: .sync, at: place...place)
            if try await one.starts() { try await one.expectStops() }
            return try await one.recovered()
        }
        tally.expectClean("server's sync fails", seed)
    }

    @Test(
        "cut off again while it recovers from a kill, it loses nothing",
        arguments: [FaultyDisk.Fault.killed, .full]
    )
    func recovering(_ fault: FaultyDisk.Fault) async throws {
        var seed = Seed()
        let script = try await PushScript.prepared(batches: 12, of: 4)
        let operations: FaultyDisk.Operations = fault == .full ? .room : .all
        let dies: @Sendable (ServerCase) async throws -> Void = {
            try await $0.server.start()
            try await $0.sendAll()
            try await $0.server.kill()
        }
        let total = try await script.count(operations, after: dies)
        let places = Campaign.places(in: total, cases: 16, &seed)
        let tally = await Campaign.run(places) { place in
            let one = try ServerCase(script)
            try await dies(one)
            let last = fault == .full ? Int.max : place
            try one.disk.arm(fault, of: operations, at: place...last)
            if try await one.starts() { try await one.server.stop() }
            return try await one.recovered()
        }
        tally.expectClean("server \(fault) while it recovers", seed)
    }
}

extension PushScript {
    /// How much there is to cut off in a start, the pushes and a stop without a fault; `after`
    /// what comes before them.
    fileprivate func count(
        _ operations: FaultyDisk.Operations,
        after before: @Sendable (ServerCase) async throws -> Void = { _ in }
    ) async throws -> Int {
        let one = try ServerCase(self)
        try await before(one)
        try one.disk.observe(operations)
        if one.server.process?.isRunning != true { try await one.server.start() }
        try await one.sendAll()
        try await one.server.stop()
        return try one.disk.count
    }
}
