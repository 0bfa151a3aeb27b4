// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import Testing

@Suite("Erased, then looked for in every byte", .timeLimit(.minutes(15)))
struct ErasureTests {
    @Test(
        "nothing is left at the server, on a device or in a log, and a restored copy erases again"
    )
    func everywhere() async throws {
        var story = try await Erasable()
        try await story.record()
        let (town, amina, carol) = (story.town, story.amina, story.carol)
        #expect(
            try story.places(in: town.server.data).contains { $0.hasPrefix("keeplocal.sqlite") }
        )
        #expect(try story.places(in: amina.home) != [])
        let backup = try await copy(town.server)

        let plan = try await carol.json(
            "erase",
            story.participant,
            "--reason",
            "consent_withdrawn",
            "--authority",
            "DSR-7",
            "--dry-run"
        )
        #expect(plan["records"].list.count == 4 && plan["openConflicts"] == 1)
        // Work that nobody has seen yet, upon what is about to go.
        try await amina.run("edit", story.contact, "--set", "referred_to=\(Erasable.canary)-late")
        let late = ["new", "contact", "--set", "participant=\(story.participant)"]
        try await amina.run(
            late + ["--set", "kind=phone", "--set", "note=\(Erasable.canary)-later"]
        )
        let done = try await carol.run(story.command).json()
        // The worker's, the coordinator's, and the administrator's: who settles disputes has some.
        #expect(done["report"]["waiting"].list.count == 3)
        #expect(try story.places(in: town.server.data) == [])

        let synced = try await amina.json("sync", exit: 5)
        #expect(synced["erased"] == 2 && synced["digestsAgree"] == .boolean(true))
        try await carol.sync()
        try await town.admin.sync()
        #expect(try await amina.json("status")["erased"] == 2)
        #expect(try await amina.records().count == 1)
        let listed = try await carol.json("erase", "list").list
        #expect(listed.count == 1 && listed[0]["waiting"].list.isEmpty)
        #expect(listed[0]["confirmed"].list.count == 3)
        var searched = 0
        for folder in [town.server.data, amina.home, carol.home, town.admin.home] {
            #expect(try story.places(in: folder) == [], "\(folder)")
            searched += story.count(in: folder)
        }
        let logs = try town.folder.path("runs")
        let inLogs = try story.places(in: logs).filter { $0.hasSuffix(".err") }
        #expect(inLogs == [])

        let verified = try await town.server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
        #expect(verified["erased"] == 4)
        try await restore(backup, over: town.server)
        #expect(try story.places(in: town.server.data) != [])
        try await town.server.start()
        #expect(town.server.log.contains("Erased again"))
        let left = try story.places(in: town.server.data)
        #expect(left == [])
        try await carol.sync()
        let again = try await town.server.verify()
        #expect(again["chain"] == "ok" && again["projection"] == "ok" && again["erased"] == 4)
        FaultTable.add(
            fault: "erased, then everywhere looked for",
            cases: searched + story.count(in: town.server.data),
            torn: left.count + inLogs.count
        )
    }

    /// A copy of a data folder as it lies on the disk.
    private func copy(_ server: Server) async throws -> String {
        let isRunning = server.process?.isRunning == true
        if isRunning { try await server.stop() }
        let backup = server.data + "-copy-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: server.data, toPath: backup)
        if isRunning { try await server.start() }
        return backup
    }

    /// Puts the copy back; the ledger stays where it is, as the guide says.
    private func restore(_ backup: String, over server: Server) async throws {
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: server.data)
        where name != "erasures.ledger" {
            try files.removeItem(atPath: server.data + "/" + name)
        }
        for name in try files.contentsOfDirectory(atPath: backup) where name != "erasures.ledger" {
            try files.copyItem(atPath: backup + "/" + name, toPath: server.data + "/" + name)
        }
    }
}
