// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("What came after consent was withdrawn")
struct WithdrawalTests {
    private var cases: CaseRecords
    private let period: Period

    init() throws {
        cases = try CaseRecords()
        period = Period(try #require(Quarter("2026-Q2")))
    }

    private mutating func person(
        _ agrees: Bool,
        _ day: String,
        mergedInto: String? = nil
    ) throws -> String {
        try cases.add(
            "participant",
            [
                "consent": .boolean(agrees), "consent_date": try CaseRecords.date(day),
                "merged_into": mergedInto.map { .text($0) },
            ]
        )
    }

    private var activity: Activity { Activity(Cases(cases.records), in: period) }

    @Test("a contact from that day on is nobody's figure, and is counted as left out")
    mutating func contacts() throws {
        let ann = try person(false, "2026-08-10")
        for day in ["2026-08-09", "2026-08-10", "2026-08-11"] { try cases.contact(ann, day) }
        try cases.contact("B", "2026-08-11")
        #expect(activity.contacts == 2 && activity.leftOut == 2 && activity.withheld == 2)
        let waiting = Cases(cases.records).withheld
        #expect(waiting.map(\.date.description) == ["2026-08-10", "2026-08-11"])
        #expect(waiting.allSatisfy { $0.participant == PersonKey(ann) })
    }

    @Test("what somebody decided to keep counts again")
    mutating func kept() throws {
        let ann = try person(false, "2026-08-10")
        try cases.contact(ann, "2026-08-11")
        let record = try #require(Cases(cases.records).withheld.first).record
        try cases.add("consent_exception", ["record": .text(record.description)])
        #expect(activity.contacts == 1 && activity.leftOut == 0)
        #expect(Cases(cases.records).withheld.isEmpty)
    }

    @Test("of all that was said of one person the latest day holds, and of one day the no")
    mutating func latest() throws {
        let ann = try person(false, "2026-08-01")
        _ = try person(true, "2026-08-05", mergedInto: ann)
        try cases.contact(ann, "2026-08-06")
        #expect(activity.contacts == 1)
        _ = try person(false, "2026-08-05", mergedInto: ann)
        #expect(activity.contacts == 0 && activity.leftOut == 1)
    }

    @Test("while two people's words differ, the no holds from its day")
    mutating func disputed() throws {
        let answers: [String: FieldValue] = [
            "consent": .boolean(true), "consent_date": try CaseRecords.date("2026-08-05"),
        ]
        try cases.addDisputed("participant", answers, "consent", (.boolean(false), .boolean(true)))
        let ann = RecordID(high: 7, low: 1).description
        try cases.contact(ann, "2026-08-06")
        #expect(activity.contacts == 0 && activity.withheld == 1)
    }

    @Test("a later follow-up goes, an earlier baseline stays; no follow-up is missed either")
    mutating func outcomes() throws {
        let ann = try person(false, "2026-08-10")
        try cases.outcome(ann, "scale_10", (3, "2026-07-02"), (5, "2026-08-01"), (9, "2026-08-20"))
        try cases.outcome(ann, "ucla3", (5, "2026-08-11"))
        let all = Cases(cases.records)
        let figures = OutcomeFigures(all, in: period, measures: [], today: period.last)
        #expect(figures.all.recorded == 1 && figures.all.paired == 1)
        #expect(figures.all.changeSum == 2)
        #expect(figures.leftOut == 1 && figures.withheldByMeasure == ["ucla3": 1])
        #expect(Cases(cases.records).withheld.count == 2)
    }
}
