// SPDX-License-Identifier: Apache-2.0

import Foundation
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
    private static let losses = Campaign.factor > 3 ? 50 : 4

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
        try await amina.run("import", "contact", try rows(folder, &seed))
        let (home, atDevice) = (amina.home, link.atDevice)
        async let syncing = syncUntilDone(home, folder, atDevice)
        for _ in 0..<Self.losses {
            try await Task.sleep(for: .seconds(2))
            try await link.loseLink(for: .milliseconds(Int.random(in: 500...3_000, using: &seed)))
        }
        var (tally, report) = try await syncing
        (tally.cases, tally.met) = (Self.losses, Self.losses)
        print("32 kbit/s, \(Self.losses) losses: \(tally.words.first ?? "") \(report)")
        tally.words = []
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

    private func rows(_ folder: Folder, _ seed: inout Seed) throws -> String {
        let lines = (1...Self.rows).map { number in
            let noise = (0..<160).map { _ in String(seed.next(), radix: 36) }.joined()
            return
                #"{"participant":"P-\#(number)","kind":"visit","note":"\#(noise.prefix(1_400))"}"#
        }
        return try folder.write(lines.joined(separator: "\n") + "\n", to: "rows.ndjson")
    }
}

private let thinLink = "link of 32 kbit/s going down"

/// Syncs until one is done; says how often, and what the last one said.
private func syncUntilDone(
    _ home: String,
    _ folder: Folder,
    _ prefix: [String]
) async throws -> (Tally, Document) {
    let device = Device(home: home, folder: folder)
    var tally = Tally()
    for number in 1...60 {
        let outcome = try await device.start(["sync", "--json"], through: prefix).finish(
            within: 900
        )
        if outcome.exit == 0 {
            tally.saw(stalled: 0)
            tally.words = ["\(number) syncs, the last one"]
            return (tally, try outcome.json())
        }
        guard outcome.exit == 4 else { throw ProgramFailure(outcome.errors) }
    }
    tally.saw(stalled: 1)
    tally.words = ["it never ends"]
    return (tally, .null)
}
