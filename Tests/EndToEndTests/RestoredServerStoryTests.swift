// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import GRDB
import Testing

@Suite("A server that dies and is restored from a backup", .timeLimit(.minutes(15)))
struct RestoredServerStoryTests {
    private func backUp(_ town: Installation, keep: String = "9") async throws -> String {
        let folder = try town.folder.path("backups")
        let made = try await town.server.run("backup", "--to", folder, "--keep", keep, "--json")
        #expect(made.exit == 0, "\(made.errors)")
        let document = try made.json()
        #expect(document["verified"].text != nil)
        return folder + "/" + (try #require(document["file"].text))
    }

    private func restore(_ town: Installation, _ backup: String) async throws -> Outcome {
        try await town.server.run("restore", "--from", backup, "--replace", "--json")
    }

    /// What a person reads of every record.
    private func reading(of device: Device) async throws -> [[Document]] {
        var all: [[Document]] = []
        for record in try await device.records().sorted() {
            let shown = try await device.json("show", record)
            all.append([.text(record), shown["fields"], shown["conflicts"], shown["deleted"]])
        }
        return all
    }

    @Test("devices give back what was lost: records, conflicts, decisions, deletions, a return")
    func givenBack() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        let rosa = try await town.reviewer("rosa", "reviewer")
        let saeed = try await town.reviewer("saeed", "senior_champion")
        let visit = try await amina.contact("P-1", "minutes=30")
        let gone = try await amina.contact("P-2", "minutes=20")
        for device in [amina, carol] { try await device.sync() }
        let backup = try await backUp(town)

        let born = try await amina.contact("P-3", "minutes=10", "date=2025-08-01")
        try await amina.sync()
        try await carol.sync()
        try await carol.run("edit", born, "--set", "note=Carol was there")
        try await carol.run("delete", gone)
        try await carol.run("edit", visit, "--set", "minutes=60")
        let his = try await amina.json("edit", visit, "--set", "minutes=45")["change"].text
        for device in [amina, carol, amina] { try await device.sync() }
        let conflict = try await carol.json("conflict", "list")[0]["id"].text
        let take = ["conflict", "take", try #require(conflict), try #require(his)]
        try await carol.run(take + ["--reason", "She was there"])
        // One that stays open, and an edit of what was decided.
        try await carol.run("edit", born, "--set", "minutes=11")
        try await amina.run("edit", born, "--set", "minutes=12")
        for device in [carol, amina, carol] { try await device.sync() }
        try await amina.run("edit", visit, "--set", "minutes=46")
        let opened = try await carol.json("return", "open", "2025-Q2")["record"].text
        let report = try #require(opened)
        try await carol.run("return", "prepare", report)
        try await carol.run("return", "submit", report)
        for device in [amina, carol, rosa] { try await device.sync() }
        try await rosa.run("return", "review", report)
        try await rosa.run("return", "accept", report, "--reply", "Thank you")
        for device in [rosa, saeed] { try await device.sync() }
        try await saeed.run("return", "approve", report)
        for device in [saeed, carol, amina] { try await device.sync() }
        let before = try await reading(of: carol)
        let approved = try await carol.json("return", "show", report)
        #expect(approved["state"] == "approved")

        try await town.server.kill()
        let restored = try await restore(town, backup)
        #expect(restored.exit == 0, "\(restored.errors)")
        try await town.server.start()
        // Those who need what others have to send come first.
        try await saeed.sync()
        let first = try await carol.sync()
        #expect((first["awaiting"].integer ?? 0) > 0)
        let status = try await carol.json("status")
        #expect(status["refused"] == 0)
        #expect(status["restored"]["backupOf"].text != nil)
        for device in [rosa, amina, carol, saeed, rosa, amina, carol, saeed, rosa] {
            let report = try await device.sync()
            #expect(report["refused"] == 0)
            #expect(report["digestsAgree"] == true)
        }
        #expect(try await reading(of: carol) == before)
        let after = try await carol.json("return", "show", report)
        for key in ["state", "content", "reviewer", "approver", "manifest"] {
            #expect(after[key] == approved[key], "\(key)")
        }
        for device in [amina, carol, rosa, saeed] {
            let status = try await device.json("status")
            #expect(status["held"] == 0 && status["refused"] == 0 && status["saved"] == 0)
            #expect(status["sendingAgain"] == 0)
        }
        let verified = try await town.server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
        let found = try await reading(of: carol)
        FaultTable.add(
            fault: "server restored from a backup",
            cases: before.count,
            lost: before.count { !found.contains($0) },
            duplicated: found.count - before.count,
            stalled: try await carol.json("status")["sendingAgain"].integer ?? 1
        )
    }

    @Test("a device that the backup does not know sends everything again when it is enrolled")
    func enrolledAgain() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        try await amina.sync()
        let backup = try await backUp(town)
        let zoe = try await town.join("zoe", "worker")
        let record = try await zoe.contact("P-9", "minutes=30")
        try await zoe.sync()
        try await zoe.run("edit", record, "--set", "minutes=31")
        try await zoe.sync()
        try await zoe.run("edit", record, "--set", "minutes=32")
        try await town.server.kill()
        #expect(try await restore(town, backup).exit == 0)
        try await town.server.start()
        #expect(try await zoe.problem("sync", exit: 6)["code"] == "token.invalid")
        let added = try await town.admin.json(
            "admin",
            "person",
            "add",
            "zoe",
            "--role",
            "worker",
            "--organisation",
            Installation.mills
        )
        let code = try #require(added["code"].text)
        try await zoe.run("enrol", town.server.url, code, "--name", "zoe")
        try await amina.sync()
        #expect(try await amina.json("show", record)["fields"]["minutes"] == 32)
        #expect(try await zoe.json("status")["stored"] == 3)
        #expect(try await zoe.sync()["digestsAgree"] == true)
    }

