// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import LocalSpend
import Testing

@Suite("How much of a year its ledgers have")
struct CoverageTests {
    private let year = FinancialYear(start: 2025)

    private func quarters(_ days: String...) throws -> Set<SpendQuarter> {
        Set(try days.map { SpendQuarter(of: try #require(PlainDate($0))) })
    }

    private func all() throws -> Set<SpendQuarter> {
        try quarters("2025-05-01", "2025-08-01", "2025-11-01", "2026-02-01")
    }

    private func period(_ from: String, _ to: String) -> LedgerReading.Period {
        .init(from: PlainDate(from), to: PlainDate(to))
    }

    @Test(
        "the months are said in quarters where they are whole ones",
        arguments: [
            ("2025-04-03", "2025-06-27", "1 of 4 quarters"),
            ("2025-04-01", "2025-09-30", "2 of 4 quarters"),
            ("2025-06-01", "2025-06-30", "1 of 12 months"),
            ("2025-12-24", "2026-03-02", "4 of 12 months"),
            ("2026-04-01", "2027-03-31", "0 of 4 quarters"),
        ]
    )
    func words(_ from: String, _ to: String, _ words: String) throws {
        var covered = CoveredYears()
        covered.take(try all(), of: period(from, to))
        #expect(covered[year].words == words && !covered[year].isWhole)
    }

    @Test("ledgers of all quarters are a whole year, and a quarter without payments is wanting")
    func whole() throws {
        var covered = CoveredYears()
        covered.take(try quarters("2025-05-01"), of: period("2025-04-01", "2025-06-30"))
        covered.take(try quarters("2025-11-01"), of: period("2025-07-01", "2025-12-31"))
        #expect(covered[year].words == "2 of 4 quarters")
        covered.take(try all(), of: period("2025-07-02", "2026-03-29"))
        #expect(covered[year].isWhole && covered[year].words == nil)
        #expect(covered[FinancialYear(start: 2024)].isWhole)
    }

    @Test("no gap and no slope is reckoned from a year that is not whole")
    func standing() throws {
        let target = try SpendTarget(
            definition: "d",
            baseline: FinancialYear(start: 2024),
            baselineShare: Share(Money(pence: 40), of: Money(pence: 100)),
            year: FinancialYear(start: 2027),
            percent: 50
        )
        let point = { (coverage: SpendCoverage) in
            SpendPoint(
                year: year,
                share: Share(Money(pence: 60), of: Money(pence: 100)),
                definition: "d",
                source: "ledgers",
                coverage: coverage
            )
        }
        #expect(try target.standing(point(SpendCoverage())) == nil)
        #expect(try target.standing(point(.whole))?.gap.pence == -10)
        var series = SpendSeries("d")
        try series.add(point(SpendCoverage()))
        #expect(series.whole.isEmpty && series.points.count == 1)
    }
}
