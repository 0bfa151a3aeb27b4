// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Foundation
import Testing

@testable import keeplocal

@Suite("The report on the network from what councils told it", .timeLimit(.minutes(5)))
struct ToldNetworkTests {
    private static let councils = [
        "bradford", "bristol", "calderdale", "hackney", "kirklees", "lewisham", "newcastle",
        "oldham", "rotherham", "south-gloucestershire", "wirral",
    ]

    /// What each council told of one period, one year and one principle; the third hides its share.
    private func figures(_ number: Int) throws -> [NetworkFigure] {
        let improved = number == 2 ? Figure.suppressed : .ratio(10 + number, of: 40)
        let period = try #require(ReturnPeriod("2026-Q2"))
        let source = NetworkFigure.Source(RecordID(high: 5, low: UInt64(number)), content: "c")
        return [
            .outcomes(
                period,
                .init(returns: 6, improved: improved, answer: .suppressed, sources: [source])
            ),
            .spend(
                definition: "ours-\(number)",
                year: "2025/26",
                .init(
                    local: Money(pence: Int64(number + 30) * 100),
                    counted: Money(pence: 10_000),
                    title: "Our spending",
                    rule: number == 0 ? "a rule of its own." : "one rule.",
                    source: "ledgers"
                )
            ),
            .principle("local_spend", period: "2026", .init(number % 5, target: nil)),
        ]
    }

    private func locality(_ councils: [String]) throws -> Desk {
        let desk = try Desk(.network)
        let told = try councils.enumerated().flatMap { number, council in
            try figures(number).map { try ToldFigure($0, in: council).pulled() }
        }
        try desk.take(records: told)
        return desk
    }

    private func lines(_ desk: Desk) throws -> String {
        try file(desk, "--csv")
    }

    private func file(_ desk: Desk, _ kind: String) throws -> String {
        let path = desk.home + "/\(UUID().uuidString)"
        let done = try desk.run(["report", "network", "--quarter", "2026-Q2", kind, path])
        #expect(done.exit == 0, "\(done.errors)")
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test("Locality sees all eleven: their outcomes, local spend and levels, and who told them")
    func eleven() throws {
        let text = try lines(try locality(Self.councils))
        for (number, council) in Self.councils.enumerated() {
            let name = council.capitalized
            #expect(text.contains("\(name), 2026-Q2"), "\(name)")
            #expect(text.contains("told by \(name) on"), "\(name)")
            #expect(text.contains("(\(10 + number) of 40)") == (number != 2), "\(name)")
            #expect(text.contains("\(name), 2025/26"), "\(name)")
        }
        #expect(text.contains("upper quarter") && text.contains("\"not told, so not placed\""))
        // One of them measures by a rule of its own: shown, and compared with none.
        #expect(text.contains("Local share of Bradford: Our spending [ours-0]"))
        #expect(text.contains("Bands, not ranks: local share"))
        #expect(text.contains("level 0") && text.contains("from 6 returns"))
    }

    @Test("one council alone is shown as well, and compared with nothing")
    func one() throws {
        let desk = try locality(["bradford"])
        #expect(try lines(desk).contains("25% (10 of 40)"))
        let page = try file(desk, "--html")
        #expect(page.contains("there is nothing to compare it with"))
    }

    @Test("what was withdrawn is not shown, and a disputed or impossible figure is counted")
    func withdrawn() throws {
        let desk = try locality(Array(Self.councils.prefix(2)))
        let gone = try figures(0)[0].withdrawn
        try desk.take(records: [try ToldFigure(gone, in: "bradford").pulled()])
        let text = try lines(desk)
        #expect(!text.contains("Bradford, 2026-Q2") && text.contains("Bristol, 2026-Q2"))
        let wrong = NetworkFigure.principle("local_spend", period: "2026", .init(9, target: nil))
        try desk.take(records: [try ToldFigure(wrong, in: "bristol").pulled()])
        let page = try file(desk, "--html")
        #expect(page.contains("1 figure that councils told left out"))
    }

    @Test("a council whose returns are here is counted from them, and not twice")
    func own() throws {
        let desk = try Desk(.auditor)
        let told = try ["bradford", "bristol"].enumerated().flatMap { number, council in
            try figures(number).map { try ToldFigure($0, in: council).pulled() }
        }
        try desk.take(records: told)
        try desk.take([
            try AcceptedReturn(
                in: "bradford",
                [
                    "period": .text("2026-Q2"), "outcomes_improved": .integer(30),
                    "outcomes_paired": .integer(60),
                ]
            )
        ])
        let text = try lines(desk)
        #expect(text.contains("50% (30 of 60)") && !text.contains("(10 of 40)"))
        #expect(text.contains("(11 of 40)") && text.contains("told by Bristol"))
        #expect(text.contains("Bradford, 2025/26"))
    }
}
