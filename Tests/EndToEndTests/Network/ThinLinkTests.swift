// SPDX-License-Identifier: Apache-2.0

import Foundation
import Seeds
import Synchronization
import Testing

@Suite(
    "A link of 32 kbit/s that goes down again and again",
    .enabled(if: Namespaces.isAvailable(for: thinLink), "needs root and network namespaces"),
    .timeLimit(.minutes(60))
)
struct ThinLinkTests {
    /// About a kilobyte each, which nothing can make smaller: 40 in an ordinary run, a megabyte in
    /// a soak.
    private static let rows = Campaign.factor > 3 ? 1_000 : 40
    private static let losses = Campaign.factor > 3 ? 100 : 4
    /// Twelve seconds of the link.
    private static let lossBytesMax = 48_000

    @Test("carries everything, once")
    func carries() async throws {
        var seed = Seed()
        let folder = try Folder()
        let link = try await Namespaces(kilobits: 32, in: folder)
        let secured = try await Secured(
            "IP:\(Namespaces.server)",
            through: link.atServer,
            ["--host", Namespaces.server]
        )
        let office = try secured.device("office")
        let enrol = ["enrol", secured.server.url, secured.code, "--ca", secured.authority]
        try await run(office, enrol, link)
        let add = ["admin", "organisation", "add", "Mills", "--council", "bradford", "--json"]
        let mills = try #require(try await run(office, add, link).json()["id"].text)
        let person = ["admin", "person", "add", "amina", "--role", "worker", "--json"]
        let code = try #require(
            try await run(office, person + ["--organisation", mills], link).json()["code"].text
        )
        let amina = try secured.device("amina")
        try await run(
            amina,
            ["enrol", secured.server.url, code, "--ca", secured.authority],
            link
        )
        try await amina.run("import", "contact", folder.noise(Self.rows, "P", &seed))
        let (home, atDevice, done) = (amina.home, link.atDevice, Done())
        let (begin, before) = (ContinuousClock.now, try await link.bytes())
        async let syncing = syncUntilDone(home, folder, atDevice, done)
        var losses = 0
        while losses < Self.losses, !done.isSo {
            let gap = Self.losses > 4 ? Int.random(in: 1_000...9_000, using: &seed) : 2_000
            try await Task.sleep(for: .milliseconds(gap))
            try await link.loseLink(for: .milliseconds(Int.random(in: 500...3_000, using: &seed)))
            losses += 1
        }
        var (tally, syncs, report) = try await syncing
        (tally.cases, tally.met) = (losses, losses)
        // Up once, and down once more as a record's state.
        let least = 2 * Self.rows * NoiseRow.bytesLeast
        let carried = try await link.bytes() - before
        print("32 kbit/s, \(losses) losses: \(syncs) syncs, \(ContinuousClock.now - begin),")
        print("    \(carried) bytes on the link where \(least) are the least; \(report)")
        // A loss costs at most some seconds of the link, and what it repeats of the heads.
        if carried > least * 3 / 2 + losses * Self.lossBytesMax {
            tally.words.append("\(carried) bytes for \(least), \(losses) losses")
        }
        let stored = try await amina.json("status")["stored"].integer ?? 0
        tally.saw(lost: max(0, Self.rows - stored))
        tally = try await tally + secured.server.found(of: Self.rows)
        tally.expectClean(thinLink, seed)
    }

    @discardableResult
    private func run(
        _ device: Device,
        _ command: [String],
        _ link: Namespaces
    ) async throws -> Outcome {
        let outcome = try await device.start(command, through: link.atDevice).finish(within: 120)
        guard outcome.exit == 0 else { throw ProgramFailure("\(command): \(outcome.errors)") }
        return outcome
    }
}

/// Tells whoever disturbs the link that there is nothing left to disturb.
private final class Done: Sendable {
    private let state = Mutex(false)
    var isSo: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}

private let thinLink = "link of 32 kbit/s going down"

/// Syncs until one is done; says how often, and what the last one said.
private func syncUntilDone(
    _ home: String,
    _ folder: Folder,
    _ prefix: [String],
    _ done: Done
) async throws -> (Tally, syncs: Int, Document) {
    defer { done.set() }
    let device = Device(home: home, folder: folder)
    var tally = Tally()
    for number in 1...60 {
        let outcome = try await device.start(["sync", "--json"], through: prefix).finish(
            within: 2_400
        )
        if outcome.exit == 0 {
            tally.saw(stalled: 0)
            return (tally, number, try outcome.json())
        }
        guard outcome.exit == 4 else { throw ProgramFailure(outcome.errors) }
        // A link that is down fails at once: a person waits before the next attempt.
        try await Task.sleep(for: .seconds(2))
    }
    tally.saw(stalled: 1)
    tally.words = ["it never ends"]
    return (tally, 60, .null)
}
