// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Numbers of the same people in several files", .timeLimit(.minutes(5)))
struct ReportsBesideTests {
    private let desk: Desk

    init() throws { desk = try Desk(.coordinator) }

    private func create(_ form: String, _ answers: [String: FieldValue]) throws {
        let id = try #require(FormID(form))
        var fields: [FieldPath: FieldValue] = [:]
        for (name, value) in answers { fields[try #require(FieldPath(name))] = value }
        _ = try desk.store.write { try $0.create(id, fields: fields) }
    }

    private func date(_ text: String) throws -> FieldValue {
        .date(try #require(PlainDate(text)))
    }

    private func enrol(_ people: Range<Int>, _ service: String, _ day: String) throws {
        for number in people {
            try create(
                "enrolment",
                [
                    "participant": .text("P-\(number)"), "service": .text(service),
                    "started": try date(day), "referred": try date(day),
                    "status": .choice("active"),
                ]
            )
        }
    }

    private func meet(_ people: Range<Int>) throws {
        for number in people {
            try create(
                "contact",
                [
                    "participant": .text("P-\(number)"), "kind": .choice("visit"),
                    "date": try date("2026-08-01"),
                ]
            )
        }
    }

    /// Outcomes with a follow-up, of which the first so many are better.
    private func measure(_ people: Range<Int>, better: Range<Int>) throws {
        for number in people {
            let instance = InstanceID(high: 9, low: UInt64(number))
            try create(
                "outcome",
                [
                    "participant": .text("P-\(number)"),
                    "measure": .choice("ons4_satisfaction"),
                    "baseline/value": .integer(4), "baseline/date": try date("2026-07-02"),
                    "followup[\(instance)]/date": try date("2026-09-01"),
                    "followup[\(instance)]/score": .integer(better.contains(number) ? 6 : 4),
                ]
            )
        }
    }

    /// The lines of a file about one quarter.
    private func file(_ report: String, _ more: String...) throws -> [String] {
        let path = desk.home + "/\(UUID().uuidString).csv"
        let done = try desk.run(
            ["report", report, "--quarter", "2026-Q2", "--quarters", "1", "--csv", path] + more
        )
        #expect(done.exit == 0)
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            .components(separatedBy: "\r\n")
    }

    private func tells(_ lines: [String], _ column: String, _ count: Int) -> Bool {
        lines.contains { $0.contains(",2026-Q2,\(column),\(count),") }
    }

    private func hides(_ lines: [String], _ column: String) -> Bool {
        let found = lines.filter { $0.contains(",2026-Q2,\(column),") }
        return !found.isEmpty && found.allSatisfy { $0.contains("[c]") }
    }

    @Test("who had begun before is told by neither what began nor who is new")
    func before() throws {
        try enrol(0..<2, "T1", "2026-06-10")
        try enrol(2..<24, "T1", "2026-07-10")
        try meet(0..<24)
        let system = try file("system")
        #expect(tells(system, "people", 24))
        #expect(hides(system, "started") && hides(system, "median days"))
        let reach = try file("reach")
        #expect(tells(reach, "people", 24))
        #expect(!tells(reach, "all", 22) && hides(reach, "all"))
    }

    @Test("nor who is in two services by one enrolment too many")
    func several() throws {
        try enrol(0..<21, "F1", "2026-07-10")
        try enrol(20..<21, "F2", "2026-07-10")
        try meet(0..<21)
        let system = try file("system")
        #expect(tells(system, "people", 21) && hides(system, "two or more"))
        #expect(hides(system, "started"))
        #expect(try tells(file("reach"), "people", 21))
    }

    @Test("an accepted return may be told at any time: what corrects it by few is hidden")
    func returned() throws {
        try enrol(0..<39, "East", "2026-05-10")
        try meet(0..<39)
        let accepted = try AcceptedReturn(
            in: "bradford",
            [
                "period": .text("2026-Q2"), "service": .text("East"),
                "people_supported": .integer(42),
            ]
        )
        #expect(try tells(file("reach", "--service", "East"), "people", 39))
        let other = try ReportsBesideTests()
        try other.enrol(0..<39, "East", "2026-05-10")
        try other.meet(0..<39)
        try other.desk.take([accepted])
        #expect(try other.hides(other.file("reach", "--service", "East"), "people"))
        #expect(try other.file("returns").contains { $0.contains(",people,42,") })
    }

    @Test("a need is not hidden because another need has nearly the same number")
    func needs() throws {
        let needs = [("housing", 0..<11), ("food", 5..<18), ("money", 9..<18)]
        for number in 0..<24 {
            let own = needs.filter { $0.1.contains(number) }.map(\.0)
            let id = try #require(FormID("participant"))
            let answers: [(String, FieldValue)] = [
                ("name", .text("P \(number)")), ("consent", .boolean(true)),
                ("consent_date", try date("2026-07-01")), ("needs", .choices(of: own)),
            ]
            var fields: [FieldPath: FieldValue] = [:]
            for (name, value) in answers { fields[try #require(FieldPath(name))] = value }
            let person = try desk.store.write { try $0.create(id, fields: fields).record }
            try create(
                "contact",
                [
                    "participant": .text(person.description), "kind": .choice("visit"),
                    "date": try date("2026-08-01"),
                ]
            )
        }
        let told = try file("reach").filter { $0.contains("What people needed") }
        for count in [9, 11, 13] {
            #expect(told.contains { $0.contains(",people,\(count),") }, "\(count)")
        }
    }

    @Test("what is far apart, or the same, is told")
    func apart() throws {
        try enrol(0..<30, "F1", "2026-05-10")
        try enrol(20..<41, "F2", "2026-07-10")
        let system = try file("system")
        #expect(tells(system, "people", 41) && tells(system, "two or more", 10))
        #expect(tells(system, "started", 21))
    }

    private func measured(_ isByPlace: Bool) throws -> [String] {
        if isByPlace { return try file("outcomes", "--by", "ward") }
        return try file("outcomes")
    }

    @Test("one more outcome is told by neither report after the other", arguments: [true, false])
    func outcomes(isPlaceFirst: Bool) throws {
        try measure(0..<22, better: 0..<12)
        let first = try measured(isPlaceFirst)
        #expect(first.contains { $0.contains(",22,") })
        try measure(22..<23, better: 22..<23)
        let second = try measured(!isPlaceFirst).filter { $0.contains("Life satisfaction") }
        #expect(!second.isEmpty && !second.contains { $0.contains("23") || $0.contains("13 of") })
        #expect(!second.contains { $0.contains(",13,") })
    }
}
