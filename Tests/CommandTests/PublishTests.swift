// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures
import Foundation
import Testing

@testable import keeplocal

@Suite("A council tells the network its figures", .timeLimit(.minutes(5)))
struct PublishTests {
    private static func answers(_ improved: Int64, of paired: Int64) -> [String: FieldValue] {
        [
            "period": .text("2026-Q2"), "people_supported": .integer(40),
            "outcomes_improved": .integer(improved), "outcomes_paired": .integer(paired),
        ]
    }

    private func publish(_ desk: Desk, _ more: String..., exit: Int32 = 0) throws -> [String: Any] {
        let done = try desk.run(["publish", "--json"] + more)
        #expect(done.exit == exit, "\(done.errors)")
        return try exit == 0 ? done.json() : done.problem()
    }

    private func figures(_ done: [String: Any]) -> [[String: Any]] {
        done["figures"] as? [[String: Any]] ?? []
    }

    private func after(_ done: [String: Any], _ about: String) -> [String: Any] {
        figures(done).first { $0["about"] as? String == about }?["after"] as? [String: Any] ?? [:]
    }

    private func records(_ desk: Desk) throws -> [FoundNetworkFigure] {
        try desk.store.read { try $0.networkFigures().found }
    }

    @Test("a rehearsal shows what would be told and tells nothing; told twice changes nothing")
    func twice() throws {
        let desk = try Desk(.seniorChampion)
        let returns = try [(12, 20), (8, 20)].map {
            try AcceptedReturn(in: "bradford", Self.answers($0.0, of: $0.1))
        }
        try desk.take(returns)
        let shown = try publish(desk, "--dry-run")
        #expect(try records(desk).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: desk.home + "/published.json"))
        let done = try publish(desk)
        let told = { (done: [String: Any]) in figures(done).map { $0["after"] as? NSDictionary } }
        #expect(told(shown) == told(done))
        let sum = after(done, "outcomes 2026-Q2")
        #expect(sum["improved"] as? Int == 20 && sum["paired"] as? Int == 40)
        #expect(sum["returns"] as? Int == 2 && done["changed"] as? Int == 1)
        let found = try records(desk)
        #expect(found.map(\.figure.name) == ["outcomes 2026-Q2"])
        let again = try publish(desk)
        #expect(again["changed"] as? Int == 0)
        #expect(try records(desk).map(\.figure) == found.map(\.figure))
        #expect(try desk.run(["publish"]).output.contains("Nothing was saved"))
    }

    @Test("a correction follows, few people are hidden again, and what is gone is withdrawn")
    func corrected() throws {
        let desk = try Desk(.seniorChampion)
        let first = try AcceptedReturn(in: "bradford", Self.answers(20, of: 40))
        try desk.take([first])
        _ = try publish(desk)
        let anew = { (improved: Int64, paired: Int64) in
            try AcceptedReturn(
                in: "bradford",
                Self.answers(improved, of: paired),
                record: first.record
            )
        }
        try desk.take([try anew(30, 40)])
        let changed = try publish(desk)
        #expect(figures(changed).map { $0["what"] as? String } == ["changed"])
        #expect(after(changed, "outcomes 2026-Q2")["improved"] as? Int == 30)
        // Two more than the network has been told: the difference would tell of two people.
        try desk.take([try anew(32, 40)])
        let hidden = after(try publish(desk), "outcomes 2026-Q2")
        #expect(hidden["improved"] == nil && hidden["hidden"] as? [String] != nil)
        let path = desk.home + "/told.csv"
        #expect(try desk.run(["report", "returns", "--csv", path]).exit == 0)
        #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("(32 of 40)"))
        try desk.take([
            AcceptedReturn(
                in: "bradford",
                Self.answers(30, of: 40),
                upTo: .submit,
                record: first.record
            )
        ])
        let gone = try publish(desk)
        #expect(figures(gone).map { $0["what"] as? String } == ["withdrawn"])
        #expect(try records(desk).map(\.figure.isTold) == [false])
        #expect(try publish(desk)["changed"] as? Int == 0)
    }

    @Test("nothing is told of what is not accepted, nor of few people")
    func few() throws {
        let desk = try Desk(.seniorChampion)
        try desk.take([
            try AcceptedReturn(in: "bradford", Self.answers(12, of: 20), upTo: .review),
            try AcceptedReturn(
                in: "bradford",
                Self.answers(3, of: 40).merging(["period": .text("2026-Q1")]) { $1 }
            ),
        ])
        let done = try publish(desk)
        #expect(figures(done).map { $0["about"] as? String } == ["outcomes 2026-Q1"])
        #expect(after(done, "outcomes 2026-Q1")["hidden"] as? [String] == ["answer", "improved"])
        #expect(after(done, "outcomes 2026-Q1")["paired"] == nil)
        let words = try desk.run(["publish", "--dry-run"]).output
        #expect(words.contains("improved [c]") && !words.contains("3 of 40"))
    }

    @Test("what another device told is known here, from its record: its files hide the same")
    func otherDevice() throws {
        let (saeed, rosa) = (try Desk(.seniorChampion), try Desk(.reviewer))
        let (large, small) = (
            try AcceptedReturn(in: "bradford", Self.answers(20, of: 40)),
            try AcceptedReturn(in: "bradford", Self.answers(12, of: 20))
        )
        try saeed.take([large, small])
        _ = try publish(saeed)
        // Rosa's copy of one return is a correction by two of what went into the sum.
        let corrected = try AcceptedReturn(
            in: "bradford",
            Self.answers(22, of: 40),
            record: large.record
        )
        try rosa.take([corrected])
        let file = { (desk: Desk) in
            let path = desk.home + "/told.csv"
            #expect(try desk.run(["report", "returns", "--csv", path]).exit == 0)
            return try String(contentsOfFile: path, encoding: .utf8)
        }
        let told = try records(saeed).map { try ToldFigure($0.figure, in: "bradford").pulled() }
        try rosa.take(records: told)
        // 32 of 60 less 22 of 40 is 10 of 20: nobody of few.
        #expect(try file(rosa).contains("(22 of 40)"))
        // Somebody whose devices told nothing of it yet.
        let rita = try Desk(.reviewer)
        try rita.take(records: told)
        try rita.take([
            try AcceptedReturn(in: "bradford", Self.answers(28, of: 40), record: large.record)
        ])
        // 32 less 28 would tell four.
        #expect(try !file(rita).contains("(28 of 40)"))
    }

    @Test(
        "local spend and levels are told; a reviewer may not tell anything",
        arguments: [true, false]
    )
    func others(_ isChampion: Bool) throws {
        let desk = try Desk(isChampion ? .seniorChampion : .reviewer)
        try desk.take([try AcceptedReturn(in: "bradford", Self.answers(12, of: 20))])
        let rating = ["principle", "assess", "local_spend", "--level", "2", "--target", "3"]
        #expect(try desk.run(rating + ["--period", "2026"]).exit == 0)
        guard isChampion else {
            let problem = try publish(desk, exit: 6)
            #expect(problem["code"] as? String == "permission.denied")
            #expect(try records(desk).isEmpty)
            return
        }
        let done = try publish(desk, "--only", "principle")
        #expect(figures(done).map { $0["about"] as? String } == ["principle local_spend 2026"])
        #expect(after(done, "principle local_spend 2026")["target"] as? Int == 3)
        let all = try publish(desk)
        #expect(figures(all).map { $0["what"] as? String } == ["new", "unchanged"])
        #expect(try desk.run(["publish", "--only", "else"]).exit == 2)
    }
}
