// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Seeds
import StorageSQLite
import SyncService
import Testing

@Suite("A power cut at any place, with whatever a disk makes of it", .timeLimit(.minutes(60)))
struct PowerCutTests {
    private static let states = 1_000 * Campaign.factor

    /// When the log of writes is brought into the database, and whether the server stops in order
    /// in the middle, which does that as well.
    struct Day: Sendable, CustomTestStringConvertible {
        let pages: Int?
        let stops: Bool
        /// Writes into the database itself: none where the whole day stays in the log.
        let writes: ClosedRange<Int>
        let testDescription: String
    }

    @Test(
        "leaves the server everything that it acknowledged, once, and nothing by halves",
        arguments: [
            Day(pages: nil, stops: true, writes: 1...9_999, testDescription: "a server"),
            Day(
                pages: 0,
                stops: false,
                writes: 0...0,
                testDescription: "a server, all in the log of writes"
            ),
            Day(
                pages: 8,
                stops: false,
                writes: 100...99_999,
                testDescription: "a server that checkpoints all the time"
            ),
        ]
    )
    func server(_ day: Day) async throws {
        let seed = Seed()
        let script = try await PushScript.prepared(batches: 60, of: 10)
        let trace = try script.folder.path("trace")
        let (server, _) = try script.server(trace: trace, checkpoint: day.pages)
        let before = try Self.files(server.data)
        // It ends once in between, and is killed at the end: both leave their traces.
        for half in [script.batches.prefix(30), script.batches.dropFirst(30)] {
            try await server.start()
            for batch in half {
                #expect(try await Wire(port: server.port).ask(batch.request).status == 200)
            }
            if half.startIndex == 0, day.stops { try await server.stop() }
            try await server.kill()
        }
        let cut = PowerCut(
            trace: try Trace(path: trace),
            files: before,
            start: ServerMemory(batches: script.batches.map(\.changes)),
            hear: { $0.hear($1, $2) },
            look: { try await $2.look($0, thoroughly: $1 % 50 == 0) }
        )
        try Self.expectExact(cut, server.data)
        let heard = try cut.heard()
        #expect(heard.count == script.changes.count)
        let writes = cut.trace.events.count { event in
            if case .write("keeplocal.sqlite", _, _) = event { true } else { false }
        }
        #expect(day.writes.contains(writes), "\(writes) writes into the database")
        let tally = await cut.run(states: Self.states / 2, seed: seed)
        tally.expectClean("power cut under \(day.testDescription)", seed)
    }

    @Test("leaves a device everything that it said was saved, and nothing by halves")
    func device() async throws {
        let seed = Seed()
        let town = try await Installation()
        var amina = try await town.join("amina", "worker")
        let trace = try town.folder.path("trace")
        let before = try Self.files(amina.home)
        let disk = try FaultyDisk(over: amina.home, in: town.folder, trace: trace)
        amina.environment = disk.environment
        for number in 1...5 { _ = try await amina.contact("P-\(number)") }
        let rows = try town.contacts(2 * DeviceMemory.importBatch, "row")
        try await amina.run("import", "contact", rows, "--json")
        try await amina.run("sync", "--json")
        // A list makes the lines of all that was saved, in the file beside.
        try await amina.run("list", "--search", "nowhere", "--json")
        for number in 6...9 {
            let record = try await amina.contact("P-\(number)")
            try await amina.run("edit", record, "--set", "minutes=75", "--json")
        }
        try await amina.run("list", "--search", "nowhere", "--json")
        try await amina.run("sync", "--json")
        let cut = PowerCut(
            trace: try Trace(path: trace),
            files: before,
            start: DeviceMemory(),
            hear: { try $0.hear($1, $2) },
            look: { try $2.look($0, thoroughly: $1 % 10 == 0) }
        )
        try Self.expectExact(cut, amina.home)
        #expect(try cut.heard().count == 9 + 400 + 9 + 400 + 4)
        let tally = await cut.run(states: Self.states, seed: seed)
        tally.expectClean("power cut under a device", seed)
    }

