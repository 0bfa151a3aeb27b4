// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Places
import Testing

@Suite("A council's own neighbourhoods, and need")
struct NeighbourhoodTests {
    private func day(_ text: String) throws -> PlainDate { try #require(PlainDate(text)) }

    private func make(
        _ name: String,
        _ areas: [String],
        _ from: String,
        _ until: String? = nil
    ) throws -> Neighbourhood {
        try Neighbourhood(name: name, areas: areas, from: day(from), until: until.map(day))
    }

    private let one = "E01000001"
    private let two = "E01000002"
    private let three = "E01000003"
    private let four = "E01000004"

    @Test("is meant from its first day to its last")
    func days() throws {
        let all = Neighbourhoods([
            try make("Manningham", [one, two], "2025-04-01", "2026-03-31"),
            try make("Manningham", [one], "2026-04-01"),
            try make("Frizinghall", [two], "2026-04-01"),
        ])
        #expect(try all.meant(on: day("2025-03-31")).isEmpty)
        #expect(
            try all.places(on: day("2026-03-31")).nameOf == [one: "Manningham", two: "Manningham"]
        )
        #expect(
            try all.places(on: day("2026-04-01")).nameOf == [one: "Manningham", two: "Frizinghall"]
        )
    }

    @Test("shares no area with another on one day; what two devices saved apart is told apart")
    func overlapping() throws {
        let first = try make("Manningham", [one, two], "2025-04-01", "2026-03-31")
        let later = try make("Frizinghall", [two, three], "2026-04-01")
        let early = try make("Frizinghall", [two, three], "2026-03-31")
        let all = Neighbourhoods([first])
        #expect(throws: Never.self) { try all.check(later) }
        let error = #expect(throws: PlaceError.self) { try all.check(early) }
        #expect(error?.message.contains("\(two) lies in 'Manningham'") == true)
        let both = try Neighbourhoods([first, early]).places(on: day("2026-03-31"))
        #expect(both.several == [two] && both.nameOf == [one: "Manningham", three: "Frizinghall"])
        #expect(Neighbourhoods([first, first]).all.count == 1)
    }

    @Test("what cannot be is refused")
    func refused() throws {
        #expect(throws: PlaceError.self) { try make("M", [], "2026-04-01") }
        #expect(throws: PlaceError.self) { try make("M", ["E05000001"], "2026-04-01") }
        #expect(throws: PlaceError.self) { try make("M", [one], "2026-04-01", "2026-03-31") }
    }

    @Test("need is a place's own number, or the median of its areas in tenths")
    func need() throws {
        let need = Need(
            title: "Deciles",
            greatest: .low,
            values: [one: 1, two: 2, four: 10, "E05000001": 7],
            source: ""
        )
        #expect(need.tenths(of: "E05000001", areas: [one]) == 70)
        #expect(need.tenths(of: "E05000002", areas: [one, two, three]) == 15)
        // Of three the one in the middle: not the mean, which one of ten would move.
        #expect(need.tenths(of: "E05000002", areas: [one, two, four]) == 20)
        #expect(need.tenths(of: "E05000002", areas: [three]) == nil)
    }

    @Test(
        "a list of need with a line that cannot be is refused with it",
        arguments: [
            ["E01000001", "x"], ["E01000001", "-1"], ["E01000001", "2.5"], ["Bradford", "1"],
            ["E01000001", "9"], ["E01000001"],
        ]
    )
    func needLines(_ row: [String]) throws {
        var reading = NeedReading(try NeedHeadings(["Need", " code"].reversed(), line: 1))
        try reading.take(["E01000001", "3"], line: 2)
        try reading.take(["E01000001", "3"], line: 3)
        let error = #expect(throws: PlaceError.self) { try reading.take(row, line: 4) }
        #expect(error?.place == "Line 4")
        #expect(throws: PlaceError.self) { try NeedHeadings(["code", "imd"], line: 1) }
    }

    private static let published = [
        "LSOA code (2021)", "LSOA name (2021)", "Local Authority District code (2024)",
        "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
        "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
        "Income Decile (where 1 is most deprived 10% of LSOAs)",
    ]

    @Test("the published indices are read as they are, and other councils' rows are counted")
    func published() throws {
        let headings = try NeedHeadings(Self.published, line: 1)
        #expect(headings.isPublished)
        var reading = NeedReading(headings, of: ["E08000032"])
        try reading.take([one, "A", "E08000032", "7", "2", "9"], line: 2)
        try reading.take(["?", "B", "E08000033", "x", "x", "x"], line: 3)
        #expect(reading.values == [one: 2] && reading.elsewhere == 1)
        let former = Self.published.map { $0.replacing("(2021)", with: "(2011)") }
        let error = #expect(throws: PlaceError.self) { try NeedHeadings(former, line: 1) }
        #expect(error?.message.contains("LSOAs of 2011") == true)
    }
}
