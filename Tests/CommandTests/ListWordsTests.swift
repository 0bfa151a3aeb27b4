// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Screens
import Testing

@testable import keeplocal

@Suite("What lists say, and where they put it", .timeLimit(.minutes(5)))
struct ListWordsTests {
    private static let answers: [String: FieldValue] = [
        "period": .text("2026-Q2"), "people_supported": .integer(40), "people_new": .integer(9),
    ]

    @Test("a return that the council accepted is reviewed in every list, and found by it")
    func reviewed() throws {
        let desk = try Desk(.seniorChampion)
        let accepted = try AcceptedReturn(in: "bradford", Self.answers)
        try desk.take([accepted])
        let id = accepted.record.description
        for command in [["list"], ["show", id], ["list", "--state", "reviewed"]] {
            #expect(try desk.run(command).output.contains("* reviewed"), "\(command)")
        }
        #expect(try !desk.run(["list", "--state", "stored"]).output.contains("reviewed"))
        let status = try desk.run(["status"]).output
        #expect(status.contains(#/\* reviewed +1  /#), "\(status)")
        let lines = try desk.store.lines(RecordQuery(standing: .reviewed), limit: 9)
        #expect(lines.map(\.record) == [accepted.record] && lines.allSatisfy { $0.isReviewed })
    }

    @Test("columns stand under each other in cells, and nothing wide is broken")
    func cells() {
        var table = Table("what", "state")
        for name in ["Bob 漢字", "Ann", "Zoe\u{308}", "👩‍👩‍👧 family"] { table.add(name, "= stored") }
        let starts = table.text.split(separator: "\n").dropFirst().compactMap { line in
            line.range(of: "= stored").map { String(line[..<$0.lowerBound]).columns }
        }
        #expect(starts.count == 4 && Set(starts).count == 1, "\(table.text)")
        var long = Table("what", "state")
        long.add(String(repeating: "漢", count: 60), "= stored")
        let lines = long.text.split(separator: "\n")
        #expect(lines.allSatisfy { String($0).columns <= 80 })
        #expect(lines[1].contains("…") && lines[1].hasSuffix("= stored"))
        var folding = Table(folding: "what", "state")
        folding.add(String(repeating: "漢", count: 60), "= stored")
        #expect(folding.text.count { $0 == "漢" } == 60)
        #expect(folding.text.split(separator: "\n").allSatisfy { String($0).columns <= 80 })
    }

    @Test("texts are filled up and broken by cells")
    func padding() {
        #expect("漢字".padded(6) == "漢字  ")
        #expect("漢字漢字".shortened(to: 5) == "漢字…")
        #expect("漢字漢字".shortened(to: 8) == "漢字漢字")
        #expect("漢字 漢字".wrapped(8) == ["漢字", "漢字"])
    }

    @Test("a history has the fields of a change in the order of the form")
    func historyOrder() throws {
        let desk = try Desk()
        let answers = ["participant=P-1", "kind=visit", "minutes=10", "date=2025-07-05"]
        #expect(try desk.run(["new", "contact"] + answers.flatMap { ["--set", $0] }).exit == 0)
        let record = try #require(try desk.store.read { try $0.records() }.first).id.description
        let words = try desk.run(["history", record]).output
        let places = ["Participant:", "Date:", "How:", "Minutes:"].compactMap {
            words.range(of: $0)?.lowerBound
        }
        #expect(places.count == 4 && places == places.sorted(), "\(words)")
    }

    @Test("what a record is called is one line where one line is there for it")
    func oneLine() {
        let text = (1...25).map { "Line \($0)" }.joined(separator: "\n")
        #expect(!text.oneLine.contains("\n") && text.oneLine.columns <= 60)
    }
}
