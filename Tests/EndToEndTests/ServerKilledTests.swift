// SPDX-License-Identifier: Apache-2.0

import Glibc
import Seeds
import Testing

@Suite("A server that is killed", .timeLimit(.minutes(15)))
struct ServerKilledTests {
    private static let rounds = 8
    private static let rowsEach = 40

    @Test("again and again while two devices push, it has every record exactly once")
    func killed() async throws {
        var seed = Seed()
        let town = try await Installation()
        let devices = [
            try await town.join("amina", "worker"), try await town.join("dan", "worker"),
        ]
        let carol = try await town.join("carol", "coordinator")
        let took = try await ordinarySync(devices, town)
        var interrupted = 0
        for round in 2...Self.rounds {
            try await importRows(devices, "\(round)", town)
            let syncs = try devices.map { try $0.start("sync", "--json") }
            try await seed.pause(upTo: took)
            if syncs.contains(where: \.isRunning) { interrupted += 1 }
            try await town.server.kill()
            try await town.server.start()
            for sync in syncs {
                let outcome = try await sync.finish()
                #expect([0, 4].contains(outcome.exit), "\(seed): \(outcome.errors)")
            }
        }
        #expect(interrupted > 0, "\(seed): no kill met a push")
        try await check(devices, carol, town, seed)
    }

    /// The first round, which nobody disturbs, and how long its syncs take.
    private func ordinarySync(_ devices: [Device], _ town: Installation) async throws -> Duration {
        try await importRows(devices, "1", town)
        let start = ContinuousClock.now
        for sync in try devices.map({ try $0.start("sync") }) {
            #expect(try await sync.finish().exit == 0)
        }
        return ContinuousClock.now - start
    }

    private func importRows(
        _ devices: [Device],
        _ round: String,
        _ town: Installation
    ) async throws {
        for (number, device) in devices.enumerated() {
            let file = try town.contacts(Self.rowsEach, "round\(round)-\(number)")
            try await device.run("import", "contact", file)
        }
    }

    private func check(
        _ devices: [Device],
        _ carol: Device,
        _ town: Installation,
        _ seed: Seed
    ) async throws {
        let each = Self.rounds * Self.rowsEach
        for device in devices + devices {
            #expect(try await device.json("sync")["digestsAgree"] == true, "\(seed)")
        }
        try await carol.run("sync")
        for device in devices {
            let status = try await device.json("status")
            #expect(
                ["saved", "sent", "stored", "refused"].map { status[$0] }
                    == [0, 0, .number(Double(each)), 0],
                "\(seed)"
            )
            let (own, hers) = try await status["digests"].shared(
                with: carol.json("status")["digests"]
            )
            #expect(own == hers, "\(seed)")
        }
        let created = try await Set(devices[0].records() + devices[1].records())
        let seen = try await carol.records()
        #expect(created.count == each * 2, "\(seed)")
        #expect(seen.count == each * 2, "\(seed)")
        #expect(Set(seen) == created, "\(seed)")
        let verified = try await town.server.verify()
        #expect(verified["changes"].integer == each * 2, "\(seed)")
        #expect(verified["records"].integer == each * 2, "\(seed)")
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok", "\(seed)")
    }

    @Test("after it said stored, it still has what it gave a receipt for")
    func receipts() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        for number in 1...5 {
            _ = try await amina.contact("P-\(number)")
            try await amina.run("sync")
            try await town.server.kill()
            try await town.server.start()
        }
        let receipts = try await amina.query(
            "SELECT hex(receipt) FROM journal WHERE state = 'stored' ORDER BY counter"
        )
        try await town.server.stop()
        let hashes = try await Device.query(
            "SELECT hex(hash) FROM log WHERE kind = 'change' ORDER BY sequence",
            town.server.data + "/keeplocal.sqlite",
            town.folder
        )
        #expect(receipts.count == 5)
        #expect(hashes == receipts)
    }
}
