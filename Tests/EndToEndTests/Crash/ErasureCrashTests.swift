// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("An erasure whose disk work is cut off at any place", .timeLimit(.minutes(60)))
struct ErasureCrashTests {
    @Test("killed there, it is whole or not begun, and the same command brings it to its end")
    func killed() async throws {
        var seed = Seed()
        let story = try await ErasureStory()
        let places = try await story.places(.all, cases: 24, &seed)
        let tally = await Campaign.run(places) { place in
            let one = try await ErasureCase(story)
            try one.disk.arm(place % 2 == 0 ? .killed : .torn, of: .all, at: place...place)
            let answer = try await one.erase()
            let isMet = try one.disk.met > 0
            try one.disk.mend()
            try await one.server.kill()
            try await one.server.start()
            return try await one.settled(isAnswered: answer.exit == 0, isMet: isMet)
        }
        tally.expectClean("server killed while it erases", seed)
    }
}

/// A participant's records, as a stopped server and the coordinator's device hold them.
private struct ErasureStory: Sendable {
    let folder: Folder
    let data: String
    let home: String
    let command: [String]

    init() async throws {
        var story = try await Erasable()
        try await story.record()
        try await story.town.server.stop()
        folder = story.town.folder
        (data, home, command) = (story.town.server.data, story.carol.home, story.command)
    }

    /// Places of an erasure at which the fault comes.
    func places(
        _ operations: FaultyDisk.Operations,
        cases: Int,
        _ seed: inout Seed
    ) async throws -> [Int] {
        let one = try await ErasureCase(self)
        try one.disk.observe(operations)
        let answer = try await one.erase()
        guard answer.exit == 0 else { throw ProgramFailure(answer.errors) }
        return Campaign.places(in: try one.disk.count, cases: cases, &seed)
    }
}

/// Copies of both, and the disk under the server.
private final class ErasureCase {
    let server: Server
    let disk: FaultyDisk
    private let carol: Device
    private let story: ErasureStory

    init(_ story: ErasureStory) async throws {
        self.story = story
        let (folder, files) = (try Folder(), FileManager.default)
        server = try Server(in: folder)
        try files.copyItem(atPath: story.data, toPath: server.data)
        disk = try FaultyDisk(over: server.data, in: folder)
        server.environment = disk.environment
        let home = try folder.path("carol")
        try files.copyItem(atPath: story.home, toPath: home)
        carol = Device(home: home, folder: folder)
        try await server.start()
        try await carol.pointAt(port: server.port)
    }

    func erase() async throws -> Outcome { try await carol.start(story.command).finish() }

    /// What a ledger names is gone from every byte, else all of it is there; then the same command
    /// is given again, and nothing is left.
    func settled(isAnswered: Bool, isMet: Bool) async throws -> Tally {
        var tally = Tally(cases: 1, met: isMet ? 1 : 0)
        let looked = Erasable.places(in: server.data)
        let ledger = server.data + "/erasures.ledger"
        let isWritten = FileManager.default.contents(atPath: ledger)?.isEmpty == false
        let isWhole = isWritten == looked.isEmpty
        let again = try await erase()
        guard again.exit == 0 || again.errors.contains("record.erased") else {
            throw ProgramFailure("again: \(again.exit ?? -1) \(again.errors)")
        }
        let left = Erasable.places(in: server.data)
        let found = try await server.verify()
        let isSound =
            found["chain"] == "ok" && found["projection"] == "ok" && found["erased"] == 4
        tally.saw(
            // An erasure that was answered is one that is acknowledged.
            lost: isAnswered && !looked.isEmpty ? 1 : 0,
            torn: isWhole && isSound ? 0 : 1,
            stalled: left.isEmpty ? 0 : 1
        )
        if !tally.isClean {
            tally.words = ["looked \(looked), left \(left), ledger \(isWritten), \(found)"]
        }
        return tally
    }
}
