// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import Seeds
import Testing

/// The server under what brings out the flaw of SQLite before 3.51.3.
///
/// There, committed pages can be lost when one connection resets the log of writes while another
/// commits. The server has one connection for both; here it does both all the time, under readers
/// and backups: `KEEPLOCAL_SOAK=150` for ten minutes.
@Suite("A database under writers, readers, checkpoints and backups", .timeLimit(.minutes(60)))
struct HammerTests {
    @Test("has everything that was stored, and is whole")
    func hammer() async throws {
        let town = try await Installation()
        try await town.server.stop()
        let disk = try FaultyDisk(over: town.server.data, in: town.folder, checkpoint: 8)
        town.server.environment = disk.environment
        try await town.server.start()
        let carol = try await town.join("carol", "coordinator")
        try await carol.sync()
        var writers: [Device] = []
        for name in ["amina", "ben", "dan"] { writers.append(try await town.join(name, "worker")) }
        let (port, token) = (town.server.port, try await carol.authorization())
        let end = ContinuousClock.now + .seconds(4 * Campaign.factor)
        async let reading = Self.read(port, token, until: end)
        var rounds = 0
        repeat {
            try await Self.round(rounds, writers, town)
            rounds += 1
        } while ContinuousClock.now < end
        let reads = try await reading
        try await town.server.stop()
        let stored = rounds * writers.count * Self.rows
        let database = town.server.data + "/keeplocal.sqlite"
        let check = ["sqlite3", database, "PRAGMA integrity_check"]
        let whole = try await Running(check, in: town.folder).finish()
        let verified = try await town.server.verify()
        var tally = Tally(cases: rounds, met: rounds)
        tally.saw(
            lost: stored - min(stored, verified["changes"].integer ?? 0),
            duplicated: max(0, (verified["records"].integer ?? 0) - stored),
            torn: whole.output == "ok\n" && verified["projection"] == "ok" ? 0 : 1
        )
        tally.enter("log of writes reset under readers and backups")
        #expect(tally.isClean, "\(rounds) rounds: \(whole.output) \(verified)")
        #expect(reads > rounds)
    }

    private static let rows = 100

    /// All push at once, and a backup is made meanwhile.
    private static func round(_ round: Int, _ writers: [Device], _ town: Installation) async throws
    {
        for (number, writer) in writers.enumerated() {
            let name = "rows-\(number)-\(round)"
            try await writer.run("import", "contact", town.contacts(rows, name))
        }
        let folder = try town.folder.path("hammered")
        let line = ["keeplocald", "backup", "--data", town.server.data, "--to", folder]
        var running = try writers.map { try $0.start("sync") }
        running.append(try Running(line + ["--keep", "2"], in: town.folder))
        for one in running {
            let outcome = try await one.finish()
            guard outcome.exit == 0 else { throw ProgramFailure(outcome.errors) }
        }
    }

    /// - Returns: How often everything was read.
    private static func read(
        _ port: UInt16,
        _ token: String,
        until end: ContinuousClock.Instant
    ) async throws -> Int {
        var reads = 0
        while ContinuousClock.now < end {
            let wire = Wire(port: port)
            let answer = try await wire.ask("GET", "/v1/pull", authorization: token)
            guard answer.status == 200 else { throw ProgramFailure(answer.head) }
            reads += 1
        }
        return reads
    }
}
