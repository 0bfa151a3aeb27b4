// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import Seeds
import Testing

@Suite("A bundle whose files are carried over a link that breaks", .timeLimit(.minutes(15)))
struct BundleCutTests {
    private static let size = 6_000_000

    @Test("arrives all the same, and goes on where the server has got to")
    func cut() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let dan = try await town.join("dan", "worker")
        var seed = Seed()
        let bytes = Data(
            (0..<Self.size / 8).flatMap { _ in
                withUnsafeBytes(of: seed.next()) { Array($0) }
            }
        )
        let film = try town.folder.path("film.mp4")
        try bytes.write(to: URL(filePath: film))
        let record = try await amina.contact("P-1", "photo=@\(film)")
        let stick = try town.folder.path("amina.bundle")
        try await amina.run("bundle", "export", stick)

        let proxy = try CuttingProxy(to: town.server.port)
        try await dan.pointAt(port: proxy.port)
        var (left, imports) = (1, 0)
        while left > 0, imports < 20 {
            proxy.allow(900_000 + imports * 1_001)
            let outcome = try await dan.start("bundle", "import", stick, "--json").finish()
            #expect([0, 4].contains(outcome.exit), "\(outcome.errors)")
            imports += 1
            left = (try? outcome.json())?["filesLeft"].integer ?? 1
        }
        let (cuts, up) = (proxy.cuts, proxy.bytesUp)
        try await dan.pointAt(port: town.server.port)
        try await dan.sync()
        let target = try town.folder.path("fetched.mp4")
        try await dan.run("evidence", "get", record, "--to", target)
        let isWhole = FileManager.default.contentsEqual(atPath: target, andPath: film)
        #expect(isWhole && left == 0)
        #expect(cuts >= 5)
        // What was under way when a cut came is sent again; nothing else is.
        #expect(up < Self.size + cuts * 900_000, "\(up) bytes in \(imports) imports, \(cuts) cuts")
        FaultTable.add(
            fault: "file carried by hand, link cut",
            cases: cuts,
            lost: left,
            duplicated: 0,
            torn: isWhole ? 0 : 1,
            stalled: left
        )
    }
}
