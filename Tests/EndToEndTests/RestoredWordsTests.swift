// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("What is said once a server was restored", .timeLimit(.minutes(15)))
struct RestoredWordsTests {
    private let town: Installation

    init() async throws { town = try await Installation() }

    private func backUp() async throws -> String {
        let folder = try town.folder.path("backups")
        let made = try await town.server.run("backup", "--to", folder, "--json")
        #expect(made.exit == 0, "\(made.errors)")
        return folder + "/" + (try #require(try made.json()["file"].text))
    }

    private func restore(_ backup: String) async throws {
        let restored = try await town.server.run("restore", "--from", backup, "--replace")
        #expect(restored.exit == 0, "\(restored.errors)")
    }

    @Test("a sync says what waits for others, and of nothing on a device that it had gone wrong")
    func synced() async throws {
        let amina = try await town.join("amina", "worker")
        let bela = try await town.join("bela", "worker")
        let carol = try await town.join("carol", "coordinator")
        for device in [amina, bela, carol] { try await device.sync() }
        let backup = try await backUp()
        let visit = try await bela.contact("P-1", "minutes=30")
        for device in [bela, amina, carol] { try await device.sync() }
        try await amina.run("edit", visit, "--set", "note=She sang")
        try await amina.sync()
        try await town.server.kill()
        try await restore(backup)
        try await town.server.start()

        let told = try await amina.run("sync").output
        let waits =
            "The server was restored from a backup: 1 change kept there until other devices have"
            + " synced; nothing is lost."
        #expect(told.contains(waits), "\(told)")
        #expect(!told.contains("gone wrong"), "\(told)")
        // Her copy of the visit goes as well, and was what the server had told.
        let hers = try await carol.sync()
        #expect(hers["mended"] == 0 && hers["digestsAgree"] == true)
        #expect((hers["pulled"].integer ?? 0) > 0)
        try await bela.sync()
        let later = try await amina.run("sync").output
        #expect(!later.contains("restored from a backup"), "\(later)")
        #expect(!later.contains("gone wrong"), "\(later)")
        #expect(try await amina.json("show", visit)["fields"]["note"] == "She sang")
    }

    @Test("verify tells of a damaged log beside an erasure that is owed, and calls for no start")
    func verified() async throws {
        let carol = try await town.join("carol", "coordinator")
        let record = try await carol.contact("P-1")
        try await carol.sync()
        let backup = try await backUp()
        let erase = ["erase", record, "--reason", "not_needed", "--authority", "DSR-1"]
        try await carol.run(erase + ["--yes", "--json"])
        // The folder of the backups knows of it from the next one on.
        _ = try await backUp()
        try await town.server.stop()
        try FileManager.default.removeItem(atPath: town.server.data)
        try await restore(backup)
        let owing = try await town.server.run("verify")
        #expect(owing.exit == 1 && owing.errors.contains("erases it again"), "\(owing)")
        let spoil = "UPDATE log SET received_at = received_at + 1"
        let database = town.server.data + "/keeplocal.sqlite"
        let spoilt = try await Running(["sqlite3", database, spoil], in: town.folder).finish()
        #expect(spoilt.exit == 0, "\(spoilt.errors)")
        let both = try await town.server.run("verify")
        #expect(both.exit == 1)
        #expect(both.output.contains("was altered"), "\(both.output)")
        #expect(both.output.contains("is not done in this copy"), "\(both.output)")
        #expect(both.errors.contains("Stop using this copy"), "\(both.errors)")
        #expect(!both.errors.contains("erases it again"), "\(both.errors)")
    }
}
