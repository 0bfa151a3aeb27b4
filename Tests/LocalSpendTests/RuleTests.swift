// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend
import Testing

@Suite("What a definition says of itself, and figures that look as by another")
struct RuleTests {
    private func definition(
        _ circles: Set<Circle> = [.council],
        _ areas: [Circle: String] = [.council: "BD"]
    ) throws -> SpendDefinition {
        SpendDefinition(
            id: "d",
            title: "Spending",
            circles: circles,
            areas: try areas.mapValues { try PostcodeArea($0) }
        )
    }

    @Test("its rule names the postcodes of its circles: two that differ there are two rules")
    func rule() throws {
        let (district, wider) = (
            try definition(), try definition([.council], [.council: "BD, LS29 7"])
        )
        #expect(district.rule.contains("circle 1 (the council's area: BD), of all spending"))
        #expect(wider.rule.contains("circle 1 (the council's area: BD, LS29 7), of"))
        #expect(district.rule != wider.rule)
        let outer = try definition([.county], [.council: "BD", .county: "LS, HX"])
        #expect(outer.rule.contains("HX, LS), less BD of circle 1, of all"))
        let none = try definition([.council], [:])
        #expect(none.rule.contains("no postcodes, only suppliers set by hand"))
    }

    @Test(
        "a postcode is in one circle only; a smaller part of a larger one may be nearer",
        arguments: [
            ("BD", "BD, LS", true), ("LS", "LS29 7", true), ("LS29", "LS29 7", true),
            ("BD, LS29 7", "LS, HX", false), ("E1", "E1W, E11", false), ("B", "BD", false),
        ]
    )
    func overlap(_ inner: String, _ outer: String, _ isRefused: Bool) throws {
        let found = try definition([.council], [.council: inner, .region: outer]).overlap
        #expect((found != nil) == isRefused, "\(found ?? "")")
    }

    private func point(
        _ year: Int,
        _ local: Int64,
        of counted: Int64,
        _ definition: String = "third-party"
    ) -> SpendPoint {
        SpendPoint(
            year: FinancialYear(start: year),
            share: Share(Money(pence: local), of: Money(pence: counted)),
            definition: definition,
            source: "bradford.gov.uk"
        )
    }

    @Test("Bradford's 196 of 474 million is not taken beside 162.7 of 346.2, two years before")
    func unusual() throws {
        let (base, other) = (point(2017, 162, of: 346), point(2019, 196, of: 474, "district-base"))
        let wrong = point(2019, 196, of: 474)
        #expect(UnusualFigure(wrong, beside: [base]) == .jump(from: base))
        #expect(UnusualFigure(wrong, beside: [base, other]) == .told(other))
        #expect(UnusualFigure(point(2019, 180, of: 360), beside: [base, other]) == nil)
        #expect(UnusualFigure(wrong, beside: []) == nil)
        // The nearest year that has a figure, before it or after.
        let later = point(2021, 200, of: 480)
        #expect(UnusualFigure(wrong, beside: [point(2016, 1, of: 346), later]) == nil)
        #expect(UnusualFigure(point(2018, 1, of: 346), beside: [base, later]) == nil)
    }

    @Test("two figures of one series that jump are named, unless somebody said why")
    func jumps() throws {
        var series = SpendSeries("third-party")
        try series.add(point(2017, 162, of: 346))
        try series.add(point(2019, 196, of: 474))
        #expect(series.jumps.map(\.to.year.start) == [2019])
        var said = SpendSeries("third-party")
        try said.add(point(2017, 162, of: 346))
        try said.add(
            SpendPoint(
                year: FinancialYear(start: 2019),
                share: Share(Money(pence: 196), of: Money(pence: 474)),
                definition: "third-party",
                source: "minutes",
                reason: "schools joined"
            )
        )
        #expect(said.jumps.isEmpty)
    }
}
