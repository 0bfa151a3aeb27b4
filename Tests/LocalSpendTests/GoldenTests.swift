// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import LocalSpend
import Testing

/// The figures that Bradford published; domain facts, and no choice of ours.
@Suite("Bradford's local spend")
struct GoldenTests {
    private let million: Int64 = 100_000_000
    private var base: Money {
        get throws { try #require(Share.base(of: .init(pence: 45 * million), points: 13)) }
    }

    private func target(_ shape: SpendTarget.Shape = .linear) throws -> SpendTarget {
        let base = try base
        return try SpendTarget(
            definition: "third-party-2017",
            baseline: try #require(FinancialYear("2017/18")),
            baselineShare: Share(Money(rounding: Decimal(base.pence) * 47 / 100), of: base),
            year: try #require(FinancialYear("2022/23")),
            percent: 60,
            shape: shape
        )
    }

    private func millions(_ money: Money) -> String {
        (Decimal(money.pence) / Decimal(million)).shown
    }

    @Test("45 million at 13 points is of 346.2 million; 47 % of it is 162.7, 60 % is 207.7")
    func addressable() throws {
        let base = try base
        #expect(millions(base) == "346.2")
        #expect(millions(Money(rounding: Decimal(base.pence) * 47 / 100)) == "162.7")
        #expect(millions(Money(rounding: Decimal(base.pence) * 60 / 100)) == "207.7")
        #expect(try target().baselineShare.percent?.shown == "47.0")
    }

    @Test("the straight line is 47.0, 49.6, 52.2, 54.8, 57.4, 60.0 percent")
    func line() throws {
        let target = try target()
        let planned = target.years.compactMap { target.planned($0)?.shown }
        #expect(planned == ["47.0", "49.6", "52.2", "54.8", "57.4", "60.0"])
        #expect(target.planned(FinancialYear(start: 2016)) == nil)
        #expect(target.planned(FinancialYear(start: 2023)) == nil)
    }

    @Test("from 47 percent 2.6 points a year are needed, and 45 million are wanting")
    func standing() throws {
        let target = try target()
        let point = SpendPoint(
            year: target.baseline,
            share: target.baselineShare,
            definition: "third-party-2017",
            source: ""
        )
        let standing = try #require(try target.standing(point))
        #expect(standing.requiredPerYear?.shown == "2.6")
        #expect(millions(standing.gap) == "45.0")
        #expect(standing.planned?.shown == "47.0")
    }

    @Test("milestones bend the line, and only within the years of the target")
    func milestones() throws {
        let target = try target(SpendTarget.Shape("2019/20=49; 2021/22=58"))
        let planned = target.years.compactMap { target.planned($0)?.shown }
        #expect(planned == ["47.0", "48.0", "49.0", "53.5", "58.0", "60.0"])
        #expect(throws: SpendError.self) { try self.target(SpendTarget.Shape("2023/24=61")) }
        #expect(throws: SpendError.self) { try SpendTarget.Shape("2019/20=49; 2019/20=50") }
    }

    @Test("21 of 45 is spent locally again: 46.7 percent, and 66 million in all, an estimate")
    func respend() throws {
        let rate = Share(Money(pence: 21 * million), of: Money(pence: 45 * million))
        #expect(rate.percent?.shown == "46.7")
        let money = Money(pence: 45 * million)
        let lm3 = LM3(first: money, second: money, third: .rate(rate))
        #expect(lm3.isEstimate)
        #expect(try #require(lm3.thirdRound).pence == 21 * million)
        // 45 × (1 + 21/45): what went to local suppliers, and what they spent locally again.
        #expect(lm3.local?.pence == 66 * million)
        #expect(lm3.perLocalPound.map { "\($0.rounded(to: 2))" } == "1.47")
    }

    @Test("Northumberland: 76 of 100 spent locally again is 1.76 for each pound, 36 is 1.36")
    func northumberland() {
        for (respent, words) in [(76, "1.76"), (36, "1.36")] as [(Int64, String)] {
            let lm3 = LM3(
                first: Money(pence: 100),
                second: Money(pence: respent),
                third: .surveyed(Money(pence: 0))
            )
            #expect(lm3.ratio.map { "\($0)" } == words)
            #expect(!lm3.isEstimate)
        }
    }

    @Test("196 of 474 million is 41.4 percent by another definition, and is never joined")
    func otherDefinition() throws {
        let other = SpendPoint(
            year: FinancialYear(start: 2019),
            share: Share(Money(pence: 196 * million), of: Money(pence: 474 * million)),
            definition: "district-base-2019",
            source: "bradford.gov.uk"
        )
        #expect(other.share.percent?.shown == "41.4")
        let target = try target()
        #expect(throws: SpendError.self) { try target.standing(other) }
        var series = SpendSeries("third-party-2017")
        #expect(throws: SpendError.self) { try series.add(other) }
        let first = SpendPoint(
            year: target.baseline,
            share: target.baselineShare,
            definition: "third-party-2017",
            source: ""
        )
        let apart = try SpendSeries.apart([other, first])
        #expect(apart.map(\.definition) == ["third-party-2017", "district-base-2019"])
        #expect(apart.allSatisfy { $0.points.count == 1 })
        #expect(throws: SpendError.self) { try SpendSeries.apart([other, other]) }
    }

    @Test("no round of a multiplier is more than the one before it")
    func rounds() {
        let pounds = { (number: Int64) in Money(pence: number * 100) }
        let reckon = { (spent: Int64, local: Int64, again: Int64) in
            LM3(first: pounds(spent), second: pounds(local), third: .surveyed(pounds(again)))
        }
        #expect(reckon(10, 11, 1).mistake != nil && reckon(10, 5, 6).mistake != nil)
        #expect(reckon(10, 10, 10).mistake == nil)
    }
}
