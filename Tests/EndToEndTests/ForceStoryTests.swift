// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("A return whose champion has left", .timeLimit(.minutes(15)))
struct ForceStoryTests {
    @Test("two administrators put it back, and everybody concerned reads who did and why")
    func story() async throws {
        let town = try await Installation()
        let carol = try await town.join("carol", "coordinator")
        let rosa = try await town.reviewer("rosa", "reviewer")
        let ben = try await town.join("ben", "administrator", at: [])
        let record = try #require(try await carol.json("return", "open", "2026-Q1")["record"].text)
        try await carol.run("return", "prepare", record)
        try await carol.run("return", "submit", record)
        try await carol.sync()
        try await rosa.sync()
        try await rosa.run("return", "review", record)
        try await rosa.run("return", "accept", record, "--reply", "Thank you")
        try await rosa.sync()

        let force = ["admin", "return", "force", record, "--to", "submitted", "--reason"]
        try await rosa.run(force + ["nobody approves"], exit: 6)
        try await town.admin.run(force + ["  "], exit: 5)
        try await town.admin.run(force + ["asked by the council"])
        try await town.admin.sync()
        let listed = try await ben.run("admin", "return", "list", "--council", "bradford").output
        #expect(listed.contains("accepted") && listed.contains("asked by the council"))
        try await town.admin.run(force + ["I insist"], exit: 6)
        try await carol.sync()
        #expect(try await carol.json("return", "show", record)["state"] == "accepted")
        #expect(try await carol.run("messages").output.contains("another has to"))
        try await ben.run(force + ["saw the letter"])
        for device in [ben, carol, rosa] { try await device.sync() }
        for device in [carol, rosa] {
            let shown = try await device.run("return", "show", record).output
            #expect(shown.contains("! forced from accepted to submitted"))
            #expect(shown.contains("asked by the council") && shown.contains("saw the letter"))
            #expect(try await device.run("messages").output.contains("letter"))
        }
        // The council goes on from there.
        try await rosa.run("return", "review", record)
        let verified = try await town.server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
    }
}
