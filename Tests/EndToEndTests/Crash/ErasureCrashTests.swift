// SPDX-License-Identifier: Apache-2.0

import Foundation
import Seeds
import Testing

@Suite("An erasure whose disk work is cut off at any place", .timeLimit(.minutes(60)))
struct ErasureCrashTests {
    @Test("killed there, it is whole or not begun, and the same command brings it to its end")
    func killed() async throws {
        var seed = Seed()
        let story = try await ErasureStory()
        // Also in a copy that a restore set aside, which comes after.
        let places = try await story.places(.all, cases: 32, isSetAside: true, &seed)
        let tally = await Campaign.run(places) { place in
            let one = try await ErasureCase(story, isSetAside: true)
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

    @Test("full there, it says what is true, and is brought to its end by whoever comes next")
    func full() async throws {
        var seed = Seed()
        let story = try await ErasureStory()
        let places = try await story.places(.room, cases: 10, &seed)
        let tally = await Campaign.run(places) { place in
            let one = try await ErasureCase(story)
            // Once, or from there on for good.
            try one.disk.arm(.full, of: .room, at: place...(place % 2 == 0 ? place : Int.max))
            return try await one.finished(by: ErasureCase.Finisher.allCases[place % 3])
        }
        tally.expectClean("server's disk full while it erases", seed)
    }
}

/// A participant's records, as a stopped server and two devices hold them.
private struct ErasureStory: Sendable {
    let folder: Folder
    let data: String
    let home: String
    let worker: String
    let command: [String]

    init() async throws {
        var story = try await Erasable()
        try await story.record()
        try await story.town.server.stop()
        folder = story.town.folder
        (data, command) = (story.town.server.data, story.command)
        (home, worker) = (story.carol.home, story.amina.home)
    }

    /// Places of an erasure at which the fault comes.
    func places(
        _ operations: FaultyDisk.Operations,
        cases: Int,
        isSetAside: Bool = false,
        _ seed: inout Seed
    ) async throws -> [Int] {
        let one = try await ErasureCase(self, isSetAside: isSetAside)
        try one.disk.observe(operations)
        let answer = try await one.erase()
        guard answer.exit == 0 else { throw ProgramFailure(answer.errors) }
        return Campaign.places(in: try one.disk.count, cases: cases, &seed)
    }
}

/// Copies of them, and the disk under the server.
private final class ErasureCase {
    enum Finisher: CaseIterable { case whoAsked, anybody, theServer }

    let server: Server
    let disk: FaultyDisk
    private let carol: Device
    private let amina: Device
    private let story: ErasureStory

    init(_ story: ErasureStory, isSetAside: Bool = false) async throws {
        self.story = story
        let (folder, files) = (try Folder(), FileManager.default)
        server = try Server(in: folder)
        try files.copyItem(atPath: story.data, toPath: server.data)
        // As after a restore: the first key that is destroyed needs a new one.
        try files.removeItem(atPath: server.data + "/keys.sqlite-journal")
        if isSetAside {
            let aside = server.data + "/set-aside-20250101T000000000Z"
            try files.createDirectory(atPath: aside, withIntermediateDirectories: true)
            for name in ["/keeplocal.sqlite", "/keys.sqlite"] {
                try files.copyItem(atPath: server.data + name, toPath: aside + name)
            }
        }
        disk = try FaultyDisk(over: server.data, in: folder)
        server.environment = disk.environment
        let copied = { (home: String, name: String) in
            let copy = try folder.path(name)
            try files.copyItem(atPath: home, toPath: copy)
            return Device(home: copy, folder: folder)
        }
        (carol, amina) = (try copied(story.home, "carol"), try copied(story.worker, "amina"))
        try await server.start()
        for device in [carol, amina] { try await device.pointAt(port: server.port) }
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

extension ErasureCase {
    private enum Told { case done, begun, nothing }

    /// Asks while the disk is full and when there is room again, of a server that is never
    /// restarted; in between somebody else may have written, or nobody for a while.
    func finished(by finisher: Finisher) async throws -> Tally {
        var tally = Tally(cases: 1)
        for _ in 1...2 { try await ask(&tally) }
        tally.met = try disk.met > 0 ? 1 : 0
        try disk.mend()
        if finisher != .whoAsked {
            let isBegun = ledgerLines > 0
            if finisher == .anybody {
                _ = try await amina.contact("P-8")
                try await amina.sync()
            }
            var (isGone, looks) = (await isGone(), 1)
            while finisher == .theServer, isBegun, !isGone, looks < 600 {
                try await Task.sleep(for: .milliseconds(100))
                (isGone, looks) = (await self.isGone(), looks + 1)
            }
            tally.saw(stalled: isGone == isBegun ? 0 : 1)
            if isGone != isBegun { tally.words.append("begun \(isBegun), gone \(isGone)") }
        }
        let isDone = try await ask(&tally) == .done
        let listed = try await carol.json("erase", "list").list.count
        let found = try await server.verify()
        let isSound =
            found["chain"] == "ok" && found["projection"] == "ok" && found["erased"] == 4
        tally.saw(
            duplicated: listed == 1 && ledgerLines == 1 ? 0 : 1,
            torn: isSound ? 0 : 1,
            stalled: isDone ? 0 : 1
        )
        if !tally.isClean {
            tally.words.append("listed \(listed), lines \(ledgerLines), done \(isDone), \(found)")
        }
        return tally
    }

    /// Gives the command, and compares what it is told with what there is.
    @discardableResult
    private func ask(_ tally: inout Tally) async throws -> Told {
        let answer = try await erase()
        let told = try told(by: answer)
        let isGone = await isGone()
        let isTrue =
            switch told {
            case .done: isGone && ledgerLines == 1
            case .begun: ledgerLines == 1
            case .nothing: !isGone && ledgerLines == 0
            }
        // An erasure that was answered is one that is acknowledged.
        tally.saw(lost: told == .done && !isGone ? 1 : 0, torn: isTrue ? 0 : 1)
        if !isTrue {
            tally.words.append("gone \(isGone), \(ledgerLines) lines: \(answer.errors.suffix(300))")
        }
        return told
    }

    private func told(by answer: Outcome) throws -> Told {
        if answer.exit == 0 { return .done }
        let problem = try answer.problem()
        let words = problem["message"].text ?? ""
        switch problem["code"].text {
        case "record.erased": return .done
        case "server.storage_full" where words.contains("Nothing was erased"): return .nothing
        case "server.storage_full" where words.contains("is written down"): return .begun
        default: throw ProgramFailure("\(answer.exit ?? -1) \(answer.errors)")
        }
    }

    private var ledgerLines: Int {
        let ledger = FileManager.default.contents(atPath: server.data + "/erasures.ledger")
        return ledger?.count { $0 == 10 } ?? 0
    }

    /// True when neither a word nor a key of the four records is left; other records have one or
    /// two keys.
    private func isGone() async -> Bool {
        // Who may only read cannot while a transaction waits for room to be undone.
        let keys = try? await Device.query(
            "SELECT count(*) FROM record_key",
            server.data + "/keys.sqlite",
            server.folder
        )
        let count = keys?.first.flatMap { Int($0) } ?? .max
        return count <= 2 && Erasable.places(in: server.data).isEmpty
    }
}
