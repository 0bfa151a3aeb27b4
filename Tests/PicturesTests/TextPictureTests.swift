// SPDX-License-Identifier: Apache-2.0

import Figures
import Pictures
import Testing

@Suite("Pictures in a terminal")
struct TextPictureTests {
    private func section(_ table: FigureTable, _ chart: Chart, _ style: TextStyle) -> [String] {
        let report = Report(
            name: "r",
            title: "T",
            subtitle: "S",
            freshness: "F",
            sections: [.init(table, charts: [chart])]
        )
        // The picture stands between the heading and the table.
        return Array(report.text(style).dropFirst(6).prefix { !$0.isEmpty })
    }

    @Test("nothing is wider than the terminal, with and without Unicode", arguments: [80, 40, 20])
    func widths(width: Int) {
        for isUnicode in [true, false] {
            let lines = SampleReport.report.text(TextStyle(width: width, isUnicode: isUnicode))
            for line in lines { #expect(line.count <= width, "\(line)") }
            let isPlain = lines.joined().unicodeScalars.allSatisfy(\.isASCII)
            #expect(isUnicode || isPlain)
            #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
        }
    }

    @Test("bars carry their numbers")
    func bars() {
        let chart = Chart(.bars, "Contacts", columns: ["contacts"])
        #expect(section(SampleReport.people, chart, TextStyle(width: 40)) == GoldenPictures.bars40)
        #expect(section(SampleReport.people, chart, TextStyle()) == GoldenPictures.bars80)
    }

    @Test("a line breaks where there is nothing to show, and the target is drawn")
    func lines() {
        let chart = Chart(
            .lines,
            "Improved, per cent",
            columns: ["improved"],
            top: 100,
            target: 60
        )
        #expect(
            section(SampleReport.improved, chart, TextStyle(width: 40)) == GoldenPictures.lines40
        )
    }

    @Test("dots lie within the range of chance; hidden parts of a bar are said to be")
    func dotsAndStacks() {
        let dots = Chart(.dots, "Improved", columns: ["improved"])
        #expect(section(SampleReport.improved, dots, TextStyle(width: 80)) == GoldenPictures.dots80)
        let stacked = Chart(.stacked, "Levels", columns: ["Universal", "Early help"])
        #expect(
            section(SampleReport.tiers, stacked, TextStyle(width: 40)) == GoldenPictures.stacked40
        )
    }

    @Test("a table that does not fit is told row by row")
    func narrow() {
        let text = SampleReport.report.text(TextStyle(width: 20)).joined(separator: "\n")
        #expect(text.contains("2026-Q2\n  contacts: 1,204\n  people: 77"))
    }
}
