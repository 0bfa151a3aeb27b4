// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Folders that are in use, or not ours", .timeLimit(.minutes(15)))
struct FolderTests {
    private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    @Test("a second keeplocald on a data folder is refused, and the first goes on")
    func secondServer() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        for command in ["serve", "init", "verify"] {
            let outcome = try await town.server.run(command)
            #expect(outcome.exit == 5, "\(command)")
            #expect(outcome.errors.contains("Another keeplocald has"), "\(command)")
            #expect(outcome.output.isEmpty, "\(command)")
        }
        try await amina.run("sync")
    }

    @Test("a lock that a killed server left behind is none")
    func staleLock() async throws {
        let town = try await Installation()
        try await town.server.kill()
        #expect(FileManager.default.fileExists(atPath: town.server.data + "/keeplocal.lock"))
        try await town.server.start()
        try await town.admin.run("sync")
    }

    @Test("the database of something else is not touched, by the server or on a device")
    func foreignDatabase() async throws {
        let folder = try Folder()
        let server = try Server(in: folder)
        let path = try folder.path("server/keeplocal.sqlite")
        let make = "CREATE TABLE recipe (id INTEGER); PRAGMA application_id = 7"
        _ = try await Running(["sqlite3", path, make], in: folder).finish()
        let before = try bytes(path)
        for command in ["init", "serve", "verify"] {
            let outcome = try await server.run(command)
            #expect(outcome.exit == 5, "\(command): \(outcome.errors)")
            #expect(outcome.errors.contains("another program"), "\(command)")
        }
        let device = Device(home: server.data, folder: folder)
        try FileManager.default.removeItem(atPath: server.data + "/keeplocal.lock")
        let problem = try await device.problem("list", exit: 5)
        #expect(problem["code"] == "device.home_foreign")
        #expect(try bytes(path) == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: server.data)
                == ["keeplocal.sqlite"]
        )
    }

    @Test("a file that is no database is not touched")
    func noDatabase() async throws {
        let folder = try Folder()
        let server = try Server(in: folder)
        let text = String(repeating: "My recipes, in no particular order. ", count: 100)
        let path = try folder.write(text, to: "server/keeplocal.sqlite")
        for command in ["init", "serve", "verify"] {
            let outcome = try await server.run(command)
            #expect(outcome.exit == 5, "\(command): \(outcome.errors)")
        }
        let problem = try await Device(home: server.data, folder: folder).problem("list", exit: 5)
        #expect(problem["code"] == "device.home_foreign")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test("a home with something else in it is refused, and nothing is put there")
    func foreignHome() async throws {
        let folder = try Folder()
        _ = try folder.write("eggs, flour", to: "kitchen/recipe.txt")
        let device = Device(home: try folder.path("kitchen"), folder: folder)
        for arguments in [["list"], ["enrol", "http://127.0.0.1:9", "AAAA-BBBB-CCCC"]] {
            let outcome = try await device.run(arguments + ["--json"], exit: 5)
            #expect(try outcome.problem()["code"] == "device.home_foreign")
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: device.home) == ["recipe.txt"]
        )
    }

    @Test("commands in two terminals write into one home, and every one is saved")
    func twoTerminals() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let terminals = try (1...20).map {
            try amina.start(["new", "contact", "--json"] + Device.answers("P-\($0)"))
        }
        let sync = try amina.start("sync", "--json")
        var records: Set<String> = []
        for terminal in terminals {
            let outcome = try await terminal.finish()
            #expect(outcome.exit == 0, "\(outcome.errors)")
            records.insert(try outcome.json()["record"].text ?? "")
        }
        #expect(try await sync.finish().exit == 0)
        #expect(records.count == 20)
        #expect(try await Set(amina.records()) == records)
        let counters = try await amina.query("SELECT counter FROM journal ORDER BY counter")
        #expect(counters == (1...20).map(String.init))
        try await amina.run("sync")
        #expect(try await amina.json("status")["stored"] == 20)
        #expect(try await town.server.verify()["changes"] == 20)
    }
}
