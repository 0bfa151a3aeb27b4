// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldModel
import Figures
import Seeds
import Testing

/// Somebody who holds what a council told the network beside every file that it gave away.
@Suite("Figures told to the network, subtracted from the council's other files")
struct NetworkAttackTests {
    private struct Return {
        let record: RecordID
        var paired: Int
        var improved: Int
    }

    /// A number that was told: of which returns, and how many improved, or did not.
    private struct Fact: Hashable {
        let what: String
        let returns: Set<Int>
        let count: Int
    }

    private func source(_ one: Return) -> NetworkFigure.Source {
        .init(one.record, content: "\(one.improved)/\(one.paired)")
    }

    private func file(_ returns: [Return]) throws -> FigureTable {
        let paths = try (
            #require(FieldPath("outcomes_paired")), #require(FieldPath("outcomes_improved"))
        )
        return ReturnTable(
            returns.map { one in
                ReturnTable.Entry(
                    organisation: "\(one.record)",
                    period: "2026-Q2",
                    fields: [
                        paths.0: .integer(Int64(one.paired)),
                        paths.1: .integer(Int64(one.improved)),
                    ],
                    source: "\(one.record) \(source(one).content)",
                    parts: [source(one).part]
                )
            }
        ).table
    }

    private func course(_ returns: [Return]) throws -> FigureTable {
        let period = try #require(ReturnPeriod("2026-Q2"))
        return NetworkReturns(
            returns.map { one in
                .init(
                    council: "Leeds",
                    period: period,
                    improved: one.improved,
                    paired: one.paired,
                    daysToAnswer: nil,
                    source: "\(one.record)",
                    origin: source(one)
                )
            }
        ).course
    }

    /// What a table that was told says.
    private func facts(_ told: FigureTable, _ column: String, _ returns: [Return]) -> [Fact] {
        let index = told.columns.firstIndex { $0.name == column } ?? 0
        return told.rows.flatMap { row -> [Fact] in
            guard case .ratio(let part, let whole) = row.figures[index].value else { return [] }
            let group = Set(returns.indices.filter { row.parts.contains(source(returns[$0]).part) })
            return [("paired", whole), ("improved", part), ("not improved", whole - part)]
                .map { Fact(what: $0.0, returns: group, count: $0.1) }
        }
    }

    /// The smallest number above nought of a group of returns that sums and differences give: every
    /// group that can be reached by adding or taking away told ones, each once.
    private func smallest(_ facts: [Fact]) -> Int {
        var least = Int.max
        for (_, facts) in Dictionary(grouping: Set(facts), by: \.what) {
            var reached: Set<[Int]> = [[0, 0, 0, 0, 0]]
            for fact in facts {
                let step = (0..<4).map { fact.returns.contains($0) ? 1 : 0 } + [fact.count]
                for sign in [1, -1] {
                    reached.formUnion(reached.map { zip($0, step).map { $0 + sign * $1 } })
                }
            }
            for sum in reached {
                let weights = sum.dropLast()
                guard weights.allSatisfy((0...1).contains), weights.contains(1) else { continue }
                if let count = sum.last, count > 0 { least = min(least, count) }
            }
        }
        return least
    }

    private func random(_ count: Int, _ dice: inout Seed) -> [Return] {
        (0..<count).map { number in
            let paired = Int.random(in: 0...24, using: &dice)
            return Return(
                record: RecordID(high: 7, low: UInt64(number)),
                paired: paired,
                improved: Int.random(in: 0...paired, using: &dice)
            )
        }
    }

    @Test("in any order of files and tellings, as returns are accepted one after the other")
    func tellings() throws {
        var dice = Seed()
        var (told, hidden) = (0, 0)
        for _ in 0..<300 {
            let returns = random(Int.random(in: 2...4, using: &dice), &dice)
            var (publication, found) = (Publication(), [Fact]())
            var accepted = 0
            for _ in 0..<4 where accepted < returns.count {
                accepted = Int.random(in: accepted + 1...returns.count, using: &dice)
                let now = Array(returns.prefix(accepted))
                // The device that tells and the one that writes files may be two: each takes what
                // the other told from the records, so that one publication stands for both.
                for isFile in [true, false].shuffled(using: &dice) {
                    let table = try isFile ? file(now) : course(now)
                    var disclosing = Disclosing(Threshold(), after: publication)
                    let shown = disclosing.told(table)
                    publication = disclosing.publication
                    hidden += shown.suppressed
                    found += facts(shown, "improved", returns)
                }
            }
            told += found.count
            #expect(smallest(found) >= 5, "\(dice): \(returns.map { ($0.improved, $0.paired) })")
        }
        #expect(told > 500 && hidden > 500)
    }

    @Test("a correction by few people is hidden in both, and one by many follows")
    func corrections() throws {
        for (improved, isTold) in [(21, false), (24, false), (25, true), (20, true), (15, true)] {
            var one = Return(record: RecordID(high: 7, low: 1), paired: 40, improved: 20)
            var disclosing = Disclosing(Threshold())
            #expect(disclosing.told(try course([one])).suppressed == 0)
            one.improved = improved
            // What was told on another device is known by its record.
            var other = Disclosing(Threshold())
            other.take(told: try course([Return(record: one.record, paired: 40, improved: 20)]))
            #expect((disclosing.told(try course([one])).suppressed == 0) == isTold, "\(improved)")
            #expect((other.told(try file([one])).suppressed == 0) == isTold, "\(improved)")
        }
    }

    @Test("what a share leaves is subtracted as well as its part")
    func remainders() throws {
        let returns = [(40, 30), (24, 23)].enumerated().map { number, figures in
            Return(
                record: RecordID(high: 7, low: UInt64(number)),
                paired: figures.0,
                improved: figures.1
            )
        }
        var disclosing = Disclosing(Threshold())
        let first = disclosing.told(try file(returns))
        #expect(first.rows.map { $0.figures[3].value } == [.ratio(30, of: 40), .suppressed])
        // 53 of 64 less 30 of 40 would tell that one did not improve.
        #expect(disclosing.told(try course(returns)).rows[0].figures[1].value == .suppressed)
    }
}
