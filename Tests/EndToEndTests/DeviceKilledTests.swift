// SPDX-License-Identifier: Apache-2.0

import Glibc
import Seeds
import Testing

@Suite("A device that is killed", .timeLimit(.minutes(15)))
struct DeviceKilledTests {
    @Test("again and again in the middle of a sync, it loses nothing and sends nothing twice")
    func syncing() async throws {
        var seed = Seed()
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        try await amina.run("import", "contact", town.contacts(600, "first"))
        var interrupted = 0
        for _ in 1...10 {
            let sync = try amina.start("sync", "--json")
            try await seed.pause(upTo: .milliseconds(300))
            sync.signal(SIGKILL)
            if try await sync.finish().signal == SIGKILL { interrupted += 1 }
        }
        #expect(interrupted > 0, "\(seed): no kill met a sync")
        #expect(try await amina.json("sync")["digestsAgree"] == true, "\(seed)")
        try await carol.run("sync")
        let status = try await amina.json("status")
        #expect(status["stored"] == 600, "\(seed)")
        #expect(status["saved"] == 0 && status["sent"] == 0, "\(seed)")
        let seen = try await carol.records()
        #expect(seen.count == 600, "\(seed)")
        #expect(try await Set(amina.records()) == Set(seen), "\(seed)")
        let verified = try await town.server.verify()
        #expect(verified["changes"] == 600 && verified["records"] == 600, "\(seed)")
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok", "\(seed)")
    }

    @Test("in the middle of a batch that the server took, it is told so the next time")
    func unanswered() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        try await amina.run("import", "contact", town.contacts(20, "first"))
        // The server takes the batch, and the device never hears of it.
        let wire = Wire(port: town.server.port)
        #expect(try await wire.ask(amina.pushRequest()).status == 200)
        let report = try await amina.json("sync")
        #expect(report["duplicates"] == 20)
        #expect(try await amina.json("status")["stored"] == 20)
        #expect(try await town.server.verify()["changes"] == 20)
    }

    @Test("in the middle of an import, it has whole batches, and can go on")
    func importing() async throws {
        var seed = Seed()
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let file = try town.contacts(1_000, "many")
        var (expected, interrupted) = (0, 0)
        for _ in 1...5 {
            let rows = try amina.start("import", "contact", file, "--json")
            try await seed.pause(upTo: .milliseconds(600))
            rows.signal(SIGKILL)
            let outcome = try await rows.finish()
            let count = try await amina.records().count
            if outcome.exit == 0 {
                // It goes on where the one before was killed.
                #expect(try outcome.json()["saved"].integer == 1_000 - expected, "\(seed)")
                #expect(count == 1_000, "\(seed)")
            } else {
                interrupted += 1
                #expect((count - expected).isMultiple(of: 200), "\(seed): \(count)")
            }
            expected = count
            try await expectWhole(amina, count: count, seed)
        }
        #expect(interrupted > 0, "\(seed): no kill met an import")
        try await amina.run("sync")
        #expect(try await town.server.verify()["changes"].integer == expected, "\(seed)")
    }

    /// Counters run from 1 without a gap, and SQLite finds nothing wrong.
    private func expectWhole(_ device: Device, count: Int, _ seed: Seed) async throws {
        let found = try await device.query(
            """
            SELECT count(*), count(DISTINCT counter), coalesce(min(counter), 1), \
            coalesce(max(counter), 0) FROM journal; PRAGMA integrity_check
            """
        )
        #expect(found == ["\(count)|\(count)|1|\(count)", "ok"], "\(seed)")
    }
}
