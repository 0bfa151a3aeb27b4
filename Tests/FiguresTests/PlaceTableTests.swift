// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@testable import Figures

@Suite("Figures by place")
struct PlaceTableTests {
    private let period: Period

    init() throws { period = Period(try #require(Quarter("2026-Q2"))) }

    /// So many people at each place, each with a contact in the period.
    private func cases(_ people: [(lsoa: String?, count: Int)]) throws -> CaseRecords {
        var cases = try CaseRecords()
        for (lsoa, count) in people {
            for _ in 0..<count {
                let person = try cases.add("participant", ["lsoa": lsoa.map { .text($0) }])
                try cases.contact(person, "2026-08-01")
            }
        }
        return cases
    }

    private func wards(_ wards: [String: [String]]) -> PlaceMap {
        PlaceMap(
            "ward",
            wards.sorted { $0.key < $1.key }.map {
                .init(key: $0.key, title: "Ward \($0.key)", areas: Set($0.value))
            },
            unknown: "no ward known"
        )
    }

    private func tables(_ cases: CaseRecords, _ map: PlaceMap) throws -> PlaceTables {
        try #require(PlaceTables(Cases(cases.records), in: [period], of: nil, by: map))
    }

    private func counts(_ table: FigureTable, _ column: String) throws -> [String: Int] {
        let place = try #require(table.columns.firstIndex { $0.name == column })
        return Dictionary(
            uniqueKeysWithValues: table.rows.map { row in
                if case .count(let count) = row.figures[place].value {
                    (row.name, count)
                } else {
                    (row.name, -1)
                }
            }
        )
    }

    @Test("everybody is in one row, and those of whom no place is known are told apart")
    func apart() throws {
        var cases = try cases([("E01A", 3), ("E01B", 2), ("E01X", 4), (nil, 1)])
        let hidden = try cases.add(
            "participant",
            ["lsoa": .text("E01A"), "location_withheld": .boolean(true)]
        )
        try cases.contact(hidden, "2026-08-01")
        try cases.contact("a stranger", "2026-08-01")
        try cases.addDisputed("participant", [:], "lsoa", (.text("E01A"), .text("E01B")))
        let disputed = try #require(cases.records.last?.id.description)
        try cases.contact(disputed, "2026-08-01")
        let table = try tables(cases, wards(["A": ["E01A"], "B": ["E01B"], "C": ["E01C"]])).people
        #expect(
            try counts(table, "all") == [
                "Ward A": 3, "Ward B": 2, "Ward C": 0, "no ward known": 4,
                "location withheld": 1, "no LSOA recorded": 3, "all": 13,
            ]
        )
        #expect(Activity(Cases(cases.records), in: period).people.count == 13)
    }

    @Test("work after the end of a service is told where the person lives, and nowhere else")
    func late() throws {
        var cases = try cases([("E01A", 1), ("E01B", 1)])
        let service = try cases.add(
            "service",
            ["name": .text("Homecare"), "ends": CaseRecords.date("2026-07-31")]
        )
        let person = try cases.add("participant", ["lsoa": .text("E01B")])
        try cases.enrolment(person, service, "2026-07-01")
        try cases.contact(person, "2026-08-01")
        let table = try tables(cases, wards(["A": ["E01A"], "B": ["E01B"]])).people
        let all = try #require(table.columns.firstIndex { $0.name == "all" })
        let told = table.rows.filter { !$0.figures[all].leftOut.isEmpty }.map(\.name)
        #expect(told == ["Ward B"])
    }

    @Test("new people by place are as many as without places, with a contact or without")
    func newPeople() throws {
        var cases = try cases([("E01A", 2), ("E01B", 1)])
        let seen = cases.records.filter { $0.form.text == "participant" }.map(\.id.description)
        for person in seen.prefix(2) { try cases.enrolment(person, "s", "2026-07-01") }
        for lsoa in ["E01B", "E01B", "E01X"] {
            let person = try cases.add("participant", ["lsoa": .text(lsoa)])
            try cases.enrolment(person, "s", "2026-08-01")
        }
        let map = wards(["A": ["E01A"], "B": ["E01B"]])
        let table = try tables(cases, map).newPeople
        let new = try counts(table, "new people")
        #expect(new["Ward A"] == 2 && new["Ward B"] == 2 && new["no ward known"] == 1)
        #expect(new["all"] == 5)
        let plain = Activity(Cases(cases.records), in: period).newPeople.count
        #expect(new["all"] == plain)
        #expect(try counts(tables(cases, map).people, "new")["all"] == 2)
    }

    @Test("the same records on either boundaries: 20 and 10, or 12 and 18, and 30 in all")
    func boundaries() throws {
        let cases = try cases([("E01A", 12), ("E01B", 8), ("E01C", 10)])
        let before = try tables(cases, wards(["1": ["E01A", "E01B"], "2": ["E01C"]])).people
        let after = try tables(cases, wards(["8": ["E01A"], "9": ["E01B", "E01C"]])).people
        let none = try tables(cases, PlaceMap("ward", [], unknown: "no ward known")).people
        #expect(try counts(before, "all")["Ward 1"] == 20 && counts(before, "all")["Ward 2"] == 10)
        #expect(try counts(after, "all")["Ward 8"] == 12 && counts(after, "all")["Ward 9"] == 18)
        #expect(try counts(none, "all")["no ward known"] == 30)
        for table in [before, after, none] { #expect(try counts(table, "all")["all"] == 30) }
    }

    @Test("outcomes of places add up to those without places, and the share is of their pairs")
    func outcomes() throws {
        var cases = try CaseRecords()
        for (number, lsoa) in ["E01A", "E01A", "E01A", "E01B"].enumerated() {
            let person = try cases.add("participant", ["lsoa": .text(lsoa)])
            let start: (Int64, String) = (3, "2026-07-01")
            if number == 2 {
                try cases.outcome(person, "m", start)
            } else {
                try cases.outcome(person, "m", start, (number == 1 ? 2 : 5, "2026-08-01"))
            }
        }
        let measure = Measure(key: "m", title: "M", isLowerBetter: false)
        let map = wards(["A": ["E01A"], "B": ["E01B"]])
        let found = try tables(cases, map).outcomes([measure], today: period.last)
        let table = try #require(found.first)
        #expect(table.rows[0].figures.map(\.text) == ["50% (1 of 2)", "1", "1", "1", "3"])
        #expect(table.rows[1].figures.map(\.text) == ["100% (1 of 1)", "1", "0", "0", "1"])
        #expect(table.rows.last?.figures.map(\.text) == ["67% (2 of 3)", "2", "1", "1", "4"])
        #expect(table.ranked.rows.map(\.name).prefix(2) == ["Ward B", "Ward A"])
        #expect(table.ranked.rows.last?.name == "all")
        let need = PlaceNeed(title: "IMD decile", tenths: ["A": 15], isLowGreatest: true)
        let beside = try tables(cases, map).outcomes([measure], need: need, today: period.last)[0]
        #expect(beside.columns.last?.name == "need")
        #expect(beside.rows.map { $0.figures[5].text } == ["1.5", "–", "–", "–", "–", "–"])
        #expect(beside.rows.map { $0.figures[4] } == table.rows.map { $0.figures[4] })
    }

    @Test("need high and reach low comes first; a person of two services counts in both")
    func coverage() throws {
        var cases = try cases([("E01A", 1), ("E01B", 9), ("E01C", 2), ("E01D", 8)])
        let people = cases.records.filter { $0.form.text == "participant" }.map(\.id.description)
        for person in people.prefix(3) { try cases.enrolment(person, "s", "2026-07-01") }
        for person in people.prefix(1) { try cases.enrolment(person, "t", "2026-07-01") }
        let map = wards(["A": ["E01A"], "B": ["E01B"], "C": ["E01C"], "D": ["E01D"]])
        let need = PlaceNeed(
            title: "Deciles",
            tenths: ["A": 10, "B": 25, "C": 90, "D": 100],
            isLowGreatest: true
        )
        let services = [(id: "s", title: "Advice"), (id: "t", title: "Food")]
        let table = try tables(cases, map).coverage(services, need: need).ranked
        let texts = Dictionary(
            uniqueKeysWithValues: table.rows.map { ($0.name, $0.figures.map(\.text)) }
        )
        #expect(texts["Ward A"] == ["1", "1", "1", "1", "3"])
        #expect(texts["Ward B"] == ["9", "2", "0", "2.5", "-1"])
        #expect(texts["all"] == ["20", "3", "1", "–", "–"])
        #expect(table.rows.first?.name == "Ward A")
        #expect(PlaceNeed.quarters([5, 5, 5, 5]) == [1, 1, 1, 1])
    }
}
