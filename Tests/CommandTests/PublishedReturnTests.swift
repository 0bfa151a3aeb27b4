// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@testable import keeplocal

@Suite("What a published return tells others", .timeLimit(.minutes(5)))
struct PublishedReturnTests {
    private static let few: [String: FieldValue] = [
        "period": .text("2026-Q2"), "people_supported": .integer(40), "people_new": .integer(3),
        "contacts": .integer(120), "outcomes_improved": .integer(9),
        "outcomes_paired": .integer(12),
    ]

    private func told(_ desk: Desk, _ more: String...) throws -> String {
        let path = desk.home + "/\(UUID().uuidString).csv"
        #expect(try desk.run(["report", "returns", "--csv", path] + more).exit == 0)
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    @Test("few people are told to nobody, approved or published, and who publishes reads which")
    func few() throws {
        let desk = try Desk(.seniorChampion)
        let approved = try AcceptedReturn(in: "bradford", Self.few, then: [.approve])
        let published = try AcceptedReturn(
            in: "bradford",
            Self.few.merging(["period": .text("2026-Q1")]) { $1 },
            then: [.approve, .publish]
        )
        try desk.take([approved, published])
        let lines = try told(desk).split(separator: "\r\n")
        for period in ["2026-Q1", "2026-Q2"] {
            let rows = lines.filter { $0.contains(period) }
            #expect(rows.contains { $0.contains(",people,40,") }, "\(period)")
            #expect(rows.contains { $0.contains(",new,,,,[c]") }, "\(period)")
            // Three did not improve: the share would tell it.
            #expect(rows.contains { $0.contains(",improved,,,,[c]") }, "\(period)")
        }
        let done = try desk.run(["return", "publish", approved.record.description])
        #expect(done.exit == 0)
        #expect(done.output.contains("not to be told: new, improved."))
        #expect(done.output.contains("keeplocal report returns --html FILE"))
    }

    @Test("a correction by so few is hidden beside what an earlier file told, whoever is named")
    func corrected() throws {
        let desk = try Desk(.reviewer)
        let service = RecordID(high: 7, low: 1).description
        let answers = { (people: Int64) -> [String: FieldValue] in
            Self.few.merging([
                "people_supported": .integer(people), "service": .text(service),
            ]) { $1 }
        }
        try desk.take([try AcceptedReturn(in: "bradford", answers(39))])
        #expect(try told(desk).contains(",people,39,"))
        let other = try Desk(.reviewer)
        try FileManager.default.copyItem(
            atPath: desk.home + "/published.json",
            toPath: other.home + "/published.json"
        )
        try other.take([try AcceptedReturn(in: "bradford", answers(38))])
        let corrected = try told(other)
        #expect(!corrected.contains(",people,38,") && corrected.contains(",people,,,,[c]"))
        let third = try told(other, "--organisation", Desk.hub.description)
        #expect(!third.contains(",people,38,"))
    }

    @Test("why a figure was set by hand is left out with it, and where few were added")
    func reasons() throws {
        let desk = try Desk(.reviewer)
        var answers = Self.few
        let byHand: [(figure: String, counted: Int64, reason: String)] = [
            ("contacts", 118, "two were on paper"), ("people_new", 30, "most are of last year"),
            ("people_supported", 25, "a group came without names"),
        ]
        for (index, adjustment) in byHand.enumerated() {
            let instance = "adjustment[\(RecordID(high: 5, low: UInt64(index)))]"
            answers["\(instance)/figure"] = .choice(adjustment.figure)
            answers["\(instance)/counted"] = .integer(adjustment.counted)
            answers["\(instance)/reason"] = .text(adjustment.reason)
        }
        try desk.take([try AcceptedReturn(in: "bradford", answers)])
        let path = desk.home + "/returns.csv"
        #expect(try desk.run(["export", "quarterly_return", "--to", path]).exit == 0)
        let file = URL(filePath: desk.home + "/returns-adjustment.csv")
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        for told in ["contacts", "people_new", ",25,", "a group came without names"] {
            #expect(text.contains(told), "\(told)")
        }
        for hidden in [",118,", "on paper", ",30,", "of last year"] {
            #expect(!text.contains(hidden), "\(hidden)")
        }
    }

    @Test("a council's export of returns leaves few people out, and says how many numbers")
    func export() throws {
        let desk = try Desk(.reviewer)
        try desk.take([try AcceptedReturn(in: "bradford", Self.few)])
        let path = desk.home + "/returns.csv"
        let done = try desk.run(["export", "quarterly_return", "--to", path])
        #expect(done.exit == 0 && done.output.contains("left out"))
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(text.contains(",40,") && !text.contains(",3,") && !text.contains(",9,"))
    }

    @Test(
        "nor what is computed from them",
        arguments: [(30, 11, 4, "36"), (29, 26, 20, "77"), (29, 26, 26, "100")]
            as [(Int64, Int64, Int64, String)]
    )
    func computed(_ recorded: Int64, _ paired: Int64, _ improved: Int64, _ percent: String) throws {
        let desk = try Desk(.reviewer)
        let answers = Self.few.merging([
            "people_new": .integer(20), "outcomes_recorded": .integer(recorded),
            "outcomes_paired": .integer(paired), "outcomes_improved": .integer(improved),
        ]) { $1 }
        try desk.take([try AcceptedReturn(in: "bradford", answers)])
        for kind in ["csv", "ndjson"] {
            let path = desk.home + "/returns.\(kind)"
            let option = kind == "csv" ? [] : ["--ndjson"]
            let done = try desk.run(["export", "quarterly_return", "--to", path] + option)
            #expect(done.exit == 0 && done.output.contains("left out"))
            let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            #expect(text.contains("\(recorded)"))
            #expect(!text.contains(",\(percent),"))
            #expect(!text.contains("\"improved_percent\":\(percent)"))
        }
    }

    @Test("a return is accepted with words, and not without")
    func reply() throws {
        let desk = try Desk(.reviewer)
        let done = try desk.run(["return", "accept", "7f3a91c2", "--reply", " "])
        #expect(done.exit != 0)
    }

    @Test("where all may be told, nothing is warned of")
    func many() throws {
        let desk = try Desk(.seniorChampion)
        let answers = Self.few.merging([
            "people_new": .integer(20), "outcomes_paired": .integer(20),
        ]) { $1 }
        let approved = try AcceptedReturn(in: "bradford", answers, then: [.approve])
        try desk.take([approved])
        let done = try desk.run(["return", "publish", approved.record.description])
        #expect(done.exit == 0 && !done.output.contains("not to be told"))
    }
}
