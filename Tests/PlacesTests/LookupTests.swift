// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Places
import Testing

@Suite("A lookup of the statistics office")
struct LookupTests {
    static let may = "2026-05-07"

    private static func day(_ text: String = may) throws -> PlainDate {
        try #require(PlainDate(text))
    }

    private func read(
        _ lines: [String],
        asOf day: String = may,
        of council: String = "E08000032"
    ) throws -> LookupReading {
        let rows = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            .map { $0.map(String.init) }
        var reading = LookupReading(
            try LookupHeadings(rows[0], asOf: Self.day(day), line: 1),
            of: [council]
        )
        for (number, row) in rows.dropFirst().enumerated() {
            try reading.take(row, line: number + 2)
        }
        return reading
    }

    private static let heading = "LSOA21CD,LSOA21NM,WD26CD,WD26NM,LAD26CD,LAD26NM"

    @Test("numbered wards stand in the order of their numbers")
    func order() throws {
        let names = ["a": "Ward 10", "b": "Ward 2", "c": "Ward 1", "d": "Bowling 7", "e": "Ward"]
        let lookup = WardLookup(
            title: "Wards",
            boundaries: try #require(PlainDate("2026-05-07")),
            edition: 1,
            wardOf: [:],
            names: names,
            source: "list"
        )
        let found = lookup.wards.map { names[$0] }
        #expect(found == ["Bowling 7", "Ward", "Ward 1", "Ward 2", "Ward 10"])
    }

    @Test("is read by its headings, in any order, with columns that nobody needs")
    func columns() throws {
        let reading = try read([
            "ObjectId, lad26cd ,WD26NM,WD26NMW,WD26CD,LSOA21CD",
            "1,E08000032,Baildon,,E05900001,E01000001",
            "2,E08000032,Baildon,,E05900001,E01000002", "3,E08000033,Elland,,E05900009,E01000003",
        ])
        let areas = try #require(reading.areas["E08000032"])
        #expect(areas.wardOf == ["E01000001": "E05900001", "E01000002": "E05900001"])
        #expect(areas.names == ["E05900001": "Baildon"])
        #expect(reading.elsewhere == 1)
    }

    @Test(
        "headings that do not do are refused with line and remedy",
        arguments: [
            ("LSOA11CD,WD26CD,WD26NM,LAD26CD", "no column LSOA21CD"),
            ("LSOA21CD,WD26NM,LAD26CD", "no column WD26CD"),
            ("LSOA21CD,WD26CD,WD26NM", "no column LAD26CD"),
            ("LSOA21CD,WD25CD,WD25NM,LAD25CD", "those of 2025"),
            ("LSOA21CD,WD26CD,WD26CD,WD26NM,LAD26CD", "2 times"), ("", "geoportal"),
        ]
    )
    func headings(_ heading: String, _ words: String) throws {
        let error = #expect(throws: PlaceError.self) { try read([heading]) }
        #expect(error?.place == "Line 1")
        #expect(error?.message.contains(words) == true, "\(String(describing: error))")
        #expect(error?.message.contains("Nothing was imported") == true)
    }

    @Test(
        "a row that cannot be is refused with its line, and another council's is not looked at",
        arguments: [
            ("E0100001,x,E05900001,Baildon,E08000032,B", "no code of a neighbourhood"),
            ("E01000001,x,E12000001,Baildon,E08000032,B", "no code of a ward"),
            ("E01000001,x,E05900001,Baildon,Bradford,B", "no code of a council"),
            ("E01000001,x,E05900001,,E08000032,B", "no name"),
            ("E01000001,x,E05900002,Bingley,E08000032,B", "by line 2"),
            ("E01000002,x,E05900001,Bingley,E08000032,B", "'Baildon' before"),
            ("E01000002,x,E05900001", "council is missing"), ("E01000002", "council is missing"),
        ]
    )
    func rows(_ row: String, _ words: String) throws {
        let good = "E01000001,x,E05900001,Baildon,E08000032,B"
        let error = #expect(throws: PlaceError.self) { try read([Self.heading, good, row]) }
        #expect(error?.place == "Line 3")
        #expect(error?.message.contains(words) == true, "\(String(describing: error))")
        let foreign = "?,x,?,,E08000033,C"
        #expect(try read([Self.heading, good, good, foreign]).elsewhere == 1)
    }

    private func lookup(_ day: String, _ wards: [String: String], _ source: String) throws
        -> WardLookup
    {
        let codes = Set(wards.values)
        return WardLookup(
            title: source,
            boundaries: try Self.day(day),
            edition: try Self.day(day).year,
            wardOf: wards,
            names: Dictionary(uniqueKeysWithValues: codes.map { ($0, "Ward \($0)") }),
            source: source
        )
    }

    @Test("the newest boundaries that are not after a day hold, and none where all are newer")
    func inForce() throws {
        let lookups = WardLookups([
            try lookup("2026-05-07", ["E01000001": "E05900001"], "b"),
            try lookup("2023-05-04", ["E01000001": "E05000001"], "a"),
        ])
        #expect(try lookups.inForce(on: Self.day("2023-05-03")) == nil)
        #expect(try lookups.inForce(on: Self.day("2023-05-04"))?.source == "a")
        #expect(try lookups.inForce(on: Self.day("2026-05-06"))?.source == "a")
        #expect(try lookups.inForce(on: Self.day("2026-05-07"))?.source == "b")
        #expect(try lookups.inForce(on: Self.day("2031-01-01"))?.source == "b")
        #expect(try WardLookups([]).inForce(on: Self.day()) == nil)
    }

    @Test("boundaries that were asked for are those or none, never another year's")
    func named() throws {
        let lookups = WardLookups([
            try lookup("2026-05-07", ["E01000001": "E05900001"], "b"),
            try lookup("2023-05-04", ["E01000001": "E05000001"], "a"),
        ])
        #expect(try lookups.named("2023").source == "a")
        #expect(try lookups.named("2026-05-07").source == "b")
        for text in ["2025", "2026-05-08", "", "may"] {
            let error = #expect(throws: PlaceError.self) { try lookups.named(text) }
            #expect(error?.message.contains("2023-05-04, 2026-05-07") == true)
            #expect(error?.message.contains("place lookup import") == true)
        }
    }

    @Test("two lookups of one day are one where they say the same, and none where they differ")
    func twice() throws {
        let first = try lookup("2026-05-07", ["E01000001": "E05900001"], "a")
        let same = try lookup("2026-05-07", ["E01000001": "E05900001"], "b")
        let other = try lookup("2026-05-07", ["E01000001": "E05900002"], "c")
        #expect(try WardLookups([first, same]).inForce(on: Self.day())?.source == "a")
        let both = WardLookups([other, first])
        #expect(throws: PlaceError.self) { try both.inForce(on: Self.day()) }
        #expect(throws: PlaceError.self) { try both.named("2026") }
        #expect(first.differences(from: other) == ["E01000001"])
    }
}
