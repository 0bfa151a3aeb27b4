// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Evidence files in backups", .timeLimit(.minutes(15)))
struct EvidenceBackupTests {
    private let town: Installation
    private let amina: Device
    private let backups: String
    private let files = FileManager.default

    init() async throws {
        town = try await Installation()
        amina = try await town.join("amina", "worker")
        backups = try town.folder.path("backups")
    }

    /// Saves a contact with a file of its own, sends both, and gives the record.
    private func sent(_ name: String, by device: Device? = nil) async throws -> String {
        let picture = try town.folder.write("\(Erasable.canary) picture of \(name)", to: name)
        let record = try await (device ?? amina).contact("P-1", "photo=@\(picture)")
        #expect(try await (device ?? amina).sync()["filesSent"] == 1)
        return record
    }

    private func backUp(keep: Int = 9) async throws -> Document {
        let made = try await town.server.run(
            "backup",
            "--to",
            backups,
            "--keep",
            "\(keep)",
            "--json"
        )
        #expect(made.exit == 0, "\(made.errors)")
        return try made.json()
    }

    private func restore(_ backup: Document) async throws -> Document {
        let file = backups + "/" + (try #require(backup["file"].text))
        let restored = try await town.server.run("restore", "--from", file, "--replace", "--json")
        #expect(restored.exit == 0, "\(restored.errors)")
        return try restored.json()
    }

    /// Whole files under `blobs`, by their paths there.
    private func blobs(_ folder: String) -> [String] {
        (files.enumerator(atPath: folder + "/blobs")?.compactMap { $0 as? String } ?? [])
            .filter { $0.count > 60 }.sorted()
    }

    @Test("a server that lost everything has its files again, whole, and nothing is kept twice")
    func lostAll() async throws {
        _ = try await sent("one")
        let first = try await backUp()
        #expect(first["files"] == 1 && first["filesMissing"] == 0)
        let stored = blobs(backups)
        let path = backups + "/blobs/" + (try #require(stored.first))
        let number = try files.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
        _ = try await sent("two")
        let second = try await backUp()
        #expect(second["files"] == 2)
        // What was there was read, and not written anew.
        #expect(try files.attributesOfItem(atPath: path)[.systemFileNumber] as? Int == number)
        try await town.server.kill()
        let all = blobs(town.server.data)
        #expect(all == blobs(backups) && all.count == 2)
        try files.removeItem(atPath: town.server.data + "/blobs")
        let found = try await restore(second)
        #expect(found["files"] == 2 && found["filesMissing"] == 0)
        #expect(blobs(town.server.data) == all)
        let verified = try await town.server.verify()
        #expect(verified["files"] == 2 && verified["filesMissing"].list.isEmpty)
        try await town.server.start()
        #expect(blobs(town.server.data) == all)
        // A file goes with the last backup that refers to it.
        try files.removeItem(atPath: backups + "/" + (try #require(second["file"].text)))
        #expect(try await backUp(keep: 1)["files"] == 2)
        #expect(blobs(backups) == all)
    }

    @Test("one that is damaged or gone is told, with what to do, and comes back from a backup")
    func damaged() async throws {
        _ = try await sent("one")
        let record = try await sent("two")
        let backup = try await backUp()
        try await town.server.stop()
        let all = blobs(town.server.data)
        let places = all.map { town.server.data + "/blobs/" + $0 }
        try Data("something else".utf8).write(to: URL(filePath: places[0]))
        try files.removeItem(atPath: places[1])
        let verified = try await town.server.run("verify", "--json")
        #expect(verified.exit == 1 && verified.errors.contains("blobs/AA/HASH"))
        let found = try verified.json()
        #expect(found["chain"] == "ok" && found["projection"] == "ok")
        #expect(found["filesMissing"].list.count == 2 && found["files"] == 0)
        #expect(try await town.server.run("doctor").output.contains("MISSING OR DAMAGED"))
        // A backup of it is made all the same, says so, and keeps what the folder has whole.
        let second = try await backUp()
        #expect(second["filesMissing"] == 0 && second["files"] == 2)
        _ = try await restore(backup)
        #expect(try await town.server.verify()["files"] == 2)
        // Neither has it: the device that took the picture sends it again.
        try files.removeItem(atPath: places[1])
        try files.removeItem(atPath: backups + "/blobs/" + all[1])
        #expect(try await restore(second)["filesMissing"] == 1)
        try await town.server.start()
        try await amina.sync()
        try await amina.sync()
        #expect(try await amina.json("evidence", "list", record).list.count == 1)
        #expect(try await town.server.verify()["files"] == 2)
    }

    @Test("an erased file leaves the backups with the next one, and no restore brings it back")
    func erased() async throws {
        var story = try await Erasable(in: town, worker: amina)
        try await story.record()
        let picture = try town.folder.write("\(Erasable.canary) picture", to: "picture")
        let set = ["photo=@\(picture)", "participant=\(story.participant)", "kind=visit"]
        try await amina.run(["new", "contact"] + set.flatMap { ["--set", $0] })
        #expect(try await amina.sync()["filesSent"] == 1)
        let stays = try town.folder.write("stays", to: "stays")
        _ = try await amina.contact("P-8", "photo=@\(stays)")
        try await amina.sync()
        let before = try await backUp()
        #expect(before["files"] == 2 && blobs(backups).count == 2)
        try await story.carol.sync()
        try await story.carol.run(story.command)
        #expect(try await backUp()["files"] == 1)
        #expect(blobs(backups).count == 1)
        #expect(try !story.places(in: backups).contains { $0.hasPrefix("blobs") })
        try await town.server.stop()
        let restored = try await restore(before)
        #expect(restored["files"] == 1 && restored["filesMissing"] == 0)
        #expect(blobs(town.server.data).count == 1)
    }
}
