// SPDX-License-Identifier: Apache-2.0

import Testing

/// Two workers and their coordinator, who meet by syncing with one server.
struct Meeting {
    let town: Installation
    let amina: Device
    let ben: Device
    let carol: Device

    init() async throws {
        town = try await Installation()
        amina = try await town.join("amina", "worker")
        ben = try await town.join("ben", "worker")
        carol = try await town.join("carol", "coordinator")
    }

    /// A record that everybody has.
    func record(_ form: String, _ answers: String...) async throws -> String {
        let record = try await amina.saved(form, answers)
        try await meet()
        return record
    }

    func person(_ name: String, _ answers: String...) async throws -> String {
        let person = ["name=\(name)", "consent=yes", "consent_date=2025-04-01"]
        let record = try await amina.saved("participant", person + answers)
        try await meet()
        return record
    }

    /// Amina and Ben change a record without having seen each other's answers, then meet.
    func edit(_ record: String, amina first: String..., ben second: String...) async throws {
        try await amina.edit(record, first)
        try await ben.edit(record, second)
        try await meet()
    }

    /// Everybody sends what they have, and then has what the others sent.
    func meet() async throws {
        for device in [amina, ben, carol, amina, ben] { try await device.sync() }
    }

    /// What everybody reads alike.
    func fields(_ record: String) async throws -> Document {
        let seen = try await carol.json("show", record)["fields"]
        for device in [amina, ben] {
            #expect(try await device.json("show", record)["fields"] == seen)
        }
        return seen
    }

    /// What waits for the coordinator.
    func conflicts() async throws -> [Document] { try await carol.json("conflict", "list").list }
}

extension Device {
    func saved(_ form: String, _ answers: [String]) async throws -> String {
        let set = answers.flatMap { ["--set", $0] }
        let saved = try await run(["new", form, "--json"] + set).json()
        return try #require(saved["record"].text)
    }

    func edit(_ record: String, _ answers: [String]) async throws {
        try await run(["edit", record] + answers.flatMap { ["--set", $0] })
    }
}
