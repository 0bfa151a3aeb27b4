// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Places

@Suite("Where places lie, and a tile for each")
struct PositionTests {
    private func read(
        _ heading: String,
        _ rows: [String],
        of known: [String]
    ) throws -> PositionReading {
        let cells = { (line: String) in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let headings = try #require(PositionHeadings(cells(heading)))
        var reading = PositionReading(headings, of: known)
        for (number, row) in rows.enumerated() { try reading.take(cells(row), line: number + 2) }
        return reading
    }

    @Test(
        "files of the statistics office and drawn ones are known by their headings",
        arguments: [
            ("code,column,row", Positions.Kind.grid), ("WD23CD,WD23NM,BNG_E,BNG_N,LONG,LAT", .map),
            ("FID,LSOA21CD,GlobalID,x,y", .map), ("wd26cd,LAT,LONG", .map),
        ]
    )
    func headings(_ heading: String, _ kind: Positions.Kind) {
        #expect(PositionHeadings(heading.split(separator: ",").map(String.init))?.kind == kind)
    }

    @Test("a lookup, and a file of anything else, is no file of positions")
    func others() {
        #expect(PositionHeadings(["LSOA21CD", "WD26CD", "WD26NM", "LAD26CD", "x", "y"]) == nil)
        #expect(PositionHeadings(["code", "need"]) == nil && PositionHeadings([]) == nil)
    }

    @Test("places that nobody here knows are counted; names are known however they are written")
    func known() throws {
        let reading = try read(
            "code,column,row",
            ["MANNINGHAM,2,1", "E05000009,1,1", "Heaton,1,2"],
            of: ["Manningham", "Heaton"]
        )
        #expect(reading.points == ["Manningham": .init(2, 1), "Heaton": .init(1, 2)])
        #expect(reading.elsewhere == 1)
    }

    @Test(
        "a row that cannot be is refused with its line",
        arguments: [
            ("code,column,row", "A,0,1"), ("code,column,row", "A,12,1"),
            ("code,column,row", "A,1.5,1"), ("code,column,row", "B,1,1"),
            ("code,column,row", "A,2,1"), ("code,x,y", "B,nan,1"), ("code,x,y", "B,1e300,1"),
            ("code,long,lat", "B,,53"),
        ]
    )
    func refused(_ heading: String, _ row: String) {
        let error = #expect(throws: PlaceError.self) {
            try read(heading, ["A,1,1", row], of: ["A", "B"])
        }
        #expect(error?.place == "Line 3")
        #expect(error?.message.contains("Nothing was imported") == true)
    }

    private func cells(
        _ points: [String: (Int, Int)],
        _ kind: Positions.Kind = .map
    ) -> [String: TileGrid.Cell]? {
        let positions = Positions(
            title: "",
            kind: kind,
            points: points.mapValues { .init($0.0, $0.1) },
            source: ""
        )
        let places = points.keys.map { (key: $0, areas: Set<String>()) }
        return TileGrid(places, positions)?.cells
    }

    @Test("north is at the top, east at the right, and each place has a tile of its own")
    func compass() {
        let found = cells([
            "nw": (0, 900), "ne": (900, 900), "sw": (0, 0), "se": (900, 0), "near": (890, 10),
            "mid": (450, 450),
        ])
        #expect(found?["nw"] == .init(column: 0, row: 0))
        #expect(found?["ne"].map { $0.row == 0 && $0.column > 0 } == true)
        #expect(found?["sw"].map { $0.column == 0 && $0.row > 0 } == true)
        #expect(Set(found?.values.map { $0 } ?? []).count == 6)
    }

    @Test("a drawn grid keeps its gaps, without what is empty at the left and the top")
    func drawn() {
        let found = cells(["a": (3, 2), "b": (5, 2), "c": (3, 4)], .grid)
        #expect(
            found == [
                "a": .init(column: 0, row: 0), "b": .init(column: 2, row: 0),
                "c": .init(column: 0, row: 2),
            ]
        )
    }

    @Test("a place without a position of its own lies in the middle of its areas, or has no map")
    func middle() {
        let positions = Positions(
            title: "",
            kind: .map,
            points: ["x": .init(0, 0), "y": .init(100, 50), "z": .init(500, 500)],
            source: ""
        )
        #expect(positions.point(of: "ward", areas: ["x", "y", "?"]) == .init(50, 25))
        let grid = { (area: String) in
            TileGrid(
                [(key: "ward", areas: Set([area])), (key: "z", areas: Set<String>())],
                positions
            )
        }
        #expect(grid("x") != nil && grid("?") == nil)
    }

    @Test("thirty places on one spot still have thirty tiles, the same each time")
    func crowded() {
        let points = Dictionary(uniqueKeysWithValues: (0..<30).map { ("p\($0)", (7, 7)) })
        let found = cells(points)
        #expect(Set(found?.values.map { $0 } ?? []).count == 30)
        #expect(cells(points) == found)
    }

    @Test("no other way to give rows their columns costs less")
    func least() {
        var next = 12_345
        func random() -> Int {
            next = (next &* 1_103_515_245 &+ 12_345) & 0x7FFF_FFFF
            return next >> 16 & 0xFF
        }
        func cheapest(_ costs: [[Int]], _ used: Set<Int> = []) -> Int {
            guard let first = costs.first else { return 0 }
            return first.indices.filter { !used.contains($0) }.map {
                first[$0] + cheapest(Array(costs.dropFirst()), used.union([$0]))
            }.min() ?? .max
        }
        for size in 1...60 {
            let rows = size % 5 + 1
            let costs = (0..<rows).map { _ in (0..<rows + size % 3).map { _ in random() } }
            let found = Assignment.least(costs)
            #expect(Set(found).count == rows)
            let sum = zip(costs, found).map { $0[$1] }.reduce(0, +)
            #expect(sum == cheapest(costs))
        }
    }
}
