// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("Work after the end of a service")
struct LateWorkTests {
    private var cases: CaseRecords
    private let period: Period

    init() throws {
        cases = try CaseRecords()
        period = Period(try #require(ReturnPeriod("2026-H1")))
    }

    private static func day(_ text: String) throws -> PlainDate { try #require(PlainDate(text)) }

    private mutating func service(ends: String?, until: String? = nil) throws -> String {
        try cases.add(
            "service",
            [
                "name": .text("Homecare"), "ends": try ends.map(CaseRecords.date),
                "late_entry_until": try until.map(CaseRecords.date),
            ]
        )
    }

    private mutating func decide(_ service: String, _ what: String, _ other: String? = nil) throws {
        try cases.add(
            "late_work",
            [
                "service": .text(service), "decision": .choice(what),
                "other": other.map(FieldValue.text),
            ]
        )
    }

    private func activity(of service: String? = nil) -> Activity {
        let all = Cases(cases.records)
        return Activity(service.map { all.of(service: $0, in: period) } ?? all, in: period)
    }

    @Test("the rule: dated by the end, or entered by the day until which it is taken")
    func rule() throws {
        let (end, next) = (try Self.day("2026-06-30"), try Self.day("2026-07-01"))
        let until = try Self.day("2026-07-14")
        let plain = ServiceTerm(service: "s", ends: end)
        #expect(plain.standing(of: end, entered: nil) == .counted)
        #expect(plain.standing(of: next, entered: next) == .held)
        let late = ServiceTerm(service: "s", ends: end, lateEntryUntil: until)
        #expect(late.standing(of: next, entered: until) == .counted)
        #expect(late.standing(of: next, entered: until.adding(days: 1)) == .held)
        // Nobody knows when it was entered.
        #expect(late.standing(of: next, entered: nil) == .held)
        #expect(late.standing(of: end, entered: until.adding(days: 90)) == .counted)
        for (decision, standing) in [
            (ServiceTerm.Decision.unfunded, ServiceTerm.Standing.unfunded),
            (.moved(to: "t"), .moved(to: "t")),
        ] {
            let decided = ServiceTerm(service: "s", ends: end, decision: decision)
            #expect(decided.standing(of: next, entered: nil) == standing)
            #expect(decided.standing(of: end, entered: nil) == .counted)
        }
    }

    @Test("a visit after the end is in no figure, and counted apart, until it is decided")
    mutating func held() throws {
        let service = try service(ends: "2026-06-30")
        try cases.enrolment("p-1", service, "2026-04-01")
        try cases.contact("p-1", "2026-06-30")
        try cases.contact("p-1", "2026-07-01")
        try cases.outcome("p-1", "ons4_happiness", (4, "2026-05-01"), (8, "2026-08-01"))
        #expect(activity().contacts == 1 && activity().held == 2 && activity().unfunded == 0)
        #expect(activity(of: service).contacts == 1 && activity(of: service).held == 2)
        // The end of the outcome is late; its start stands.
        let outcome = try #require(Cases(cases.records).outcomes.first)
        #expect(outcome.followUps.isEmpty && outcome.baseline?.number == 4)
        try decide(service, "unfunded")
        #expect(activity().contacts == 1 && activity().held == 0 && activity().unfunded == 2)
        // The last decision holds: nothing is final.
        try decide(service, "extend")
        #expect(activity().held == 2 && activity().unfunded == 0)
    }

    @Test("without an end, or before it, nothing changes")
    mutating func untouched() throws {
        let service = try service(ends: nil)
        try cases.enrolment("p-1", service, "2026-04-01")
        try cases.contact("p-1", "2026-07-01")
        try cases.contact("p-2", "2026-07-01")
        #expect(activity().contacts == 2 && activity().held == 0)
        #expect(Cases(cases.records).late.isEmpty)
    }

    @Test("who is in another service that goes on is visited for that one")
    mutating func elsewhere() throws {
        let (over, open) = (try service(ends: "2026-06-30"), try service(ends: nil))
        try cases.enrolment("p-1", over, "2026-04-01")
        try cases.enrolment("p-1", open, "2026-04-01")
        try cases.contact("p-1", "2026-07-05")
        #expect(activity().contacts == 1 && activity().held == 0)
        #expect(activity(of: open).contacts == 1 && activity(of: over).contacts == 0)
    }

    @Test("closing the enrolment with the service does not slip the visit in")
    mutating func closed() throws {
        let service = try service(ends: "2026-06-30")
        try cases.enrolment("p-1", service, "2026-04-01", ended: "2026-06-30")
        try cases.enrolment("p-2", service, "2026-04-01", ended: "2026-05-31")
        try cases.contact("p-1", "2026-07-05")
        // Who had left long before was visited for something else.
        try cases.contact("p-2", "2026-07-05")
        #expect(activity().contacts == 1 && activity().held == 1)
    }

    @Test("an enrolment that begins after the end is held, and nobody is new by it")
    mutating func enrolment() throws {
        let service = try service(ends: "2026-06-30")
        try cases.enrolment("p-1", service, "2026-07-02")
        try cases.contact("p-1", "2026-07-03")
        #expect(activity().newPeople.isEmpty && activity().people.isEmpty && activity().held == 2)
    }

    @Test("moved work counts for the other service from the day after the end, and once in all")
    mutating func moved() throws {
        let (over, open) = (try service(ends: "2026-06-30"), try service(ends: nil))
        try cases.enrolment("p-1", over, "2026-04-01")
        try cases.enrolment("p-2", over, "2026-07-10")
        for day in ["2026-06-01", "2026-07-01", "2026-07-02"] { try cases.contact("p-1", day) }
        try cases.contact("p-2", "2026-07-11")
        #expect(activity().contacts == 1 && activity().held == 4)
        try decide(over, "move", open)
        #expect(activity().contacts == 4 && activity().held == 0)
        #expect(activity(of: over).contacts == 1 && activity(of: open).contacts == 3)
        #expect(activity(of: open).people == ["p-1", "p-2"])
        // Who stayed is not new.
        #expect(activity(of: open).newPeople == ["p-2"] && activity().newPeople == ["p-1", "p-2"])
    }

    @Test("who was moved is in one service at a time; one that is over holds work as well")
    mutating func movedOn() throws {
        let (first, second) = (try service(ends: "2026-06-30"), try service(ends: "2026-08-31"))
        try cases.enrolment("p-1", first, "2026-04-01")
        for day in ["2026-07-01", "2026-09-15"] { try cases.contact("p-1", day) }
        try decide(first, "move", second)
        #expect(activity(of: second).contacts == 1 && activity().held == 1)
        let later = Period(try #require(ReturnPeriod("2026-Q2")))
        let stays = Cases(cases.records).enrolments.filter { $0.overlaps(later) }
        #expect(stays.map(\.service) == [second])
    }

    @Test("what is held is a count of the period that it is dated in")
    mutating func periods() throws {
        let service = try service(ends: "2026-06-30")
        try cases.enrolment("p-1", service, "2026-04-01")
        try cases.contact("p-1", "2026-07-01")
        try cases.contact("p-1", "2026-11-01")
        #expect(activity().held == 1)
        #expect(Cases(cases.records).late.map(\.date.month) == [7, 11])
    }
}
