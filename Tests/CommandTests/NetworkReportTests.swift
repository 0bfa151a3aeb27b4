// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Foundation
import Testing

@testable import keeplocal

@Suite("The report that sets councils beside each other")
struct NetworkReportTests {
    private static let names = ["bradford", "calderdale", "hackney", "kirklees", "leeds", "oldham"]

    /// An auditor's device, with a return that was accepted in each council.
    private func office(_ councils: [String], improved: [Int], of paired: Int = 40) throws -> Desk {
        let desk = try Desk(.auditor)
        let returns = try zip(councils, improved).map { council, improved in
            try AcceptedReturn(
                in: council,
                [
                    "period": .text("2026-Q2"), "outcomes_improved": .integer(Int64(improved)),
                    "outcomes_paired": .integer(Int64(paired)),
                ]
            )
        }
        try desk.take(returns)
        return desk
    }

    private func run(_ desk: Desk, _ arguments: String...) throws -> String {
        let path = desk.home + "/\(UUID().uuidString).csv"
        let all = ["report", "network"] + arguments + ["--csv", path, "--home", desk.home]
        var command = try KeepLocal.parseAsRoot(all)
        try command.run()
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    @Test("six councils: the course of each by name, the borders of quarters, bands and no rank")
    func six() throws {
        let desk = try office(Self.names, improved: [12, 16, 20, 24, 28, 32])
        let lines = try run(desk, "--quarter", "2026-Q2")
        #expect(lines.contains("Bradford, 2026-Q2"))
        #expect(lines.contains("30% (12 of 40)") && lines.contains("80% (32 of 40)"))
        #expect(lines.contains("upper quarter") && lines.contains("lower quarter"))
        #expect(lines.contains("middle half") && !lines.contains("rank,"))
    }

    @Test("a council with few people is hidden, also on the screen, and given no band")
    func few() throws {
        let desk = try office(Self.names, improved: [3, 16, 20, 24, 28, 32])
        let lines = try run(desk, "--quarter", "2026-Q2")
        #expect(!lines.contains("(3 of 40)") && lines.contains("[c]"))
        #expect(lines.contains("not told"))
        let screen = try desk.run(["report", "network", "--quarter", "2026-Q2"])
        #expect(screen.exit == 0 && screen.output.contains("(16 of 40)"))
        #expect(!screen.output.contains("(3 of 40)"))
        #expect(throws: Failure.self) { _ = try run(desk, "--for", "ourselves") }
        #expect(throws: Failure.self) {
            _ = try run(desk, "--for", "ourselves", "--from", "2026-07-01", "--to", "2026-07-02")
        }
    }

    @Test("another quarter is not mixed in; four councils are told, and not placed")
    func periods() throws {
        let desk = try office(Array(Self.names.prefix(4)), improved: [12, 16, 20, 24])
        let lines = try run(desk, "--quarter", "2026-Q2")
        #expect(lines.contains("30% (12 of 40)") && !lines.contains("upper quarter"))
        #expect(!lines.contains("middle half"))
        let other = try run(desk, "--quarter", "2026-Q1", "--quarters", "1")
        #expect(!other.contains("(12 of 40)"))
    }

    @Test("who sees one council, or none, is told so", arguments: [1, 0])
    func one(_ count: Int) throws {
        let desk = try office(Array(Self.names.prefix(count)), improved: [12])
        let path = desk.home + "/page.html"
        let all = ["report", "network", "--html", path, "--home", desk.home]
        var command = try KeepLocal.parseAsRoot(all)
        try command.run()
        let page = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(
            page.contains(count == 1 ? "there is nothing to compare it with" : "your roles receive")
        )
        #expect(!page.contains("(12 of 40)"))
    }
}
