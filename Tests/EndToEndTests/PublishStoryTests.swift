// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("A council publishes, and the network reads", .timeLimit(.minutes(10)))
struct PublishStoryTests {
    private struct Cast {
        let town: Installation
        let carol: Device
        let rosa: Device
        let saeed: Device
        let locality: Device

        init() async throws {
            town = try await Installation()
            carol = try await town.join("carol", "coordinator")
            rosa = try await town.reviewer("rosa", "reviewer")
            saeed = try await town.reviewer("saeed", "senior_champion")
            locality = try await town.join("locality", "network", at: [])
        }

        /// A return with these figures, sent and accepted.
        func accepted(
            _ improved: Int,
            of paired: Int,
            by other: Device? = nil
        ) async throws -> String {
            let opened = try await (other ?? carol).json("return", "open", "2025-Q2", "--anyway")
            let record = try #require(opened["record"].text)
            try await submit(record, improved, of: paired, by: other)
            try await accept(record)
            return record
        }

        func submit(
            _ record: String,
            _ improved: Int,
            of paired: Int,
            by other: Device? = nil
        ) async throws {
            let carol = other ?? carol
            try await carol.run(
                "return",
                "prepare",
                record,
                "--set",
                "outcomes_improved=\(improved)",
                "--set",
                "outcomes_paired=\(paired)",
                "--reason",
                "kept on paper"
            )
            try await carol.run("return", "submit", record)
            try await carol.sync()
            try await rosa.sync()
        }

        func accept(_ record: String) async throws {
            try await rosa.run("return", "review", record)
            try await rosa.run("return", "accept", record, "--reply", "Thank you")
            try await rosa.sync()
            try await saeed.sync()
        }

        /// What the network reads of the quarter, in lines.
        func read(_ device: Device, _ report: String...) async throws -> String {
            let path = try town.folder.newName()
            try await device.run(["report"] + report + ["--csv", path])
            return try String(contentsOfFile: path, encoding: .utf8)
        }
    }

    private func told(_ device: Device) async throws -> [Document] {
        try await device.json("list", "network_figure").list
    }

    @Test("told, read, corrected, told anew; twice is once, and who reviews may not")
    func story() async throws {
        let cast = try await Cast()
        let record = try await cast.accepted(20, of: 40)
        try await cast.saeed.run("principle", "assess", "local_spend", "--level", "3")
        #expect(try await cast.read(cast.locality, "network").isEmpty == false)
        try await cast.rosa.run("publish", exit: 6)
        let shown = try await cast.saeed.run("publish", "--dry-run").output
        #expect(shown.contains("improved 50% (20 of 40)") && shown.contains("level 3 of 4"))
        #expect(try await told(cast.saeed).isEmpty)
        let done = try await cast.saeed.json("publish")
        #expect(done["changed"] == 2 && done["council"] == "bradford")
        #expect(try await cast.saeed.json("publish")["changed"] == 0)
        for device in [cast.saeed, cast.locality, cast.rosa] { try await device.sync() }
        #expect(try await told(cast.locality).count == 2)
        let quarter = ["network", "--quarter", "2025-Q2"]
        let read = try await cast.read(cast.locality, quarter[0], quarter[1], quarter[2])
        #expect(read.contains("50% (20 of 40)") && read.contains("told by Bradford on"))
        // Of the organisation's own records the network has nothing.
        #expect(try await cast.locality.records().count == 2)

        // Six more than was told: the figure follows. Nothing is told before it is accepted.
        try await cast.submit(record, 26, of: 40)
        try await cast.saeed.sync()
        let between = try await cast.saeed.json("publish", "--dry-run", "--only", "outcomes")
        #expect(between["figures"][0]["what"] == "withdrawn")
        try await cast.accept(record)
        #expect(try await cast.saeed.json("publish")["changed"] == 1)
        for device in [cast.saeed, cast.locality] { try await device.sync() }
        let after = try await cast.read(cast.locality, quarter[0], quarter[1], quarter[2])
        #expect(after.contains("65% (26 of 40)") && !after.contains("(20 of 40)"))
        let verified = try await cast.town.server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
    }

    @Test("two champions who tell the same apart make one record; told otherwise, it is disputed")
    func apart() async throws {
        let cast = try await Cast()
        _ = try await cast.accepted(20, of: 40)
        let nadia = try await cast.town.reviewer("nadia", "senior_champion")
        try await nadia.sync()
        try await cast.saeed.run("publish")
        try await nadia.run("publish")
        try await cast.saeed.sync()
        try await nadia.sync()
        #expect(try await nadia.json("publish")["changed"] == 0)
        #expect(try await told(nadia).count == 1)
        try await cast.locality.sync()
        #expect(try await told(cast.locality).count == 1)
        // One council's own rating, told as either of them had it.
        let rate = { (device: Device, level: String) in
            try await device.run("principle", "assess", "local_spend", "--level", level)
            try await device.run("publish", "--only", "principle")
        }
        try await rate(cast.saeed, "3")
        try await rate(nadia, "1")
        try await cast.saeed.sync()
        let second = try await nadia.json("sync", exit: 3)
        #expect(second["refused"] == 0 && second["pushed"] == 2)
        try await cast.locality.sync()
        #expect(try await cast.read(cast.locality, "network").contains("disputed") == false)
    }

    @Test("few people are told to nobody, whichever files are held beside each other")
    func few() async throws {
        let cast = try await Cast()
        _ = try await cast.accepted(20, of: 40)
        let circle = ["--organisation", Installation.circle]
        let dan = try await cast.town.join("dan", "coordinator", at: circle)
        _ = try await cast.accepted(3, of: 20, by: dan)
        // On another device than the one that tells.
        let file = try await cast.read(cast.rosa, "returns")
        #expect(file.contains("(20 of 40)") && !file.contains("(3 of 20)"))
        // 23 of 60 less 20 of 40 would tell the three.
        let told = try await cast.saeed.json("publish")["figures"][0]["after"]
        #expect(told["returns"] == 2 && told["improved"] == .null)
        #expect(told["hidden"].list.contains("improved"))
        try await cast.saeed.sync()
        try await cast.locality.sync()
        let read = try await cast.read(cast.locality, "network", "--quarter", "2025-Q2")
        #expect(!read.contains(" of 60)") && read.contains("[c]"))
    }
}
