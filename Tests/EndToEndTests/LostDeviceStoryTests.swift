// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("A device that the backup does not know, and an erasure", .timeLimit(.minutes(15)))
struct LostDeviceStoryTests {
    @Test(
        "it is on the list until it is enrolled again and confirms; a new folder says what it lacks"
    )
    func lost() async throws {
        var story = try await Erasable()
        let (town, carol) = (story.town, story.carol)
        let (server, backups) = (town.server, try town.folder.path("backups"))
        let made = try await server.run("backup", "--to", backups, "--json").json()
        let file = backups + "/" + (try #require(made["file"].text))
        try await story.record()
        let other = try await story.amina.contact("P-8")
        try await story.amina.sync()
        let dan = try await again(town, "dan", code: ["admin", "person", "add", "dan"])
        #expect(Erasable.places(in: dan.home) != [])
        try await server.stop()
        #expect(try await server.run("restore", "--from", file, "--replace").exit == 0)
        try await server.start()
        for device in [story.amina, carol, story.amina] { try await device.sync() }
        let id = try #require(try await carol.run(story.command).json()["report"]["id"].text)
        for device in [story.amina, carol, town.admin] { try await device.sync() }
        var shown = try await carol.run("erase", "show", id).output
        #expect(shown.contains("Not yet    a device enrolled on"), "\(shown)")
        #expect(!shown.contains("has confirmed"), "\(shown)")

        // The person was lost as well, and is somebody new to the server.
        _ = try await again(town, "dan", code: ["admin", "person", "add", "dan"])
        try await dan.sync()
        #expect(Erasable.places(in: dan.home) == [])
        let listed = try await carol.json("erase", "show", id)
        #expect(listed["waiting"].list.isEmpty && listed["confirmed"].list.count == 4, "\(listed)")
        shown = try await carol.run("erase", "show", id).output
        #expect(shown.contains("Every device has confirmed."), "\(shown)")

        // A folder that is new knows those of the newest backup, which was made before.
        try await server.stop()
        try FileManager.default.removeItem(atPath: server.data)
        #expect(try await server.run("restore", "--from", file).exit == 0)
        try await server.start()
        for device in [story.amina, carol] { try await device.sync() }
        let command = ["erase", other, "--reason", "not_needed", "--authority", "D-8", "--yes"]
        shown = try await carol.run(command).output
        #expect(shown.contains("Unknown    devices enrolled between"), "\(shown)")
    }

    /// A worker's device, enrolled in the folder of that name for the first time or once more.
    private func again(
        _ town: Installation,
        _ name: String,
        code command: [String]
    ) async throws -> Device {
        let person = command + ["--role", "worker", "--organisation", Installation.mills, "--json"]
        let code = try #require(try await town.admin.run(person).json()["code"].text)
        let device = Device(
            home: try town.folder.path(name),
            folder: town.folder,
            server: town.server
        )
        try await device.run("enrol", town.server.url, code, "--name", name)
        return device
    }
}
