// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("What a council tells the network")
struct NetworkFigureTests {
    private let q2: ReturnPeriod
    private let leeds: CouncilID
    private let hackney: CouncilID

    init() throws {
        q2 = try #require(ReturnPeriod("2026-Q2"))
        (leeds, hackney) = (try #require(CouncilID("leeds")), try #require(CouncilID("hackney")))
    }

    private func outcomes(_ improved: Figure, _ answer: Figure) -> NetworkFigure {
        let sources = (1...3).map { NetworkFigure.Source(RecordID(high: 4, low: $0), content: "c") }
        return .outcomes(
            q2,
            .init(returns: 3, improved: improved, answer: answer, sources: sources)
        )
    }

    private func spend(_ local: Int64, of counted: Int64) -> NetworkFigure {
        .spend(
            definition: "third-party",
            year: "2025/26",
            .init(
                local: Money(pence: local),
                counted: Money(pence: counted),
                title: "Third-party spending",
                rule: "all of it.",
                source: "ledgers"
            )
        )
    }

    private func record(_ fields: [String: FieldValue]) throws -> Record {
        let edits = try fields.map { (try #require(FieldPath($0.key)), Edit(to: $0.value)) }
        let change = Change(
            id: ChangeID(high: 3, low: 3),
            device: DeviceID(high: 3, low: 4),
            counter: 1,
            record: RecordID(high: 9, low: 9),
            form: try #require(FormID("network_figure")),
            formVersion: 1,
            scope: Scope(council: leeds, organisation: nil, audience: .network),
            kind: .create,
            base: 0,
            patch: Dictionary(edits, uniquingKeysWith: { first, _ in first }),
            author: PersonID(high: 3, low: 5),
            party: .council,
            at: HybridTime(instant: Instant(milliseconds: 0))
        )
        return RecordState(change, version: 1).view { _ in .ask }
    }

    @Test("a figure is read from its record as it was told, hidden or not, and withdrawn")
    func roundTrip() throws {
        let halves = Figure(.median(doubled: 13, count: 6))
        let whole = Figure(.median(doubled: 12, count: 6))
        let figures = [
            outcomes(.ratio(20, of: 40), halves), outcomes(.suppressed, whole),
            outcomes(Figure(.none), .suppressed), outcomes(Figure(.none), Figure(.none)),
            spend(40, of: 100), spend(-40, of: 100),
            .principle("local_spend", period: "2026", .init(3, target: 4)),
            .principle("local_spend", period: "2026", .init(0, target: nil)),
        ]
        for figure in figures + figures.map(\.withdrawn) {
            #expect(try NetworkFigure(record(figure.fields)) == figure, "\(figure)")
        }
        for figure in figures {
            #expect(Set(figure.withdrawn.fields.keys).isDisjoint(with: NetworkFigure.valueNames))
        }
    }

    @Test(
        "what no council could tell is no figure",
        arguments: [
            ["improved": .integer(41)], ["paired": .integer(-1)], ["paired": .integer(0)],
            ["returns": .text("3")], ["period": .text("soon")], ["kind": .choice("else")],
            ["hidden": .choices(["improved"])],
        ] as [[String: FieldValue]]
    )
    func broken(_ answers: [String: FieldValue]) throws {
        let told = outcomes(.ratio(20, of: 40), Figure(.none)).fields
        #expect(try NetworkFigure(record(told)) != nil)
        let read = try NetworkFigure(record(told.merging(answers) { $1 }))
        if case .outcomes(_, let value?)? = read {
            #expect(value.improved.value == .none, "\(answers)")
        } else {
            #expect(read == nil, "\(answers)")
        }
        #expect(try NetworkFigure(record(spend(1, of: 0).fields)) == nil)
        let level = NetworkFigure.principle("p", period: "2026", .init(5, target: nil))
        #expect(try NetworkFigure(record(level.fields)) == nil)
    }

    @Test("one council has one record about the same; another council another")
    func records() {
        let figure = spend(40, of: 100)
        #expect(figure.record(in: leeds) == spend(50, of: 100).withdrawn.record(in: leeds))
        let others = [
            figure.record(in: hackney), figure.record(in: leeds, attempt: 1),
            outcomes(Figure(.none), Figure(.none)).record(in: leeds),
        ]
        #expect(!others.contains(figure.record(in: leeds)) && Set(others).count == 3)
    }

    @Test("told anew is what differs; what is gone is withdrawn once, and may come back")
    func changes() {
        let (old, new) = (spend(40, of: 100), spend(50, of: 100))
        let level = NetworkFigure.principle("local_spend", period: "2026", .init(3, target: 4))
        #expect(NetworkChanges(from: [], to: [old, level]).needed.map(\.after) == [level, old])
        #expect(NetworkChanges(from: [old, level], to: [level, old]).needed.isEmpty)
        let moved = NetworkChanges(from: [old, level], to: [new])
        #expect(moved.all.map(\.after) == [level.withdrawn, new])
        #expect(moved.needed.count == 2)
        #expect(NetworkChanges(from: moved.all.map(\.after), to: [new]).needed.isEmpty)
        let back = NetworkChanges(from: moved.all.map(\.after), to: [new, level])
        #expect(back.needed.map(\.after) == [level])
    }

    @Test("a council that is known by what it told stands beside those whose returns are here")
    func beside() throws {
        let own = NetworkReturns.Entry(
            council: "Leeds",
            period: q2,
            improved: 10,
            paired: 20,
            daysToAnswer: 3,
            source: "return 1"
        )
        let figures = [("Bradford", Figure.ratio(9, of: 30)), ("Hackney", .suppressed)]
        let told = figures.compactMap { council, improved -> NetworkReturns.Told? in
            guard case .outcomes(_, let value?) = outcomes(improved, .suppressed) else {
                return nil
            }
            return .init(council: council, period: q2, outcomes: value, source: "told")
        }
        let returns = NetworkReturns([own], told: told)
        let course = returns.course
        #expect(
            course.rows.map(\.name) == ["Bradford, 2026-Q2", "Hackney, 2026-Q2", "Leeds, 2026-Q2"]
        )
        #expect(
            course.rows.map { $0.figures[1].text } == ["30% (9 of 30)", "[c]", "50% (10 of 20)"]
        )
        #expect(course.rows.map(\.sources) == [["told"], ["told"], ["return 1"]])
        #expect(course.rows[0].parts.count == 3)
        #expect(
            returns.figures(told: course).map(\.name)
                == [String](repeating: "outcomes 2026-Q2", count: 3)
        )
    }
}
