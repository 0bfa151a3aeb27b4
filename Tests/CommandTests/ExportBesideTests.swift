// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Exports of returns beside other files", .timeLimit(.minutes(5)))
struct ExportBesideTests {
    private static func answers(_ people: Int64, new: Int64) -> [String: FieldValue] {
        [
            "period": .text("2026-Q2"), "people_supported": .integer(people),
            "people_new": .integer(new), "contacts": .integer(120),
            "outcomes_recorded": .integer(50), "outcomes_paired": .integer(30),
            "outcomes_improved": .integer(15),
        ]
    }

    /// A device that has a return, and remembers what another told.
    private func desk(
        _ answers: [String: FieldValue],
        after former: Desk? = nil,
        _ role: Role = .reviewer
    ) throws -> Desk {
        let desk = try Desk(role)
        if let former {
            try FileManager.default.copyItem(
                atPath: former.home + "/published.json",
                toPath: desk.home + "/published.json"
            )
        }
        try desk.take([try AcceptedReturn(in: "bradford", answers)])
        return desk
    }

    private func export(_ desk: Desk) throws -> String {
        let path = desk.home + "/\(UUID().uuidString).csv"
        #expect(try desk.run(["export", "quarterly_return", "--to", path]).exit == 0)
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    private func report(_ desk: Desk) throws -> String {
        let path = desk.home + "/\(UUID().uuidString).csv"
        #expect(try desk.run(["report", "returns", "--csv", path]).exit == 0)
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    @Test("more new people than people tell how many had no contact")
    func negative() throws {
        let text = try export(desk(Self.answers(17, new: 20)))
        #expect(text.contains(",17,") && !text.contains(",20,"))
    }

    @Test("a correction by few is told by no second file, whichever is an export")
    func corrected() throws {
        let first = try desk(Self.answers(28, new: 10))
        #expect(try export(first).contains(",28,10,"))
        let second = try desk(Self.answers(31, new: 10), after: first)
        let text = try export(second)
        #expect(!text.contains(",31,") && text.contains(",10,120,50,30,15,"))
        #expect(try !report(second).contains(",people,31,"))
        let third = try desk(Self.answers(28, new: 10))
        #expect(try report(third).contains(",people,28,"))
        #expect(try !export(desk(Self.answers(31, new: 10), after: third)).contains(",31,"))
    }

    @Test("new people of one file, less people of another, are not few either")
    func parts() throws {
        let first = try desk(Self.answers(28, new: 10))
        #expect(try export(first).contains(",28,10,"))
        let text = try export(desk(Self.answers(60, new: 25), after: first))
        #expect(text.contains(",60,") && !text.contains(",25,"))
    }

    @Test("nor are outcomes that improved, less those with a baseline")
    func outcomes() throws {
        let first = try desk(Self.answers(28, new: 10))
        _ = try export(first)
        let more: [String: FieldValue] = [
            "outcomes_recorded": .integer(70), "outcomes_paired": .integer(52),
            "outcomes_improved": .integer(40),
        ]
        let corrected = Self.answers(28, new: 10).merging(more) { $1 }
        let text = try export(desk(corrected, after: first))
        // 50 were recorded: of 52 with a follow-up now, two are others.
        #expect(text.contains(",70,") && !text.contains(",52,") && !text.contains(",77,"))
    }

    @Test("numbers that only an export has are remembered, and why they were set by hand as well")
    func others() throws {
        let more = { (volunteers: Int64, counted: Int64) -> [String: FieldValue] in
            let place = "adjustment[\(RecordID(high: 5, low: 1))]"
            return Self.answers(60, new: 30).merging([
                "volunteers": .integer(volunteers), "\(place)/figure": .choice("people_supported"),
                "\(place)/counted": .integer(counted), "\(place)/reason": .text("on paper"),
            ]) { $1 }
        }
        let rows = { (desk: Desk) -> (returns: String, adjustments: String) in
            let path = desk.home + "/returns"
            let done = try desk.run([
                "export", "quarterly_return", "--to", path + ".csv", "--overwrite",
            ])
            #expect(done.exit == 0)
            let text = { (name: String) in
                String(decoding: try Data(contentsOf: URL(filePath: name)), as: UTF8.self)
            }
            return (try text(path + ".csv"), try text(path + "-adjustment.csv"))
        }
        let first = try desk(more(12, 45))
        let told = try rows(first)
        #expect(told.returns.contains(",12,") && told.adjustments.contains(",45,on paper"))
        let second = try rows(desk(more(14, 47), after: first))
        #expect(second.returns.contains(",60,30,") && !second.returns.contains(",14,"))
        #expect(!second.adjustments.contains(",47,") && !second.adjustments.contains("on paper"))
    }

    @Test("what was told is told again, and numbers far apart are told")
    func again() throws {
        let first = try desk(Self.answers(28, new: 10))
        #expect(try export(first) == export(first))
        #expect(try report(first).contains(",people,28,"))
        #expect(try export(desk(Self.answers(100, new: 60), after: first)).contains(",100,60,"))
    }

    @Test("what an export told is a record for the council's other devices, made once")
    func remembered() throws {
        let first = try desk(Self.answers(28, new: 10))
        _ = try export(first)
        let form = try #require(FormID("told_by_council"))
        let count = try first.store.read { try $0.records(form: form) }.count
        #expect(count > 0)
        _ = try export(first)
        #expect(try first.store.read { try $0.records(form: form) }.count == count)
    }

    @Test("an organisation's own export tells all, and nobody remembers it")
    func own() throws {
        let own = try desk(Self.answers(17, new: 2), .coordinator)
        #expect(try export(own).contains(",17,2,"))
        #expect(!FileManager.default.fileExists(atPath: own.home + "/published.json"))
    }

    @Test("what was told is read once a run, and again where another program tells something")
    func once() throws {
        let other = try desk(Self.answers(28, new: 10))
        _ = try export(other)
        for isBeside in [false, true] {
            let desk = try Desk(.reviewer)
            let former = Self.answers(40, new: 12).merging(["period": .text("2026-Q1")]) { $1 }
            try desk.take([
                try AcceptedReturn(in: "bradford", former, record: RecordID(high: 1, low: 1)),
                try AcceptedReturn(
                    in: "bradford",
                    Self.answers(31, new: 10),
                    record: RecordID(high: 1, low: 2)
                ),
            ])
            let form = try desk.store.read { try $0.form(#require(FormID("quarterly_return"))) }
            let path = desk.home + "/run.csv"
            let tables = ExportTable.all(of: form, .codes, split: false)
            let writer = try CSVExport(tables, path: path, marksBytes: false)
            var run = ExportRun(form: form, since: nil, writer: writer, batchCount: 1)
            #expect(try run.addBatch(from: desk.store))
            if isBeside {
                let told = URL(filePath: desk.home + "/published.json")
                try FileManager.default.removeItem(at: told)
                try FileManager.default.copyItem(
                    at: URL(filePath: other.home + "/published.json"),
                    to: told
                )
            }
            while try run.addBatch(from: desk.store) {}
            _ = try run.writer.finish()
            let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            #expect(run.records == 2 && run.memory?.readings == (isBeside ? 2 : 1))
            #expect(text.contains(",40,") && text.contains(",31,") != isBeside)
            // Neither program takes from the other what it told.
            let kept = try PublicationLedger(home: desk.home).publication.entries.map(\.count)
            #expect(kept.contains(40) && kept.contains(isBeside ? 28 : 31))
        }
    }
}
