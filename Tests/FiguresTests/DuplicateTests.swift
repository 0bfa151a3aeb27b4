// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("Who may be recorded twice")
struct DuplicateTests {
    private var cases: CaseRecords

    init() throws { cases = try CaseRecords() }

    @discardableResult
    private mutating func person(
        _ name: String,
        born: String? = nil,
        phone: String? = nil,
        lsoa: String? = nil,
        mergedInto: String? = nil
    ) throws -> String {
        try cases.add(
            "participant",
            [
                "name": .text(name), "born": try born.map(CaseRecords.date),
                "phone": phone.map { .text($0) }, "lsoa": lsoa.map { .text($0) },
                "merged_into": mergedInto.map { .text($0) },
            ]
        )
    }

    private var pairs: [DuplicatePair] { Duplicates(cases.records).pairs }

    @Test("one name and one day of birth, however they were typed")
    mutating func alike() throws {
        let first = try person("Ann Smith", born: "1950-03-04")
        let second = try person("smith, ANN", born: "1950-03-04")
        try person("Ann Smith", born: "1961-03-05")
        let pair = try #require(pairs.first)
        #expect(pairs.count == 1 && pair.score == 80)
        #expect([pair.first, pair.second].map(\.description) == [first, second])
        #expect(pair.reasons == [.sameName, .sameBirth])
    }

    @Test("a slip of the hand, an initial, a swapped day, a phone with its country")
    mutating func slips() throws {
        try person("Joan Ackroyd", born: "1950-03-04")
        try person("Joan Akcroyd", born: "1950-03-04")
        try person("B. Khan", phone: "01274 555 019")
        try person("Bilal Khan", phone: "+44 1274 555019")
        try person("Mary Ann Lee", born: "1971-02-09", lsoa: "E01010568")
        try person("Mary Lee", born: "1971-09-02", lsoa: "E01010568")
        let reasons = Set(pairs.map(\.reasons))
        #expect(
            reasons == [
                [.likeName, .sameBirth], [.likeName, .phone],
                [.likeName, .swappedBirth, .neighbourhood],
            ]
        )
    }

    @Test("twins, a household with one phone and people with common initials are left alone")
    mutating func others() throws {
        try person("Ann Lee", born: "1980-01-01", lsoa: "E01010568")
        try person("Bea Lee", born: "1980-01-01", lsoa: "E01010568")
        try person("Carl Fox", phone: "01274 1234567")
        try person("Dora Fox", phone: "01274 1234567")
        try person("A. S.", lsoa: "E01010568")
        try person("A S", lsoa: "E01010568")
        #expect(pairs.isEmpty)
    }

    @Test("nothing is compared across organisations")
    mutating func organisations() throws {
        cases.organisation = OrganisationID(high: 1, low: 1)
        try person("Ann Smith", born: "1950-03-04")
        cases.organisation = OrganisationID(high: 1, low: 2)
        try person("Ann Smith", born: "1950-03-04")
        #expect(pairs.isEmpty)
    }

    @Test("who is joined, or said to be two, is not proposed again; a third one is")
    mutating func decided() throws {
        let first = try person("Ann Smith", born: "1950-03-04")
        try person("Ann Smith", born: "1950-03-04", mergedInto: first)
        #expect(pairs.isEmpty)
        let third = try person("Ann Smith", born: "1950-03-04")
        #expect(pairs.count == 1)
        try cases.add("distinct_people", ["first": .text(third), "second": .text(first)])
        #expect(pairs.isEmpty)
    }

    @Test("a common service tips the scales, by the enrolments of the joined records too")
    mutating func services() throws {
        let first = try person("Ann Smith")
        let second = try person("Ann Smith")
        #expect(pairs.isEmpty)
        let joined = try person("Ann", mergedInto: second)
        try cases.enrolment(first, "s-1", "2026-05-01")
        try cases.enrolment(joined, "s-1", "2026-05-20")
        #expect(pairs.map(\.reasons) == [[.sameName, .sameStart]])
    }

    @Test("words are told with whose name or reference they are, and never another organisation's")
    mutating func words() throws {
        cases.organisation = OrganisationID(high: 1, low: 1)
        let ann = try person("Ann Smith")
        let joined = try person("Annie Smith", mergedInto: ann)
        let visits = try ["smith, ANN", "Annie Smith", ann, joined, "Bea"].map {
            try cases.add("contact", ["participant": .text($0)])
        }
        cases.organisation = OrganisationID(high: 1, low: 2)
        try cases.add("contact", ["participant": .text("Ann Smith")])
        let found = NamedInWords.all(in: cases.records)
        #expect(found.map(\.words) == ["Ann Smith", "Annie Smith", "Bea", "smith, ANN"])
        #expect(found.map { $0.people.map(\.description) } == [[], [ann], [], [ann]])
        let records = found.map { $0.records.map(\.description) }
        #expect(records[1] == [visits[1]] && records[3] == [visits[0]])
        cases.organisation = OrganisationID(high: 1, low: 1)
        let other = try person("ann smith")
        let either = NamedInWords.all(in: cases.records).last?.people.map(\.description)
        #expect(either == [ann, other])
    }

    @Test("ten thousand people are compared in seconds, a name that all have among them")
    mutating func many() throws {
        for number in 0..<5_000 {
            try person("Name\(number) Family\(number % 700)", phone: "0127400\(number)00")
        }
        for _ in 0..<5_000 { try person("Somebody", lsoa: "E01010568") }
        let clock = ContinuousClock()
        var found: Duplicates?
        let records = cases.records
        let time = clock.measure { found = Duplicates(records) }
        #expect(time < .seconds(20))
        #expect(try #require(found).common >= 1)
    }
}
