// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("Outcomes by the formulas")
struct OutcomeTests {
    private let period: Period
    private let measures = [
        Measure(key: "ons4_anxiety", title: "Anxiety", isLowerBetter: true),
        Measure(key: "ons4_happiness", title: "Happiness", isLowerBetter: false),
    ]

    init() throws { period = Period(try #require(Quarter("2026-Q2"))) }

    private func figures(_ cases: CaseRecords) -> OutcomeFigures {
        OutcomeFigures(
            Cases(cases.records),
            in: period,
            measures: measures,
            today: period.last.adding(days: 1)
        )
    }

    @Test("change is the last follow-up in the period less the baseline, anxiety the other way")
    func change() throws {
        var cases = try CaseRecords()
        try cases.outcome(
            "A",
            "ons4_anxiety",
            (8, "2026-04-01"),
            (2, "2026-06-30"),
            (5, "2026-08-01"),
            (9, "2026-10-01")
        )
        try cases.outcome("B", "ons4_anxiety", (3, "2026-07-01"), (4, "2026-09-30"))
        try cases.outcome("A", "ons4_happiness", (4, "2026-07-01"), (4, "2026-09-01"))
        try cases.outcome("B", "ons4_happiness", (4, "2026-07-01"), (9, "2026-09-01"))
        try cases.outcome("C", "ons4_happiness", (1, "2026-09-20"))
        let found = figures(cases)
        let anxiety = try #require(found.byMeasure["ons4_anxiety"])
        #expect(anxiety.recorded == 2 && anxiety.paired == 2 && anxiety.improved == 1)
        #expect(anxiety.changeSum == 2)
        let happiness = try #require(found.byMeasure["ons4_happiness"])
        #expect(happiness.recorded == 3 && happiness.paired == 2 && happiness.improved == 1)
        #expect(happiness.changeSum == 5)
        #expect(found.all.recorded == 5 && found.all.improved == 2)
    }

    @Test("the follow-up rate leaves out who left before it was due, and counts who was missed")
    func followUpRate() throws {
        var cases = try CaseRecords()
        // Due on 2026-07-30.
        try cases.outcome("missed", "ons4_happiness", (4, "2026-05-01"))
        try cases.outcome("left", "ons4_happiness", (4, "2026-05-01"))
        try cases.enrolment("left", "s", "2026-05-01", ended: "2026-07-01")
        try cases.outcome("early", "ons4_happiness", (4, "2026-05-01"), (5, "2026-06-01"))
        try cases.outcome("paired", "ons4_happiness", (4, "2026-05-01"), (5, "2026-08-01"))
        // Due on 2026-10-30, after the period.
        try cases.outcome("young", "ons4_happiness", (4, "2026-08-01"))
        let count = try #require(figures(cases).byMeasure["ons4_happiness"])
        #expect(count.paired == 1 && count.missed == 1 && count.eligible == 2)
        #expect(count.recorded == 2)
    }

    @Test("whoever left, and came back after the day, was not there to be asked that day")
    func cameBack() throws {
        var cases = try CaseRecords()
        // Due on 2026-07-30.
        for person in ["back later", "back before"] {
            try cases.outcome(person, "ons4_happiness", (4, "2026-05-01"))
            try cases.enrolment(person, "s", "2026-05-01", ended: "2026-07-01")
        }
        try cases.enrolment("back later", "s", "2026-08-01")
        try cases.enrolment("back before", "s", "2026-07-30", ended: "2026-07-30")
        // Enrolled only after that day: nothing says that they had left.
        try cases.outcome("late entry", "ons4_happiness", (4, "2026-05-01"))
        try cases.enrolment("late entry", "s", "2026-08-10", ended: "2026-08-20")
        let count = try #require(figures(cases).byMeasure["ons4_happiness"])
        #expect(count.missed == 2)
    }

    @Test("in a period that is under way, what falls due today or later is not missed yet")
    func underWay() throws {
        var cases = try CaseRecords()
        try cases.outcome("due", "ons4_happiness", (4, "2026-05-01"))
        let due = try #require(PlainDate("2026-07-30"))
        for (days, missed) in [(-1, 0), (0, 0), (1, 1)] as [(Int64, Int)] {
            let figures = OutcomeFigures(
                Cases(cases.records),
                in: period,
                measures: measures,
                today: due.adding(days: days)
            )
            #expect(figures.all.missed == missed, "\(days)")
        }
    }

    @Test("a disputed outcome is left out and counted, under its measure")
    func disputed() throws {
        var cases = try CaseRecords()
        try cases.addDisputed(
            "outcome",
            [
                "participant": .text("A"), "measure": .choice("ons4_anxiety"),
                "baseline/value": .integer(5),
                "baseline/date": try CaseRecords.date("2026-07-01"),
            ],
            "baseline/value",
            (.integer(6), .integer(7))
        )
        let found = figures(cases)
        #expect(found.all.recorded == 0 && found.leftOut == 1)
        #expect(found.leftOutByMeasure == ["ons4_anxiety": 1])
    }

    @Test("extremes of a count do not trap")
    func extremes() throws {
        var cases = try CaseRecords()
        try cases.outcome("A", "count", (.min, "2026-07-01"), (.max, "2026-08-01"))
        try cases.outcome("B", "ons4_anxiety", (.max, "2026-07-01"), (.min, "2026-08-01"))
        #expect(figures(cases).all.improved == 2)
    }
}
