// SPDX-License-Identifier: Apache-2.0

import Seeds
import Testing

@Suite("A server whose disk work is cut off at any place", .timeLimit(.minutes(60)))
struct ServerCrashTests {
    /// When the log of writes is brought into the database: as it is built, never by itself, so
    /// that all of it stays in the log until a stop, and all the time.
    struct Checkpoints: Sendable, CustomTestStringConvertible {
        let pages: Int?
        let cases: Int
        let testDescription: String
    }

    @Test(
        "killed there, it has every batch that it acknowledged once, and none by halves",
        arguments: [
            Checkpoints(pages: nil, cases: 60, testDescription: "killed at a write"),
            Checkpoints(pages: 0, cases: 30, testDescription: "killed, all in the log of writes"),
            Checkpoints(pages: 8, cases: 30, testDescription: "killed, checkpoints all the time"),
        ]
    )
    func killed(_ checkpoints: Checkpoints) async throws {
        var seed = Seed()
        let script = try await PushScript.prepared(batches: 25, of: 4)
        let pages = checkpoints.pages
        let total = try await script.count(.all, checkpoint: pages)
        let places = Campaign.places(in: total, cases: checkpoints.cases, &seed)
        let tally = await Campaign.run(places) { place in
            let one = try ServerCase(script, checkpoint: pages)
            // Every other one is killed in the middle of a write.
            try one.disk.arm(place % 2 == 0 ? .killed : .torn, of: .all, at: place...place)
            if try await one.starts() {
                try await one.sendAll()
                try await one.server.stop()
            }
            return try await one.recovered()
        }
        tally.expectClean("server \(checkpoints.testDescription)", seed)
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
        checkpoint: Int? = nil,
        after before: @Sendable (ServerCase) async throws -> Void = { _ in }
    ) async throws -> Int {
        let one = try ServerCase(self, checkpoint: checkpoint)
        try await before(one)
        try one.disk.observe(operations)
        if one.server.process?.isRunning != true { try await one.server.start() }
        try await one.sendAll()
        try await one.server.stop()
        return try one.disk.count
    }
}
