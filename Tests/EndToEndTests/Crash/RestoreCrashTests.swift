// SPDX-License-Identifier: Apache-2.0

import Foundation
import Seeds
import Testing

@Suite("A restore whose disk work is cut off at any place", .timeLimit(.minutes(60)))
struct RestoreCrashTests {
    @Test("killed there, the former state stands whole or the restored one; given again, it ends")
    func killed() async throws {
        var seed = Seed()
        let story = try await RestoreStory()
        // Of the many writes that copy the backup none is like those around it.
        let rest = FaultyDisk.Operations.all.subtracting(.write)
        let turning = try await story.places(rest, cases: 6, &seed).map { (rest, $0) }
        let writes = try await story.places(.write, cases: 2, &seed).map {
            (FaultyDisk.Operations.write, $0)
        }
        let tally = await Campaign.run(turning + writes) { operations, place in
            let one = try RestoreCase(story)
            let fault: FaultyDisk.Fault = place % 2 == 0 ? .killed : .torn
            try one.disk.arm(fault, of: operations, at: place...place)
            let outcome = try await one.restore()
            guard try one.disk.met == 0 || outcome.exit != 0 else {
                throw ProgramFailure("killed, it left with 0")
            }
            return try await one.settled(isRestored: outcome.exit == 0, isLookedAt: place % 3 > 0)
        }
        tally.expectClean("server killed while it is restored", seed)
    }

    @Test("full there, it says so, and all is as it was or as it is to be; given again, it ends")
    func full() async throws {
        var seed = Seed()
        let story = try await RestoreStory()
        let places = try await story.places(.room, cases: 4, &seed)
        let tally = await Campaign.run(places) { place in
            let one = try RestoreCase(story)
            // Once, or from there on for good.
            try one.disk.arm(.full, of: .room, at: place...(place % 2 == 0 ? place : Int.max))
            let outcome = try await one.restore()
            let isTold =
                ["room", "disk"].contains { outcome.errors.contains($0) }
                && !outcome.errors.contains("is damaged")
            guard outcome.exit == 0 || outcome.exit == 1 && isTold else {
                throw ProgramFailure("\(outcome.exit ?? -1): \(outcome.errors.suffix(500))")
            }
            return try await one.settled(isRestored: outcome.exit == 0, isLookedAt: place % 3 > 0)
        }
        tally.expectClean("disk full while the server is restored", seed)
    }
}

/// A stopped server, a backup of when half of its changes were not made yet, and the device that
/// has them all.
private struct RestoreStory: Sendable {
    let folder: Folder
    let data: String
    let backups: String
    let file: String
    let home: String
    /// Changes in the backup, and of the server.
    let early: Int
    let all: Int

    init() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let server = town.server
        (folder, data, home) = (town.folder, server.data, amina.home)
        backups = try town.folder.path("backups")
        let picture = try town.folder.write("a picture", to: "picture")
        _ = try await amina.contact("P-0", "photo=@\(picture)")
        for number in 1...3 { _ = try await amina.contact("P-\(number)") }
        try await amina.sync()
        let made = try await server.run("backup", "--to", backups, "--json").json()
        file = try #require(made["file"].text)
        early = Int(try #require(made["changes"].integer))
        for number in 4...7 { _ = try await amina.contact("P-\(number)") }
        try await amina.sync()
        all = Int(try #require(try await server.verify()["changes"].integer))
    }

    /// Places of a restore at which the fault comes.
    func places(
        _ operations: FaultyDisk.Operations,
        cases: Int,
        _ seed: inout Seed
    ) async throws -> [Int] {
        let one = try RestoreCase(self)
        try one.disk.observe(operations)
        let outcome = try await one.restore()
        guard outcome.exit == 0 else { throw ProgramFailure(outcome.errors) }
        return Campaign.places(in: try one.disk.count, cases: cases, &seed)
    }
}

/// Copies of them, and the disk under the server.
private final class RestoreCase {
    let server: Server
    let disk: FaultyDisk
    private let story: RestoreStory
    private let file: String
    private let amina: Device

    init(_ story: RestoreStory) throws {
        self.story = story
        let (folder, files) = (try Folder(), FileManager.default)
        server = try Server(in: folder)
        try files.copyItem(atPath: story.data, toPath: server.data)
        // The evidence is put back as well.
        try files.removeItem(atPath: server.data + "/blobs")
        let (backups, home) = (try folder.path("backups"), try folder.path("amina"))
        try files.copyItem(atPath: story.backups, toPath: backups)
        try files.copyItem(atPath: story.home, toPath: home)
        (file, amina) = (backups + "/" + story.file, Device(home: home, folder: folder))
        disk = try FaultyDisk(over: server.data, in: folder)
        server.environment = disk.environment
    }

    func restore() async throws -> Outcome {
        try await server.run("restore", "--from", file, "--replace", "--json")
    }

    /// Looks at what there is, or not; gives the command again; and lets the device send what the
    /// backup lacks.
    func settled(isRestored: Bool, isLookedAt: Bool) async throws -> Tally {
        var tally = Tally(cases: 1, met: try disk.met > 0 ? 1 : 0)
        try disk.mend()
        if isLookedAt {
            let found = try await server.verify()
            let isWhole =
                found["chain"] == "ok" && found["projection"] == "ok"
                && [story.early, isRestored ? story.early : story.all]
                    .contains(found["changes"].integer ?? -1)
            tally.saw(torn: isWhole ? 0 : 1)
            if !isWhole { tally.words.append("looked at: \(found)") }
        }
        let again = try await restore()
        guard again.exit == 0 else { throw ProgramFailure("again: \(again.errors)") }
        let restored = try await server.verify()
        let isRestored =
            restored["chain"] == "ok" && restored["projection"] == "ok" && restored["files"] == 1
            && restored["changes"].integer == story.early
        let strays = try strays()
        let kept = try await changesAside()
        tally.saw(
            // Nothing of the former database goes by a restore.
            lost: kept.contains(story.all) ? 0 : story.all,
            duplicated: strays.count + max(0, kept.count - 2),
            torn: isRestored ? 0 : 1
        )
        if !tally.isClean { tally.words.append("\(restored), strays \(strays), aside \(kept)") }
        try await server.start()
        try await amina.pointAt(port: server.port)
        for _ in 1...2 { try await amina.sync() }
        return tally + (try await server.found(of: story.all))
    }

    /// What lies in the data folder and is none of its files.
    private func strays() throws -> [String] {
        let known = [
            "keeplocal.sqlite", "keys.sqlite", "keeplocal.lock", "timelines", "blobs", "requests",
            "set-aside-", "erasures.ledger", "holds.ledger", "devices.ledger",
        ]
        return try FileManager.default.contentsOfDirectory(atPath: server.data).filter { name in
            !known.contains { name.hasPrefix($0) }
        }
    }

    /// How many changes each database has that was set aside.
    private func changesAside() async throws -> [Int] {
        var counts: [Int] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: server.data)
        where name.hasPrefix("set-aside-") {
            let file = "file:\(server.data)/\(name)/keeplocal.sqlite?immutable=1"
            let sql = "SELECT count(*) FROM log WHERE kind = 'change'"
            let outcome = try await Running(["sqlite3", file, sql], in: server.folder).finish()
            counts.append(Int(outcome.output.dropLast()) ?? -1)
        }
        return counts
    }
}
