// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("Councils beside each other, without a league")
struct NetworkTests {
    private let q2 = ReturnPeriod("2026-Q2")

    private func entry(
        _ council: String,
        _ improved: Int?,
        of paired: Int?,
        in period: String = "2026-Q2",
        days: Int? = 6
    ) throws -> NetworkReturns.Entry {
        NetworkReturns.Entry(
            council: council,
            period: try #require(ReturnPeriod(period)),
            improved: improved,
            paired: paired,
            daysToAnswer: days,
            source: "return \(council) \(period) \(improved ?? -1)"
        )
    }

    @Test("outcomes of one council and period are added, those of other periods never")
    func course() throws {
        let returns = NetworkReturns([
            try entry("Leeds", 6, of: 10), try entry("Bradford", 5, of: 10),
            try entry("Leeds", 9, of: 10, in: "2026-H1"), try entry("Leeds", 3, of: 10),
            try entry("Leeds", 7, of: nil), try entry("Leeds", 12, of: 10),
        ])
        let table = returns.course
        #expect(
            table.rows.map(\.name) == ["Bradford, 2026-Q2", "Leeds, 2026-H1", "Leeds, 2026-Q2"]
        )
        #expect(
            table.rows.map { $0.figures[1] } == [
                .ratio(5, of: 10), .ratio(9, of: 10), .ratio(9, of: 20),
            ]
        )
        #expect(table.rows.map { $0.figures[0] } == [.level(1), .level(1), .level(4)])
        #expect(table.rankedBy == nil && table.shape == .rows)
    }

    @Test("quarters have borders from five on, and nobody is given a place in a row")
    func bands() throws {
        #expect(Bands([100, 200, 300, 400]) == nil && Bands([]) == nil)
        let bands = try #require(Bands([500, 100, 300, 200, 400]))
        #expect([bands.lower, bands.middle, bands.upper] == [200, 300, 400])
        #expect(bands.words(for: 100) == "lower quarter")
        #expect(bands.words(for: 200) == "middle half" && bands.words(for: 400) == "middle half")
        #expect(bands.words(for: 401) == "upper quarter")
        let same = try #require(Bands([7, 7, 7, 7, 7, 7]))
        #expect([same.lower, same.middle, same.upper] == [7, 7, 7])
        #expect(same.words(for: 7) == "middle half")
        // Six: borders lie between two numbers, in proportion.
        let six = try #require(Bands([0, 10, 20, 30, 40, 50]))
        #expect([six.lower, six.middle, six.upper] == [13, 25, 38])
    }

    @Test("a council whose number is not told is placed nowhere, and moves no border")
    func hidden() throws {
        let names = ["Ash", "Beech", "Cedar", "Elm", "Fir", "Gorse"]
        let returns = NetworkReturns(
            try names.enumerated().map { try entry($1, 10 * ($0 + 2), of: 100) }
        )
        let course = returns.course
        let told = course.replacing(
            course.rows.map { row in
                row.name.hasPrefix("Gorse") ? row.figures.map { _ in .suppressed } : row.figures
            }
        )
        let spread = returns.spread(told: told)
        #expect(
            spread.borders.rows.map(\.figures) == [
                [
                    .level(5), Figure(.tenths(300, unit: "%")), Figure(.tenths(400, unit: "%")),
                    Figure(.tenths(500, unit: "%")),
                ]
            ]
        )
        let bands = try #require(spread.bands)
        #expect(bands.rows.map(\.name) == names)
        #expect(
            bands.rows.map { $0.figures[0].text } == [
                "lower quarter", "middle half", "middle half", "middle half", "upper quarter",
                "not told, so not placed",
            ]
        )
    }

    @Test("with fewer than five councils of one period it is said, and no band is given")
    func few() throws {
        let returns = NetworkReturns([
            try entry("Ash", 50, of: 100), try entry("Beech", 60, of: 100),
            try entry("Cedar", 70, of: 100), try entry("Elm", 80, of: 100),
            try entry("Fir", 90, of: 100, in: "2026-H1"),
        ])
        let spread = returns.spread(told: returns.course)
        #expect(spread.bands == nil)
        #expect(spread.borders.rows.allSatisfy { $0.figures[1].value == .none })
        #expect(
            spread.sentences == [
                "2026-H1: 1 council can be compared; bands need 5.",
                "2026-Q2: 4 councils can be compared; bands need 5.",
            ]
        )
    }

    private func share(
        _ council: String,
        _ rule: String,
        _ pounds: Int64,
        _ definition: String = "third-party",
        in year: String = "2025/26"
    ) -> NetworkSpending.Entry {
        NetworkSpending.Entry(
            council: council,
            definition: definition,
            title: "Spending",
            rule: rule,
            year: year,
            local: Money(pence: pounds * 100),
            counted: Money(pence: 10_000),
            source: "published"
        )
    }

    @Test("local shares are compared only where one rule measured them; others are named")
    func spending() throws {
        let spending = NetworkSpending([
            share("Leeds", "rule one.", 40), share("Bradford", "rule one.", 47),
            share("Hackney", "rule two.", 90),
        ])
        let group = try #require(spending.groups.first)
        #expect(spending.groups.count == 1 && group.rule == "rule one.")
        #expect(
            spending.courses.map { $0.rows.map(\.name) } == [
                ["Bradford, 2025/26"], ["Hackney, 2025/26"], ["Leeds, 2025/26"],
            ]
        )
        #expect(spending.courses[0].rows[0].figures[0].text == "47.0%")
        #expect(group.spread.bands == nil)
        #expect(spending.apart.count == 1)
        #expect(spending.apart[0].contains("Hackney") && spending.apart[0].contains("not compared"))
        #expect(!spending.apart[0].contains("Leeds"))
    }

    @Test("two definitions of one council are never one table, whatever their rules say")
    func definitions() {
        let rules = ["circle 1 (BD, LS29 7).", "circle 1 (BD)."]
        for rules in [rules, [rules[0], rules[0]]] {
            let spending = NetworkSpending([
                share("Bradford", rules[0], 47, in: "2017/18"),
                share("Bradford", rules[1], 41, "district-base", in: "2019/20"),
                share("Bradford", rules[0], 50), share("Bradford", rules[1], 63, "district-base"),
            ])
            #expect(
                spending.courses.map { $0.rows.map { $0.figures[0].text } } == [
                    ["41.0%", "63.0%"], ["47.0%", "50.0%"],
                ]
            )
            #expect(
                spending.courses[0].title == "Local share of Bradford: Spending [district-base]"
            )
            #expect(spending.courses[0].columns[0].definition == rules[1])
            #expect(spending.groups.isEmpty && spending.apart.count == 1)
        }
    }
}
