// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The table of faults itself", .timeLimit(.minutes(15)))
struct FaultTableTests {
    private static func print(_ lines: [[String]]) async throws -> Outcome {
        let folder = try Folder()
        let text = lines.map { $0.joined(separator: "\t") + "\n" }.joined()
        let file = try folder.write(text, to: "lines")
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let script = tests.appending(path: "../../../scripts/fault-table").standardized.path
        return try await Running(["bash", script, file], in: folder).finish()
    }

    @Test("adds up lines of one fault, and says what nobody looked at and what was not run")
    func printed() async throws {
        let outcome = try await Self.print([
            ["killed", "3", "0", "-", "-", "0"], ["killed", "4", "0", "-", "-", "-"],
            ["no root", "not run", "-", "-", "-", "-"],
        ])
        #expect(outcome.exit == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").map {
            $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        }
        #expect(lines.contains(["killed", "7", "0", "–", "–", "0"]), "\(lines)")
        #expect(lines.contains(["no", "root", "not", "run", "–", "–", "–", "–"]), "\(lines)")
    }

    @Test("fails for anything that is not as it must be, in whichever column", arguments: 2...5)
    func bad(_ column: Int) async throws {
        var line = ["killed", "3", "0", "0", "0", "0"]
        line[column] = "1"
        #expect(try await Self.print([line]).exit == 1)
        // Less than nothing was lost: then the test counts wrongly.
        line[column] = "-1"
        #expect(try await Self.print([line]).exit == 1)
    }

    @Test("fails where nothing was tried, or a line is none")
    func none() async throws {
        #expect(try await Self.print([]).exit == 1)
        #expect(try await Self.print([["killed", "3"]]).exit == 1)
    }

    @Test("a server that lost what it acknowledged is found out")
    func serverLoses() async throws {
        let script = try await PushScript.prepared(batches: 3, of: 4)
        let one = try ServerCase(script)
        try await one.server.start()
        try await one.sendAll()
        try await one.server.kill()
        // As it was before: all is gone that was said to be stored.
        try FileManager.default.removeItem(atPath: one.server.data)
        try FileManager.default.copyItem(atPath: script.data, toPath: one.server.data)
        #expect(try await one.recovered().lost == script.changes.count)
    }

    @Test("a device that lost what it said was saved is found out")
    func deviceLoses() async throws {
        let town = try await DeviceTown()
        let one = try await DeviceCase(town.join("amina"), rows: town.rows("amina"))
        let copy = one.device.home + "-before"
        try FileManager.default.copyItem(atPath: one.device.home, toPath: copy)
        try await one.begin(expected: nil)
        try FileManager.default.removeItem(atPath: one.device.home)
        try FileManager.default.moveItem(atPath: copy, toPath: one.device.home)
        let (tally, _) = try await one.settled()
        #expect((tally.lost ?? 0) >= 3)
    }

    @Test("what a server lacks or has twice is counted, and what throws is stalled")
    func counted() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        for number in 1...2 { _ = try await amina.contact("P-\(number)") }
        try await amina.sync()
        let (more, fewer) = (try await town.server.found(of: 3), try await town.server.found(of: 1))
        #expect([more.lost, more.duplicated, more.torn, more.stalled] == [1, 0, 0, nil])
        #expect([fewer.lost, fewer.duplicated] == [0, 1])
        let stalled = await Campaign.run([1, 2]) { number in
            if number == 2 { throw ProgramFailure("it hangs") }
            return Tally(cases: 1, met: 1)
        }
        #expect(stalled.cases == 2 && stalled.stalled == 1 && stalled.lost == nil)
        #expect(!stalled.isClean)
    }
}
