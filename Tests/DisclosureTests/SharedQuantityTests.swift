// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldModel
import Figures
import Testing

@Suite("Numbers of the same people in several reports")
struct SharedQuantityTests {
    private let period: Period
    private let parts: Set<String> = ["~2026-Q2/~east"]
    private let measures = ["satisfaction", "anxiety", "loneliness"]

    init() throws { period = Period(try #require(Quarter("2026-Q2"))) }

    /// A report on one measure, as `OutcomeTables` names its numbers.
    private func outcomes(
        _ measure: String,
        _ outcomes: Int,
        _ pairs: Int,
        _ improved: Int
    ) -> FigureTable {
        FigureTable(
            measure,
            rowName: "period",
            columns: [
                .init("outcomes", "all.", counts: [.outcomes([measure])]),
                .init("pairs", "some.", partOf: "outcomes", counts: [.pairs([measure])]),
                .init(
                    "improved",
                    "better.",
                    partOf: "pairs",
                    counts: Quantity.improved([measure])
                ),
            ],
            rows: [
                .init(
                    "2026-Q2",
                    [.count(outcomes), .count(pairs), .ratio(improved, of: pairs)],
                    parts: parts
                )
            ]
        )
    }

    private func returned(
        _ people: Int64,
        _ improved: Int64,
        of paired: Int64
    ) throws -> FigureTable {
        var fields: [FieldPath: FieldValue] = [:]
        for (name, number) in [
            ("people_supported", people), ("outcomes_improved", improved),
            ("outcomes_paired", paired),
        ] { fields[try #require(FieldPath(name))] = .integer(number) }
        let entry = ReturnTable.Entry(
            organisation: "Hub",
            period: "2026-Q2",
            fields: fields,
            source: "return 1",
            people: .init(of: "hub", in: [period], services: ["east"], measures: measures)
        )
        return ReturnTable([entry]).table
    }

    private func reach(_ people: Int) -> FigureTable {
        FigureTable(
            "People reached",
            rowName: "period",
            columns: [.init("people", "all.", counts: [.reached])],
            rows: [.init("2026-Q2", [.count(people)], parts: parts)]
        )
    }

    private func told(_ tables: [FigureTable], about: String = "hub") -> [[Figure.Value]] {
        var disclosing = Disclosing(Threshold(), about: about)
        return tables.map { disclosing.told($0).rows[0].figures.map(\.value) }
    }

    @Test("a return and the reach of its service are held against each other, in either order")
    func people() throws {
        let accepted = try returned(42, 13, of: 25)
        #expect(told([accepted, reach(39)])[1] == [.suppressed])
        #expect(told([reach(39), accepted])[1][0] == .suppressed)
        #expect(told([reach(42), accepted])[1][0] == .count(42))
        #expect(told([reach(30), accepted])[1][0] == .count(42))
        // Of another organisation nobody is the same.
        var disclosing = Disclosing(Threshold(), about: "others")
        #expect(disclosing.told(accepted).suppressed == 0)
        #expect(disclosing.told(reach(39)).suppressed == 0)
    }

    @Test("what measures leave of a return's sum is held against the measure that is hidden")
    func sums() throws {
        let tables = [
            outcomes("satisfaction", 17, 10, 5), outcomes("anxiety", 14, 10, 5),
            outcomes("loneliness", 11, 5, 2), try returned(42, 12, of: 25),
        ]
        for order in [[0, 1, 2, 3], [3, 0, 1, 2], [0, 2, 3, 1], [1, 3, 2, 0]] {
            let found = told(order.map { tables[$0] })
            let figures = { (table: Int) in found[order.firstIndex(of: table) ?? 0] }
            // 25 less 10 less 5 are the pairs of anxiety, and four of its 14 outcomes have none.
            let all = [figures(0)[1], figures(2)[1], figures(1)[0]]
            let isWholeTold = figures(3)[3] != .suppressed
            #expect(!isWholeTold || all.contains(.suppressed), "\(order)")
            #expect(figures(1)[...1].contains(.suppressed), "\(order)")
        }
    }

    @Test("of many measures as well, and those of which there is nothing do not hide it")
    func many() throws {
        let keys = (0..<7).map { "m\($0)" }
        var disclosing = Disclosing(Threshold(), about: "hub")
        let nobody = OutcomeTables.nobody(
            of: ["unused", "never"],
            Cases([]),
            in: [period],
            of: "east"
        )
        disclosing.take(told: nobody)
        for key in keys.dropLast() {
            #expect(disclosing.told(outcomes(key, 20, 10, 5)).suppressed == 0)
        }
        // Of the last, 14 outcomes: four have no follow-up.
        let last = disclosing.told(outcomes("m6", 14, 10, 5)).rows[0].figures.map(\.value)
        #expect(last == [.count(14), .suppressed, .suppressed])
        let entry = ReturnTable.Entry(
            organisation: "Hub",
            period: "2026-Q2",
            fields: [
                try #require(FieldPath("outcomes_paired")): .integer(70),
                try #require(FieldPath("outcomes_improved")): .integer(35),
            ],
            source: "return 1",
            people: .init(
                of: "hub",
                in: [period],
                services: ["east"],
                measures: keys + ["unused", "never"]
            )
        )
        #expect(disclosing.told(ReturnTable([entry]).table).suppressed == 1)
    }

    @Test("what others may tell at any time hides what it would tell beside it, and is told itself")
    func presumed() throws {
        var disclosing = Disclosing(Threshold(), about: "hub")
        let accepted = try returned(42, 13, of: 25)
        disclosing.presume(told: accepted)
        #expect(disclosing.publication.entries.isEmpty)
        #expect(disclosing.told(reach(39)).suppressed == 1)
        #expect(disclosing.told(accepted).suppressed == 0)
        #expect(disclosing.told(reach(42)).suppressed == 0)
    }
}
