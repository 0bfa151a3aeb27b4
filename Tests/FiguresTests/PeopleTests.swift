// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("People, counted once")
struct PeopleTests {
    private let period: Period

    init() throws { period = Period(try #require(Quarter("2026-Q2"))) }

    @Test("a person who was recorded twice is one, along chains, and new by the first enrolment")
    func merged() throws {
        var cases = try CaseRecords()
        let first = try cases.add("participant", ["name": .text("A")])
        let second = try cases.add(
            "participant",
            ["name": .text("A"), "merged_into": .text(first)]
        )
        let third = try cases.add(
            "participant",
            ["name": .text("A"), "merged_into": .text(second)]
        )
        for person in [first, second, third, "B"] { try cases.contact(person, "2026-08-01") }
        try cases.contact("C", "2026-06-30")
        try cases.enrolment(first, "s", "2025-01-01")
        try cases.enrolment(third, "s", "2026-08-01")
        try cases.enrolment("B", "s", "2026-07-01")
        let activity = Activity(Cases(cases.records), in: period)
        #expect(activity.contacts == 4 && activity.people == [PersonKey(first), "B"])
        #expect(activity.newPeople == ["B"])
        // The figure rests on what says that they are one.
        #expect(activity.counted.map(\.description).contains(second))
    }

    @Test("a circle of merges ends, in the same person from every side")
    func circle() throws {
        var cases = try CaseRecords()
        let ids = (1...3).map { RecordID(high: 7, low: UInt64($0)).description }
        for number in 0..<3 {
            try cases.add("participant", ["merged_into": .text(ids[(number + 1) % 3])])
        }
        let merges = Cases(cases.records).merges
        #expect(Set(ids.map { merges.survivor(of: PersonKey($0)) }) == [PersonKey(ids[0])])
        #expect(merges.survivor(of: "stranger") == "stranger")
    }

    @Test("a disputed day is nobody's figure, and is counted as left out")
    func disputed() throws {
        var cases = try CaseRecords()
        try cases.contact("A", "2026-08-01")
        try cases.addDisputed(
            "contact",
            ["participant": .text("B"), "date": try CaseRecords.date("2026-08-02")],
            "date",
            (try CaseRecords.date("2026-08-03"), try CaseRecords.date("2026-08-04"))
        )
        let activity = Activity(Cases(cases.records), in: period)
        #expect(activity.contacts == 1 && activity.leftOut == 1 && activity.people == ["A"])
    }

    @Test("a service has the people whose enrolment overlaps the period, and their records only")
    func service() throws {
        var cases = try CaseRecords()
        try cases.enrolment("before", "s", "2026-01-01", ended: "2026-06-30")
        try cases.enrolment("edge", "s", "2026-01-01", ended: "2026-07-01")
        try cases.enrolment("now", "s", "2026-09-30")
        try cases.enrolment("after", "s", "2026-10-01")
        try cases.enrolment("other", "t", "2026-08-01")
        try cases.enrolment("now", "t", "2026-01-01")
        for person in ["before", "edge", "now", "after", "other"] {
            try cases.contact(person, "2026-08-01")
        }
        // Only of these days were they in it.
        try cases.contact("edge", "2026-07-01")
        try cases.contact("now", "2026-09-30")
        let all = Cases(cases.records)
        let activity = Activity(all.of(service: "s", in: period), in: period)
        #expect(activity.people == ["edge", "now"] && activity.newPeople == ["now"])
        #expect(activity.contacts == 2)
        let other = Activity(all.of(service: "t", in: period), in: period)
        #expect(other.people == ["now", "other"] && other.newPeople == ["other"])
    }

    @Test("a service is the same by its name and by its identifier, whoever wrote which")
    func serviceNames() throws {
        var cases = try CaseRecords()
        let id = try cases.add("service", ["name": .text("Homecare East")])
        let other = try cases.add("service", ["name": .text("Homecare West")])
        try cases.enrolment("chosen", id, "2026-08-01")
        try cases.enrolment("typed", "homecare east", "2026-08-01")
        try cases.enrolment("elsewhere", other, "2026-08-01")
        for person in ["chosen", "typed", "elsewhere"] { try cases.contact(person, "2026-08-01") }
        let all = Cases(cases.records)
        for name in ["Homecare East", id, "HOMECARE EAST"] {
            #expect(Activity(all.of(service: name, in: period), in: period).people.count == 2)
        }
        #expect(Activity(all.of(service: other, in: period), in: period).people == ["elsewhere"])
    }
}
