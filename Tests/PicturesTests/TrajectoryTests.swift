// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Foundation
import Pictures
import Testing

@Suite("The picture of a promise")
struct TrajectoryTests {
    private static let years = ["2017/18", "2018/19", "2019/20", "2020/21", "2021/22", "2022/23"]

    /// Bradford's figures: a line, a plan, and a share by another definition.
    private var report: Report {
        let planned = [470, 496, 522, 548, 574, 600]
        let table = FigureTable(
            "Local share of spending",
            rowName: "year",
            columns: [
                .init("third-party", "a."), .init("district-base", "b."), .init("planned", "c."),
            ],
            rows: Self.years.enumerated().map { index, year in
                FigureTable.Row(
                    year,
                    [
                        index < 2
                            ? .share(Money(pence: 470 + Int64(index) * 10), of: million)
                            : Figure(.none),
                        index == 2 ? .share(Money(pence: 414), of: million) : Figure(.none),
                        Figure(.tenths(planned[index], unit: "%")),
                    ]
                )
            },
            shape: .open
        )
        let chart = Chart(
            .lines,
            "Local share",
            columns: ["third-party", "district-base", "planned"],
            top: 60,
            bottom: 40,
            plans: ["planned"],
            breaks: ["2019/20"]
        )
        return Report(
            name: "spend",
            title: "T",
            subtitle: "S",
            freshness: "F",
            sections: [.init(table, charts: [chart])]
        )
    }

    private var million: Money { Money(pence: 1_000) }

    @Test("a promise for longer than a line has columns is drawn as far as it goes")
    func long() {
        let years = (0..<90).map { year in
            FigureTable.Row("\(2_020 + year)", [Figure(.tenths(470 + year, unit: "%"))])
        }
        let table = FigureTable(
            "Local share",
            rowName: "year",
            columns: [.init("planned", "c.")],
            rows: years,
            shape: .open
        )
        let chart = Chart(.lines, "Share", columns: ["planned"], top: 60, plans: ["planned"])
        let report = Report(
            name: "spend",
            title: "T",
            subtitle: "S",
            freshness: "F",
            sections: [.init(table, charts: [chart])]
        )
        for width in [40, 80] {
            let lines = report.text(TextStyle(width: width))
            #expect(lines.contains { $0.contains("┄") })
        }
    }

    @Test("a plan is a line without marks; before a break stands a line that nothing crosses")
    func terminal() {
        let lines = Array(report.text(TextStyle()).dropFirst(6).prefix { !$0.isEmpty })
        #expect(lines == GoldenTrajectory.lines)
        for line in report.text(TextStyle(isUnicode: false)) { #expect(line.count <= 80) }
    }

    @Test("on the page strokes join years of one definition only; the plan is broken")
    func page() {
        let page = report.page
        let solid = page.components(separatedBy: "stroke-dasharray=\"none\"").count - 1
        // Two axes, and the one stroke from 2017/18 to 2018/19.
        #expect(solid == 3)
        #expect(page.components(separatedBy: "stroke-dasharray=\"6 4\"").count - 1 == 5 + 1)
        #expect(page.components(separatedBy: "stroke-dasharray=\"2 3\"").count - 1 == 1)
    }

    @Test("the page is made for one sheet: its size, no table torn apart, pictures beside tables")
    func print() {
        let page = report.page
        for rule in [
            "@page{size:A4", "section{break-inside:avoid}", "@media print", ".pair{display:flex",
        ] {
            #expect(page.contains(rule), "\(rule)")
        }
        #expect(page.contains("<div class=\"pair\"><div class=\"pictures\"><svg"))
        // Without colour and without patterns a bar still has its edge.
        #expect(SampleReport.report.page.contains("fill=\"url(#p1) #E69F00\" stroke=\"#000\""))
    }

    @Test("a spark is a step for each row, a gap where there is nothing")
    func spark() {
        let table = FigureTable(
            "In time",
            rowName: "quarter",
            columns: [.init("in time", "x.")],
            rows: [(0, 4), (2, 4), (0, 0), (4, 4)].enumerated().map { index, share in
                .init("Q\(index + 1)", [.ratio(share.0, of: share.1)])
            }
        )
        let spark = Report(
            name: "r",
            title: "T",
            subtitle: "S",
            freshness: "F",
            sections: [
                .init(table, charts: [Chart(.spark, "In time", columns: ["in time"], top: 100)])
            ]
        )
        #expect(spark.text(TextStyle()).contains("▁▅ █ Q1 - Q4: 100% (4 of 4)"))
    }

    @Test("rows name their returns; those without say how many records, unless that is hidden")
    func provenance() {
        let table = FigureTable(
            "Few",
            rowName: "row",
            columns: [.init("people", "some.")],
            rows: [
                .init("a", [.count(7)], records: 12), .init("b", [.count(8)], records: 1),
                .init("c", [.count(8)], sources: ["return 1"]),
            ]
        )
        let all = ["c: from return 1.", "Counted from so many records: a 12, b 1."]
        #expect(table.sourceSentences == all)
        let hidden = table.replacing(table.rows.map { _ in [.suppressed] })
        #expect(hidden.sourceSentences == ["c: from return 1."])
    }
}