    @Test("what waits for a tablet that is gone is listed, given up after 30 days, and kept")
    func awaiting() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let bela = try await town.join("bela", "worker")
        let carol = try await town.join("carol", "coordinator")
        for device in [amina, bela, carol] { try await device.sync() }
        let backup = try await backUp(town)
        let visit = try await bela.contact("P-1", "minutes=30")
        for device in [bela, amina] { try await device.sync() }
        try await amina.run("edit", visit, "--set", "note=She sang")
        try await amina.sync()
        try await town.server.kill()
        #expect(try await restore(town, backup).exit == 0)
        try await town.server.start()

        #expect(try await amina.sync()["awaiting"] == 1)
        let change = try #require(try await carol.json("held", "list")[0]["change"].text)
        let listed = try await carol.json("held", "list")[0]
        #expect(listed["waiting"]["why"] == "record.unknown" && listed["record"] == .text(visit))
        let since = try #require(try await amina.json("status")["heldChanges"][0]["since"].text)
        #expect(listed["waiting"]["since"] == .text(since))
        let refuse = ["held", "refuse", change, "--reason", "the tablet is gone"]
        let early = try await carol.run(refuse + ["--json"], exit: 5).problem()
        #expect(early["code"] == "change.awaiting")

        try await town.server.stop()
        try await forward(town, days: 30)
        try await town.server.start()
        try await carol.run(refuse)
        #expect(try await carol.json("held", "list").list.isEmpty)
        try await amina.run("sync", exit: 5)
        let status = try await amina.json("status")
        #expect(status["held"] == 0 && status["refused"] == 1)
        #expect(status["refusedChanges"][0]["fields"]["note"] == "She sang")
        // The tablet is found after all: what was given up can be sent once more.
        try await bela.sync()
        try await amina.sync()
        try await amina.run("edit", visit, "--again")
        #expect(try await amina.sync()["refused"] == 0)
        #expect(try await amina.json("show", visit)["fields"]["note"] == "She sang")
        #expect(try await town.server.verify()["projection"] == "ok")
    }

    /// Lets what waits have waited for so long.
    private func forward(_ town: Installation, days: Int64) async throws {
        let database = try DatabaseQueue(path: town.server.data + "/keeplocal.sqlite")
        try await database.write { database in
            try database.execute(
                sql: "UPDATE answer SET received = received - ?",
                arguments: [days * 24 * 60 * 60 * 1_000]
            )
        }
        try database.close()
    }

    @Test("every backup that is made while devices push is whole")
    func underLoad() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let lines = try town.contacts(2_000, "load")
        try await amina.run("import", "contact", lines)
        let pushing = try amina.start("sync", "--json")
        var backups: [String] = []
        for _ in 0..<5 { backups.append(try await backUp(town, keep: "4")) }
        #expect(try await pushing.finish().exit == 0)
        #expect(Set(backups).count == 5)
        #expect(!FileManager.default.fileExists(atPath: backups[0]), "four are kept")
        try await town.server.stop()
        for backup in backups.suffix(4) {
            let restored = try await restore(town, backup)
            #expect(restored.exit == 0, "\(restored.errors)")
            #expect(try await town.server.verify()["projection"] == "ok")
        }
        try await town.server.start()
        try await amina.sync()
        #expect(try await amina.json("status")["stored"] == 2_000)
        #expect(try await amina.sync()["digestsAgree"] == true)
    }

    @Test("a damaged backup is refused, and so is one over a database that is there or in use")
    func refusals() async throws {
        let town = try await Installation()
        let backup = try await backUp(town)
        let inUse = try await restore(town, backup)
        #expect(inUse.exit == 5 && inUse.errors.contains("Stop it"))
        try await town.server.stop()
        let there = try await town.server.run("restore", "--from", backup)
        #expect(there.exit == 5 && there.errors.contains("--replace"))
        let file = try #require(FileHandle(forUpdatingAtPath: backup))
        try file.seek(toOffset: 8_192)
        try file.write(contentsOf: Data(repeating: 0x5A, count: 40_000))
        try file.close()
        let damaged = try await restore(town, backup)
        #expect(damaged.exit == 1 && damaged.errors.contains("damaged"))
        // Without the document beside it, the database itself is looked at.
        try FileManager.default.removeItem(atPath: backup.replacing(".backup", with: ".json"))
        let unnamed = try await restore(town, backup)
        #expect(unnamed.exit == 1 && unnamed.errors.contains("damaged"))
        let verified = try await town.server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
    }

    @Test("doctor says what is wrong, and what to do")
    func doctor() async throws {
        let town = try await Installation()
        try await town.server.stop()
        let first = try await town.server.run("doctor", "--json")
        #expect(first.exit == 1)
        let wrong = try first.json().list.filter { $0["state"] == "wrong" }
        #expect(wrong.map { $0["check"] } == ["backup"])
        #expect(wrong[0]["remedy"].text?.contains("keeplocald backup") == true)
        _ = try await backUp(town)
        let second = try await town.server.run("doctor")
        #expect(second.exit == 0, "\(second.output)")
        let database = town.server.data + "/keeplocal.sqlite"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: database)
        #expect(try await town.server.run("doctor").output.contains("chmod"))
    }
}
