// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("What a restore set aside, and an erasure afterwards", .timeLimit(.minutes(15)))
struct SetAsideStoryTests {
    private let files = FileManager.default

    /// A participant in a server that went back to a backup of before, and in what was set aside.
    private func restored() async throws -> (story: Erasable, aside: String) {
        var story = try await Erasable()
        let (server, backups) = (story.town.server, try story.town.folder.path("backups"))
        let made = try await server.run("backup", "--to", backups, "--json").json()
        let file = backups + "/" + (try #require(made["file"].text))
        try await story.record()
        try await server.stop()
        let done = try await server.run("restore", "--from", file, "--replace")
        #expect(
            done.exit == 0 && done.output.contains("set-aside"),
            "\(done.output) \(done.errors)"
        )
        let names = try files.contentsOfDirectory(atPath: server.data)
        let aside = try #require(names.first { $0.hasPrefix("set-aside-") })
        #expect(done.output.contains("--destroy \(aside)"))
        try await server.start()
        for device in [story.amina, story.carol, story.amina] { try await device.sync() }
        #expect(Erasable.places(in: server.data + "/" + aside) != [])
        return (story, aside)
    }

    private func finding(_ server: Server, exit: Int32 = 0) async throws -> [String] {
        let outcome = try await server.run("doctor", "--json")
        return try outcome.json().list.filter { $0["check"] == "set aside" }.map { finding in
            [finding["state"], finding["found"], finding["remedy"]]
                .compactMap(\.text).joined(separator: " ")
        }
    }

    @Test("it is gone there too, in every byte; doctor knows the folder, and a command destroys it")
    func reached() async throws {
        let (story, aside) = try await restored()
        let server = story.town.server
        let done = try await story.carol.run(story.command).json()
        #expect(done["report"]["copies"]["count"] == 1)
        #expect(done["report"]["copies"]["unreached"] == 0)
        #expect(Erasable.places(in: server.data) == [])
        let shown = try await story.carol.run("erase", "show", done["report"]["id"].text ?? "")
        #expect(shown.output.contains("1 former database at the server"), "\(shown.output)")
        let found = try await finding(server)
        #expect(found.count == 1 && found[0].hasPrefix("careful a former database, 0 days old"))
        #expect(found[0].contains("set-aside --data \(server.data) --destroy \(aside)"))
        let wrong = try await server.run("set-aside", "--destroy", "set-aside-x")
        #expect(wrong.exit == 1 && wrong.errors.contains("Nothing was destroyed"))
        // The server runs meanwhile.
        let destroyed = try await server.run("set-aside", "--destroy", aside)
        #expect(destroyed.exit == 0, "\(destroyed.errors)")
        #expect(destroyed.output.contains("Nothing is set aside"))
        #expect(!files.fileExists(atPath: server.data + "/" + aside))
        let listed = try await story.carol.json("erase", "list").list
        #expect(listed.count == 1 && listed[0]["copies"] == .null)
    }

    @Test("where it cannot be read, everybody is told until it is destroyed")
    func unreached() async throws {
        let (story, aside) = try await restored()
        let (server, folder) = (story.town.server, story.town.server.data + "/" + aside)
        let file = folder + "/keeplocal.sqlite"
        let handle = try #require(FileHandle(forUpdatingAtPath: file))
        // The page of the schema goes, and what was recorded stays readable.
        try handle.write(contentsOf: Data(count: 4096))
        try handle.close()
        let done = try await story.carol.run(story.command)
        #expect(try done.json()["report"]["copies"]["unreached"] == 1)
        #expect(Erasable.places(in: server.data).map { $0.hasPrefix(aside) } == [true])
        #expect(server.log.contains("cannot be done in a database that was set aside"))
        let id = try done.json()["report"]["id"].text ?? ""
        let shown = try await story.carol.run("erase", "show", id)
        #expect(shown.output.contains("1 of 1 former database"), "\(shown.output)")
        let found = try await finding(server)
        #expect(found.count == 2 && found[0].hasPrefix("wrong \(aside): what an erasure names"))
        try await server.stop()
        try await server.start()
        #expect(server.log.contains("keeplocald set-aside --destroy \(aside)"))
        let old = try await server.run("set-aside", "--destroy-older-than", "1", "--json")
        #expect(try old.json().list.count == 1)
        let all = try await server.run("set-aside", "--destroy-older-than", "0", "--json")
        #expect(try all.json().list.isEmpty)
        #expect(Erasable.places(in: server.data) == [])
        let listed = try await story.carol.json("erase", "list").list
        #expect(listed.count == 1 && listed[0]["copies"] == .null)
    }

    @Test("while something is done in it, nobody is told to destroy it for that")
    func inUse() async throws {
        let (story, aside) = try await restored()
        let server = story.town.server
        let path = server.data + "/" + aside + "/keeplocal.lock"
        let lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
        let found = try await finding(server)
        #expect(found.count == 2 && found[0].hasPrefix("careful \(aside): something is done"))
        #expect(found[0].hasSuffix("look again in a minute"))
        let listed = try await server.run("set-aside")
        #expect(listed.exit == 0 && listed.output.contains("something is done in it now"))
        close(lock)
        #expect(try await finding(server).count == 1)
    }
}
