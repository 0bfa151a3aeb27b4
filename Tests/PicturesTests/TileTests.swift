// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Figures
import Pictures
import Testing

@Suite("A map of tiles")
struct TileTests {
    private static let places: [(name: String, better: Int, pairs: Int, tile: (Int, Int))] = [
        ("Bowling and Barkerend", 8, 20, (2, 1)), ("Heaton", 13, 21, (1, 0)),
        ("Keighley Central", 6, 40, (0, 0)), ("Toller", 3, 4, (0, 1)), ("Royds", 0, 0, (2, 2)),
    ]

    private func table() -> FigureTable {
        let rows = Self.places.map { place in
            FigureTable.Row(
                place.name,
                [.ratio(place.better, of: place.pairs), .count(place.pairs)],
                parts: [place.name]
            )
        }
        let others = [
            FigureTable.Row("no ward known", [.ratio(9, of: 10), .count(10)], isApart: true),
            FigureTable.Row("all", [.ratio(39, of: 95), .count(95)], isApart: true),
        ]
        return FigureTable(
            "Happiness by ward",
            rowName: "ward",
            columns: [
                .init("improved", "better, of all pairs.", madeOf: ["pairs"]),
                .init("pairs", "outcomes with a follow-up."),
            ],
            rows: rows + others,
            shape: .columns,
            rankedBy: "improved"
        )
    }

    private func report(_ column: String = "improved") -> Report {
        let chart = Chart(
            .tiles,
            "Improved: a tile for each ward",
            columns: [column],
            tiles: Dictionary(
                uniqueKeysWithValues: Self.places.map { place in
                    (place.name, Chart.Tile(column: place.tile.0, row: place.tile.1))
                }
            )
        )
        return Report(
            name: "r",
            title: "T",
            subtitle: "S",
            freshness: "F",
            sections: [.init(table(), charts: [chart])]
        )
    }

    private func picture(_ report: Report, _ style: TextStyle) -> [String] {
        Array(
            report.text(style).drop { !$0.hasPrefix("Improved: a tile") }.prefix {
                !$0.hasPrefix("WARD")
            }
        )
    }

    private static let golden = [
        "Improved: a tile for each ward", "Keighley C   Heaton", "░░ 15%       ▓▓ 62%", "",
        "Toller                    Bowling B", "██ 75%                    ▒▒ 40%", "",
        "                          Royds", "                             –", "",
        "░░ under 25%, ▒▒ under 50%, ▓▓ under 75%, ██ 75% or more, – nothing to tell",
        "People of whom no place is known stand in the table alone.",
        "Keighley C = Keighley Central; Bowling B = Bowling and Barkerend", "",
    ]

    @Test("a tile has its name, a shade and the number, and what was cut is told in full")
    func terminal() {
        #expect(picture(report(), TextStyle()) == Self.golden)
        let plain = picture(report(), TextStyle(isUnicode: false))
        #expect(plain.contains("## 75%                    -- 40%"))
        let isPlain = plain.joined().unicodeScalars.allSatisfy(\.isASCII)
        #expect(isPlain)
    }

    @Test(
        "nothing is wider than the terminal; where tiles do not fit, it says so",
        arguments: [20, 40, 80]
    )
    func widths(width: Int) {
        for isUnicode in [true, false] {
            for line in report().text(TextStyle(width: width, isUnicode: isUnicode)) {
                #expect(line.count <= width, "\(line)")
            }
        }
        let lines = picture(report(), TextStyle(width: width)).joined(separator: " ")
        #expect(lines.contains("too wide here") == (width == 20))
    }

    @Test("counts are shaded by quarters of the most")
    func counts() {
        let lines = picture(report("pairs"), TextStyle())
        #expect(lines.contains("██ 40        ▓▓ 21"))
        #expect(lines.contains("░░ under 10, ▒▒ under 20, ▓▓ under 30, ██ 30 or more"))
    }

    @Test("no tile tells what the table hides, in any form")
    func hidden() {
        var disclosing = Disclosing(Threshold())
        let told = report().mapTables { disclosing.told($0) }
        let lines = picture(told, TextStyle())
        #expect(lines.contains { $0.hasPrefix("   [c]") })
        #expect(!lines.joined().contains("75%  ") && lines.joined().contains("[c] not told"))
        #expect(!told.page.contains(">75%<") && told.page.contains(">[c]</text>"))
        #expect(told.page.contains("stroke-dasharray=\"4 3\""))
        #expect(told.page.contains("Toller [c]"))
    }

    @Test("the page has a tile for each place, and says all of it to who does not see it")
    func page() {
        let page = report().page
        for text in [">Heaton</text>", ">62%</text>", ">under 25%</text>", "role=\"img\""] {
            #expect(page.contains(text), "\(text)")
        }
        #expect(
            page.contains(
                "improved, from the top row to the bottom: Keighley Central 15% (6 of 40);"
                    + " Heaton 62% (13 of 21); Toller 75% (3 of 4); Bowling and Barkerend 40% (8 of"
                    + " 20); Royds –."
            )
        )
    }
}