    @Test("leaves a database that was being made so that it can be made again")
    func beginning() async throws {
        let seed = Seed()
        let folder = try Folder()
        let server = try Server(in: folder)
        try FileManager.default.createDirectory(
            atPath: server.data,
            withIntermediateDirectories: true
        )
        let trace = try folder.path("trace")
        server.environment = try FaultyDisk(over: server.data, in: folder, trace: trace).environment
        _ = try await server.initialise()
        let cut = PowerCut(
            trace: try Trace(path: trace),
            files: [:],
            start: false,
            hear: { isSaid, descriptor, _ in isSaid = isSaid || descriptor == 1 },
            look: { folder, _, isSaid in
                let storage = try SQLiteStorage(directory: folder)
                let epoch = try await storage.read { try $0.setting("epoch") }
                var tally = Tally()
                tally.saw(lost: isSaid && epoch == nil ? 1 : 0, torn: 0)
                return tally
            }
        )
        try Self.expectExact(cut, server.data)
        #expect(try cut.heard())
        let tally = await cut.run(states: Self.states / 5, seed: seed)
        tally.expectClean("power cut under a first start", seed)
    }

    private static func files(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            files[name] = try Data(contentsOf: URL(filePath: path))
        }
        return files
    }

    /// A trace with a hole would show nothing: played to its end, it gives the real files.
    private static func expectExact<Memory>(_ cut: PowerCut<Memory>, _ folder: String) throws {
        let isReal: (String) -> Bool = { !$0.hasSuffix("-shm") }
        let real = try files(folder).filter { isReal($0.key) }
        let played = try cut.end().filter { isReal($0.key) }
        #expect(Set(real.keys) == Set(played.keys))
        for (name, data) in real {
            #expect(played[name] == data, "\(name) is not what the trace makes of it")
        }
    }
}

@Suite("The power cut tests themselves", .timeLimit(.minutes(60)))
struct PowerCutControlTests {
    struct Setting: Sendable, CustomTestStringConvertible {
        let journal: String
        let synchronous: String
        /// What a cut does to it.
        let loses: Bool
        let breaks: Bool

        var testDescription: String { "\(journal) \(synchronous)" }
    }

    @Test(
        "find what settings that are too weak lose, and nothing with those that are not",
        arguments: [
            Setting(journal: "WAL", synchronous: "FULL", loses: false, breaks: false),
            Setting(journal: "DELETE", synchronous: "EXTRA", loses: false, breaks: false),
            Setting(journal: "WAL", synchronous: "NORMAL", loses: true, breaks: false),
            Setting(journal: "WAL", synchronous: "OFF", loses: true, breaks: true),
        ]
    )
    func control(_ setting: Setting) async throws {
        let seed = Seed()
        let folder = try Folder()
        let data = try folder.path("data/keeplocal.sqlite")
        let trace = try folder.path("trace")
        let disk = try FaultyDisk(over: folder.path + "/data", in: folder, trace: trace)
        let command = ["logwriter", data, setting.journal, setting.synchronous, "60"]
        let writing = try Running(command, environment: disk.environment, in: folder)
        #expect(try await writing.finish().exit == 0)
        let cut = PowerCut(
            trace: try Trace(path: trace),
            files: [:],
            start: 0,
            hear: { said, descriptor, bytes in
                guard descriptor == 1 else { return }
                said = Int(String(decoding: bytes, as: UTF8.self).dropFirst(4).dropLast()) ?? 0
            },
            look: { folder, _, said in try Self.look(folder, said) }
        )
        #expect(try cut.heard() == 60)
        let tally = await cut.run(states: 500 * Campaign.factor, seed: seed)
        let (lost, torn) = (tally.lost ?? 0, tally.torn ?? 0)
        #expect((lost > 0) == setting.loses, "\(seed): \(lost) lost")
        #expect((torn > 0) == setting.breaks, "\(seed): \(torn) \(tally.words.prefix(3))")
        let name = "\(setting.journal)/\(setting.synchronous)"
        print("power cut control \(name): of \(tally.cases) states \(tally.words.count) are bad")
    }

    private static func look(_ folder: String, _ said: Int) throws -> Tally {
        let path = folder + "/keeplocal.sqlite"
        var tally = Tally()
        guard FileManager.default.fileExists(atPath: path) else {
            tally.saw(lost: said)
            return tally
        }
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { db in
            let sound = try String.fetchAll(db, sql: "PRAGMA integrity_check")
            guard sound == ["ok"] else { throw ProgramFailure("\(sound.prefix(3))") }
            let hasLog = try db.tableExists("log")
            let count = hasLog ? try Int.fetchOne(db, sql: "SELECT count(*) FROM log") ?? 0 : 0
            tally.saw(lost: max(0, said - count / 2), torn: count % 2)
        }
        return tally
    }
}
