// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("What files for others told is known on every device", .timeLimit(.minutes(10)))
struct ToldStoryTests {
    private func reach(_ device: Device, _ town: Installation) async throws -> String {
        let path = try town.folder.newName()
        try await device.run("report", "reach", "--quarter", "2025-Q3", "--csv", path)
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    private func record(_ people: Int, _ name: String, _ device: Device, _ town: Installation)
        async throws
    {
        try await device.run("import", "contact", town.contacts(people, name))
    }

    @Test("two people of an organisation write no two files whose difference is a few people")
    func story() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        try await record(20, "first", amina, town)
        #expect(try await reach(amina, town).contains(",20,"))
        try await amina.sync()
        try await record(2, "second", amina, town)
        try await amina.sync()
        try await carol.sync()
        let second = try await reach(carol, town)
        #expect(!second.contains(",22,") && second.contains("[c]"))
        // Six more than was told are enough.
        try await record(4, "third", carol, town)
        #expect(try await reach(carol, town).contains(",26,"))
        // What the council's people told is none of the organisation's, and the other way round.
        let rosa = try await town.reviewer("rosa", "reviewer")
        try await carol.sync()
        try await rosa.sync()
        #expect(try await rosa.json("list", "told_numbers").list.isEmpty)
        let verified = try await town.server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
    }

    @Test("whose role writes no such records is told to keep to one device")
    func alone() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let sid = try await town.join("sid", "signatory")
        try await record(20, "first", amina, town)
        try await amina.sync()
        try await sid.sync()
        let path = try town.folder.newName()
        let done = try await sid.run("report", "reach", "--csv", path)
        #expect(done.errors.contains("on this device alone"))
        #expect(try await sid.json("list", "told_numbers").list.isEmpty)
    }
}
