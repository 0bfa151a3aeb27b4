// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("A quarter's return, from opened to approved", .timeLimit(.minutes(15)))
struct ReturnStoryTests {
    private struct Cast {
        let carol: Device
        let rosa: Device
        let saeed: Device
        let record: String
    }

    /// Carol has opened, prepared and submitted a return; the council has it.
    private func submitted(_ town: Installation) async throws -> Cast {
        let carol = try await town.join("carol", "coordinator")
        let rosa = try await town.reviewer("rosa", "reviewer")
        let saeed = try await town.reviewer("saeed", "senior_champion")
        _ = try await carol.contact("P-1", "minutes=30", "date=2025-08-01")
        try await carol.sync()
        let opened = try await carol.json("return", "open", "2025-Q2")
        let record = try #require(opened["record"].text)
        try await carol.run("return", "prepare", record)
        try await carol.run("return", "submit", record)
        try await carol.sync()
        try await rosa.sync()
        return Cast(carol: carol, rosa: rosa, saeed: saeed, record: record)
    }

    @Test("who reviewed it cannot approve it, somebody else can, and its organisation reads that")
    func approves() async throws {
        let town = try await Installation()
        let cast = try await submitted(town)
        let record = cast.record
        try await cast.rosa.run("return", "review", record)
        try await cast.rosa.run("return", "accept", record)
        try await cast.rosa.run("return", "approve", record, exit: 6)
        try await cast.rosa.sync()
        try await cast.saeed.sync()
        let reviewed = try await cast.saeed.json("return", "show", record)["content"]
        try await cast.saeed.run("return", "approve", record)
        try await cast.saeed.sync()
        try await cast.carol.sync()
        let shown = try await cast.carol.json("return", "show", record)
        #expect(shown["state"] == "approved")
        #expect(shown["content"] == reviewed)
        #expect(shown["reviewer"] != shown["approver"])
        #expect(shown["manifest"] == 1)
    }

    @Test("an approval of what was corrected meanwhile is refused, and can be let go of")
    func corrected() async throws {
        let town = try await Installation()
        let cast = try await submitted(town)
        let record = cast.record
        try await cast.rosa.run("return", "review", record)
        try await cast.rosa.run("return", "accept", record)
        try await cast.rosa.sync()
        try await cast.saeed.sync()
        try await cast.carol.sync()
        try await cast.saeed.run("return", "approve", record)
        let correction = "challenges=Three workers short in August"
        try await cast.carol.run("return", "prepare", record, "--set", correction)
        try await cast.carol.run("return", "submit", record)
        try await cast.carol.sync()

        let report = try await cast.saeed.json("sync", exit: 5)
        #expect(report["refused"] == 1)
        #expect(report["digestsAgree"] == true)
        let refused = try await cast.saeed.json("status")["refusedChanges"][0]
        #expect(refused["code"] == "return.changed")
        #expect(refused["record"].text == record)
        try await cast.saeed.run("edit", record, "--let-go")
        try await cast.saeed.run("sync")
        #expect(try await cast.saeed.json("return", "show", record)["state"] != "approved")
        #expect(try await cast.carol.json("return", "show", record)["revisions"] == 2)
        let verified = try await town.server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
    }

    @Test("the council's devices hold the return, and nobody's case")
    func sees() async throws {
        let town = try await Installation()
        let cast = try await submitted(town)
        try await cast.saeed.sync()
        for device in [cast.rosa, cast.saeed] {
            #expect(try await device.json("list", "contact") == [])
            let audiences = try await device.query("SELECT DISTINCT audience FROM record")
            #expect(audiences == ["council"])
        }
    }
}
