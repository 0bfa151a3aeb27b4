// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("How services hang together")
struct SystemTests {
    private var cases: CaseRecords
    private let periods: [Period]

    init() throws {
        cases = try CaseRecords()
        periods = [Period(try #require(Quarter("2026-Q2")))]
    }

    private func tables(_ organisations: [String: String] = [:]) -> SystemTables {
        SystemTables(Cases(cases.records), in: periods, organisations: organisations)
    }

    private func row(_ table: FigureTable) -> [String] {
        table.rows.map { $0.figures.map(\.text) }[0]
    }

    @Test("a person in two services is one of two or more, also under two names")
    mutating func several() throws {
        let survivor = try cases.add("participant", ["name": .text("A")])
        let twin = try cases.add(
            "participant",
            ["name": .text("A."), "merged_into": .text(survivor)]
        )
        try cases.enrolment(survivor, "food", "2026-07-01")
        try cases.enrolment(twin, "advice", "2026-08-01")
        try cases.enrolment("p-2", "food", "2026-07-01")
        try cases.enrolment("p-2", "food", "2026-09-01")
        // Left before the quarter, so only one of the two counts.
        try cases.enrolment("p-3", "food", "2026-01-01", ended: "2026-06-30")
        try cases.enrolment("p-3", "advice", "2026-07-01")
        #expect(row(tables().several) == ["3", "1", "33% (1 of 3)"])
        #expect(tables().several.rows[0].records == 5)
    }

    @Test("who referred is named by the words on the records where they stand for five people")
    mutating func referrers() throws {
        for number in 0..<7 {
            try cases.add(
                "enrolment",
                [
                    "participant": .text("p-\(number)"), "service": .text("food"),
                    "started": try CaseRecords.date("2026-08-01"),
                    "referred_by": .text(
                        number < 5 ? "Age UK" + (number == 0 ? " " : "") : "her sister Ann"
                    ),
                ]
            )
        }
        let table = tables().referredHere
        #expect(table.rows.map(\.name) == ["Age UK", "others"])
        #expect(table.rows.map { $0.figures[0].text } == ["5", "2"])
    }

    @Test("waiting is the middle of the days from referral to start; what is not known is counted")
    mutating func waiting() throws {
        for (person, referred, started) in [
            ("p-1", "2026-07-01", "2026-07-05"), ("p-2", "2026-07-01", "2026-07-12"),
            ("p-3", "2026-06-01", "2026-07-01"), ("p-4", "2026-07-01", "2026-07-08"),
            ("p-5", "2026-08-09", "2026-08-01"),
        ] {
            try cases.add(
                "enrolment",
                [
                    "participant": .text(person), "service": .text("food"),
                    "referred": try CaseRecords.date(referred),
                    "started": try CaseRecords.date(started),
                ]
            )
        }
        try cases.enrolment("p-6", "food", "2026-07-01")
        let table = tables().waiting
        #expect(row(table) == ["6", "9.0 (n 4)"])
        // A referral after the start, and one that nobody wrote.
        #expect(table.rows[0].figures[1].leftOut.map(\.count) == [2])
    }

    @Test("referrals are counted by person and by organisation, whatever a service was called")
    mutating func flows() throws {
        let known = ["s-1": "Homecare Circle", "befriending": "Homecare Circle"]
        for (person, place) in [
            ("p-1", "s-1"), ("p-1", "Befriending"), ("p-2", "befriending"), ("p-3", "her sister"),
        ] {
            try cases.add(
                "contact",
                [
                    "participant": .text(person), "date": try CaseRecords.date("2026-07-02"),
                    "referred_on": .boolean(true), "referred_to": .text(place),
                ]
            )
        }
        try cases.add(
            "contact",
            [
                "participant": .text("p-4"), "date": try CaseRecords.date("2026-07-02"),
                "referred_on": .boolean(false), "referred_to": .text("s-1"),
            ]
        )
        let table = tables(known).referredOn
        #expect(table.rows.map(\.name) == ["Homecare Circle", "others"])
        #expect(table.rows.map { $0.figures[0].text } == ["2", "1"])
        try cases.add(
            "enrolment",
            [
                "participant": .text("p-9"), "service": .text("food"),
                "started": try CaseRecords.date("2026-07-02"), "source": .choice("community"),
                "referred_by": .text("BEFRIENDING"),
            ]
        )
        let here = tables(known).referredHere
        #expect(here.rows.map(\.name) == ["Homecare Circle"])
    }

    @Test("who gave the same reference to two organisations is one, however it was written")
    func references() throws {
        let organisation = { (references: [String]) in
            var cases = try CaseRecords()
            for reference in references {
                try cases.add("participant", ["own_reference": .text(reference)])
            }
            return Cases(cases.records)
        }
        let table = SystemTables.shared([
            try organisation(["V-12", "v 13", "V-14"]), try organisation(["v12", "V13", "X-1"]),
        ])
        #expect(table.rows[0].figures.map(\.text) == ["4", "2"])
    }
}
