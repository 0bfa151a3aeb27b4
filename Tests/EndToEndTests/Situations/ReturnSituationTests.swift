// SPDX-License-Identifier: Apache-2.0

import Testing

/// Rows 16 and 18 of the table in `docs/conflicts.md`, with real devices and a real server.
@Suite("Situations of the field: one return, several people", .timeLimit(.minutes(15)))
struct ReturnSituationTests {
    private struct Cast {
        let town: Installation
        let carol: Device
        let rosa: Device
        let rita: Device
        let visit: String
        let record: String
    }

    /// Carol has submitted a return, Rosa reviews it, and Rita knows of that.
    private func reviewed() async throws -> Cast {
        let town = try await Installation()
        let carol = try await town.join("carol", "coordinator")
        let rosa = try await town.reviewer("rosa", "reviewer")
        let rita = try await town.reviewer("rita", "reviewer")
        let visit = try await carol.contact("P-1", "minutes=30", "date=2025-08-01")
        try await carol.sync()
        let opened = try await carol.json("return", "open", "2025-Q2")
        let record = try #require(opened["record"].text)
        try await carol.run("return", "prepare", record)
        try await carol.run("return", "submit", record)
        try await carol.sync()
        try await rosa.sync()
        try await rosa.run("return", "review", record)
        try await rosa.sync()
        try await rita.sync()
        return Cast(
            town: town,
            carol: carol,
            rosa: rosa,
            rita: rita,
            visit: visit,
            record: record
        )
    }

    @Test("18: of two decisions the first that the server takes stands, the other is told why not")
    func twoReviewers() async throws {
        let cast = try await reviewed()
        try await cast.rosa.run("return", "accept", cast.record, "--reply", "Thank you")
        let back = ["return", "give-back", cast.record, "--reason", "August is missing"]
        try await cast.rita.run(back)
        try await cast.rosa.sync()
        let report = try await cast.rita.json("sync", exit: 5)
        #expect(report["refused"] == 1)
        let told = try await cast.rita.json("messages").list
        #expect(told.contains { $0["state"] == "refused" && $0["record"].text == cast.record })
        try await cast.rita.run("edit", cast.record, "--let-go")
        try await cast.rita.sync()
        try await cast.carol.sync()
        for device in [cast.carol, cast.rosa, cast.rita] {
            let shown = try await device.json("return", "show", cast.record)
            #expect(shown["state"] == "accepted")
        }
    }

    @Test("16: a record that is edited later leaves the submitted return as it was, and is told")
    func editedLater() async throws {
        let cast = try await reviewed()
        let before = try await cast.rosa.json("return", "show", cast.record)["content"]
        try await cast.carol.edit(cast.visit, ["date=2025-06-30"])
        try await cast.carol.sync()
        try await cast.rosa.sync()
        #expect(try await cast.rosa.json("return", "show", cast.record)["content"] == before)
        let told = try await cast.carol.run("return", "show", cast.record).output
        #expect(told.lowercased().contains("since"))
    }
}
