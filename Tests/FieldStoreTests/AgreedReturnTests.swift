// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("A return is opened of what was agreed")
struct AgreedReturnTests {
    private let log = CouncilLog()
    private let carol: Device
    private let rosa: Device

    init() throws {
        carol = try Device(.coordinator, on: log)
        rosa = try Device(.reviewer, on: log)
    }

    private func service(_ name: String, _ answers: [String: FieldValue]) throws -> RecordID {
        var fields: [FieldPath: FieldValue] = [field("name"): .text(name)]
        for (path, value) in answers { fields[field(path)] = value }
        let place = Place(council: log.bradford, organisation: log.hub)
        let form = known(FormID("service"))
        return try rosa.store.write { try $0.create(form, fields: fields, in: place).record }
    }

    private func meet() throws {
        try rosa.sync()
        try carol.sync()
    }

    private func problem(_ period: String, of service: String?) -> Problem? {
        var answers: [FieldPath: FieldValue?] = [:]
        if let service { answers[field("service")] = .text(service) }
        let period = known(ReturnPeriod(period))
        do {
            try carol.store.read {
                try $0.requireExpected(period, answers: answers, in: Place())
            }
            return nil
        } catch let problem as Problem {
            return problem
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    @Test("a service that is not here is refused with the names that are near")
    func unknown() throws {
        _ = try service("Homecare East", ["starts": .date(known(PlainDate("2026-04-01")))])
        _ = try service("Befriending", ["starts": .date(known(PlainDate("2026-04-01")))])
        #expect(problem("2026-Q2", of: "Homecare East")?.message.contains("fetch them") == true)
        try meet()
        for name in ["Homecare East", "homecare EAST"] {
            #expect(problem("2026-Q2", of: name) == nil)
        }
        let slip = try #require(problem("2026-Q2", of: "Homcare East"))
        #expect(slip.code == .recordUnknown)
        #expect(slip.message.contains("Did you mean 'Homecare East'?"))
        #expect(slip.message.contains("--anyway"))
        let part = try #require(problem("2026-Q2", of: "friend"))
        #expect(part.message.contains("Did you mean 'Befriending'?"))
        let other = try #require(problem("2026-Q2", of: "Lunch club of the old mill"))
        #expect(other.message.contains("There are: 'Befriending', 'Homecare East'"))
    }

    @Test("a period out of its rhythm, before its start or to come is refused, and none of none")
    func periods() throws {
        let answers: [String: FieldValue] = [
            "starts": .date(known(PlainDate("2026-04-01"))), "returns": .choice("half_yearly"),
        ]
        _ = try service("Homecare", answers)
        _ = try service("Grant", ["returns": .choice("none")])
        try meet()
        #expect(problem("2026-H1", of: "Homecare") == nil)
        #expect(problem("2026-H2", of: "Homecare") == nil)
        for (period, why) in [
            ("2026-Q2", "every half year"), ("2025-H2", "began on"), ("2027-H1", "not begun"),
        ] {
            let found = problem(period, of: "Homecare")
            #expect(found?.code == .fieldConstraint && found?.message.contains(why) == true)
        }
        #expect(problem("2026-Q2", of: "Grant")?.message.contains("are asked for") == true)
        #expect(problem("2026-Q2", of: nil) == nil)
    }

    @Test("a service that says no start owes nothing for the time before it was written down")
    func withoutStart() throws {
        _ = try service("New", [:])
        try meet()
        let board = try carol.store.read { try $0.returnBoard(today: $0.today) }
        #expect(board.rows.map(\.period.description) == ["2026-Q3"])
        #expect(board.rows.allSatisfy { !$0.isOverdue })
    }

    @Test("a rhythm that was changed is not laid over what was agreed before")
    func changed() throws {
        let starts = FieldValue.date(known(PlainDate("2025-10-01")))
        let id = try service("Homecare", ["starts": starts, "returns": .choice("quarterly")])
        try meet()
        try rosa.store.write { session in
            _ = try session.edit(id, fields: [field("returns"): .choice("half_yearly")])
        }
        try meet()
        let board = try carol.store.read { try $0.returnBoard(today: $0.today) }
        #expect(
            board.rows.map(\.period.description)
                == ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-H2"]
        )
    }
}
