// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Figures
import Testing

@Suite("A table made fit to leave an organisation")
struct DisclosingTests {
    private func outcomes(_ figures: [Figure]) -> FigureTable {
        FigureTable(
            "Happiness",
            rowName: "period",
            columns: [
                .init("outcomes", "all."), .init("pairs", "some.", partOf: "outcomes"),
                .init("improved", "better.", partOf: "pairs"),
                .init("change", "mean.", partOf: "pairs"),
            ],
            rows: [.init("2026-Q2", figures, parts: ["2026-Q2"])]
        )
    }

    private func told(_ outcomes: Int, _ pairs: Int, _ improved: Int) -> [String] {
        var disclosing = Disclosing(Threshold())
        let table = self.outcomes([
            .count(outcomes), .count(pairs), .ratio(improved, of: pairs),
            .meanChange(sum: 10, pairs: pairs),
        ])
        return disclosing.told(table).rows[0].figures.map(\.text)
    }

    @Test("few, nearly none, nearly all, and nearly the number beside it are not told")
    func rows() {
        #expect(told(30, 20, 10) == ["30", "20", "50% (10 of 20)", "+0.5 (n 20)"])
        #expect(told(30, 4, 2) == ["30", "[c]", "[c]", "[c]"])
        #expect(told(30, 20, 3)[2] == "[c]" && told(30, 20, 17)[2] == "[c]")
        // Three without a follow-up could be worked out from any number with the pairs in it.
        #expect(told(23, 20, 10) == ["23", "[c]", "[c]", "[c]"])
        #expect(told(20, 20, 20) == ["20", "20", "100% (20 of 20)", "+0.5 (n 20)"])
    }

    @Test("that one to four records were left out, and why, is not told either")
    func leftOut() {
        var disclosing = Disclosing(Threshold())
        let people = Figure(.count(20), leftOut: [.init(2, "withdrawn"), .init(9, "disputed")])
        let table = FigureTable(
            "People",
            rowName: "period",
            columns: [.init("people", "all.")],
            rows: [.init("2026-Q2", [people])]
        )
        let told = disclosing.told(table).rows[0].figures[0]
        #expect(told == Figure(.count(20), leftOut: [.init(9, "disputed")]))
    }

    @Test("a second report is held beside the first")
    func second() {
        let table = { (count: Int) in
            FigureTable(
                "People",
                rowName: "period",
                columns: [.init("people", "all.")],
                rows: [.init("2026-Q2", [.count(count)], parts: ["2026-Q2"])]
            )
        }
        var disclosing = Disclosing(Threshold())
        #expect(disclosing.told(table(20)).suppressed == 0)
        #expect(disclosing.told(table(22)).suppressed == 1)
        #expect(disclosing.told(table(20)).suppressed == 0)
        #expect(disclosing.told(table(40)).suppressed == 0)
    }

    @Test("a number that one table leaves of another is hidden in the second one too")
    func among() {
        let people = { (count: Int) in
            FigureTable(
                "People",
                rowName: "period",
                columns: [.init("people", "all.", counts: [.init("people", ["new", "before"])])],
                rows: [.init("2026-Q2", [.count(count)], parts: ["2026-Q2"])]
            )
        }
        let levels = FigureTable(
            "New people by level",
            rowName: "period",
            columns: [
                .init("early", "early."), .init("late", "late."),
                .init("all", "new.", counts: [.init("people", ["new"])]),
            ],
            rows: [
                .init("2026-Q2", [10, 7, 17].map(Figure.count), parts: ["2026-Q2"]),
                .init("2026-Q3", [20, 30, 50].map(Figure.count), parts: ["2026-Q3"]),
                .init("all", [30, 37, 67].map(Figure.count), parts: ["2026-Q2", "2026-Q3"]),
            ],
            shape: .cross
        )
        // Three were here before: of 20 people, 17 are new.
        var near = Disclosing(Threshold())
        #expect(near.told(people(20)).suppressed == 0)
        let hidden = near.told(levels)
        #expect(hidden.rows[0].figures[2].value == .suppressed)
        #expect(hidden.suppressed >= 4)
        var far = Disclosing(Threshold())
        #expect(far.told(people(40)).suppressed == 0)
        #expect(far.told(levels).suppressed == 0)
    }

    @Test("a council may ask for more, never for less than three")
    func threshold() {
        #expect(Threshold(10).isSmall(9) && !Threshold(10).isSmall(10))
        #expect(Threshold(0).isSmall(2) && !Threshold(0).isSmall(0))
    }

    @Test("what does not add up is not told at all, and what is one's own never")
    func refused() {
        let table = { (shape: FigureTable.Shape) in
            FigureTable(
                "T",
                rowName: "r",
                columns: [.init("a", "a."), .init("all", "all.")],
                rows: [
                    .init("x", [.count(10), .count(11)]), .init("all", [.count(10), .count(10)]),
                ],
                shape: shape
            )
        }
        var disclosing = Disclosing(Threshold())
        #expect(disclosing.told(table(.cross)).suppressed == 4)
        #expect(disclosing.told(table(.own)).suppressed == 4)
        #expect(disclosing.told(table(.open)).suppressed == 0)
    }

    @Test("conflicts of few people's records are not told, nor what gives them away")
    func conflicts() {
        let day: Int64 = 86_400
        let causes: [(ConflictCause, Int)] = [(.texts, 2), (.dates, 12), (.choices, 9)]
        let entries = causes.flatMap { cause, count in
            (0..<count).map { age in
                ConflictTables.Entry(
                    ageSeconds: Int64(age) * day,
                    cause: cause,
                    question: "Participant: Phone",
                    decider: "Carol",
                    isOfPeople: true
                )
            }
        }
        let tables = ConflictTables(entries, forOthers: true)
        var disclosing = Disclosing(Threshold())
        let told = tables.all.map { disclosing.told($0) }
        let few = told[0].rows.first { $0.name == ConflictCause.texts.title }
        #expect(told.count == 1 && few?.figures == [.suppressed] && told[0].suppressed >= 2)
    }
}
