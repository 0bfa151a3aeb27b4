// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("Work of the days on which a person was in the service")
struct StayTests {
    private let period: Period

    init() throws { period = Period(try #require(Quarter("2026-Q2"))) }

    @Test("contacts before the start and after the end are no work of it; both days are")
    func contacts() throws {
        var cases = try CaseRecords()
        try cases.enrolment("A", "s", "2026-08-01", ended: "2026-08-31")
        try cases.enrolment("A", "t", "2026-07-01")
        for day in ["2026-07-15", "2026-07-31", "2026-08-01", "2026-08-31", "2026-09-01"] {
            try cases.contact("A", day)
        }
        let all = Cases(cases.records)
        #expect(Activity(all.of(service: "s", in: period), in: period).contacts == 2)
        #expect(Activity(all.of(service: "t", in: period), in: period).contacts == 5)
        #expect(Activity(all, in: period).contacts == 5)
    }

    @Test("who comes back has two stays, and what lies between them is of neither")
    func twoStays() throws {
        var cases = try CaseRecords()
        try cases.enrolment("A", "s", "2026-05-01", ended: "2026-07-10")
        try cases.enrolment("A", "s", "2026-09-01")
        for day in ["2026-07-05", "2026-08-01", "2026-09-02"] { try cases.contact("A", day) }
        let own = Cases(cases.records).of(service: "s", in: period)
        #expect(Activity(own, in: period).contacts == 2)
    }

    @Test("an outcome is of the service in which its baseline was taken, and so are follow-ups")
    func outcomes() throws {
        var cases = try CaseRecords()
        try cases.enrolment("A", "s", "2026-08-01", ended: "2026-08-31")
        try cases.outcome("A", "scale_10", (3, "2026-07-15"), (5, "2026-08-15"))
        try cases.outcome("A", "scale_10", (3, "2026-08-01"), (5, "2026-08-15"))
        try cases.outcome("A", "scale_10", (3, "2026-08-02"), (5, "2026-09-15"))
        let all = Cases(cases.records)
        let own = OutcomeFigures(
            all.of(service: "s", in: period),
            in: period,
            measures: [Measure(key: "scale_10", title: "Scale", isLowerBetter: false)],
            today: period.last
        ).all
        #expect(own.recorded == 2 && own.paired == 1 && own.improved == 1)
    }

    @Test("a person who had no contact while in the service is not supported by it")
    func nobody() throws {
        var cases = try CaseRecords()
        try cases.enrolment("A", "s", "2026-08-01")
        try cases.contact("A", "2026-07-15")
        let own = Cases(cases.records).of(service: "s", in: period)
        #expect(Activity(own, in: period).people.isEmpty)
    }
}
