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
    /// a long one.
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
        let (syncs, report) = try await syncing
        print("32 kbit/s, \(Self.losses) losses: \(syncs) syncs, the last one \(report)")
        let stored = try await amina.json("status")["stored"].integer ?? 0
        let found = try await secured.server.verify()
        var tally = Tally(cases: Self.losses, met: Self.losses)
        tally.lost =
            max(0, Self.rows - stored) + max(0, Self.rows - (found["changes"].integer ?? 0))
        tally.duplicated = max(0, (found["changes"].integer ?? 0) - Self.rows)
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

private func syncUntilDone(
    _ home: String,
    _ folder: Folder,
    _ prefix: [String]
) async throws -> (Int, Document) {
    let device = Device(home: home, folder: folder)
    for number in 1...60 {
        let outcome = try await device.start(["sync", "--json"], through: prefix).finish(
            within: 900
        )
        if outcome.exit == 0 { return (number, try outcome.json()) }
        guard outcome.exit == 4 else { throw ProgramFailure(outcome.errors) }
    }
    throw ProgramFailure("It never ends.")
}
