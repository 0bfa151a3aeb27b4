// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("Tables of returns, conflicts and contracts")
struct CouncilTableTests {
    private let hub = OrganisationID(high: 2, low: 2)
    private let service = RecordID(high: 6, low: 1)

    private func board(opened: [ReturnBoard.Opened], _ today: String) throws -> BoardTables {
        let today = try #require(PlainDate(today))
        let agreed = ReturnBoard.Agreed(
            service: service,
            name: "Homecare",
            organisation: hub,
            calendar: ReturnCalendar(starts: PlainDate("2025-11-15"), ends: nil)
        )
        let board = ReturnBoard(agreed: [agreed], opened: opened, waivers: [], today: today)
        return BoardTables(board, today: today, names: [hub: "Hub"])
    }

    private func opened(
        _ quarter: String,
        submitted: String,
        _ moves: [ReturnMove.Name]
    ) throws -> ReturnBoard.Opened {
        var progress = ReturnProgress()
        let day = try #require(PlainDate(submitted)).daysSince1970
        for (number, name) in ([.prepare, .submit] + moves).enumerated() {
            // A day each from the submission on.
            let at = Instant(milliseconds: (day + Int64(max(0, number - 1))) * 86_400_000)
            try progress.take(
                try move(name, progress.content),
                try Stamp(by: UInt64(number), at: at)
            )
        }
        return ReturnBoard.Opened(
            record: RecordID(high: 7, low: UInt64(day)),
            organisation: hub,
            service: "homecare",
            period: try #require(ReturnPeriod(quarter)),
            progress: progress
        )
    }

    private func move(_ name: ReturnMove.Name, _ content: Hash?) throws -> ReturnMove {
        let hash = content ?? Hash(of: [UInt8]())
        return switch name {
        case .prepare: .prepare
        case .submit:
            .submit(
                revision: ReturnRevision(
                    record: service,
                    form: try #require(FormID("quarterly_return")),
                    formVersion: 1,
                    fields: [:],
                    manifest: []
                )
            )
        case .review: .review(content: hash)
        case .query: .query(content: hash)
        case .accept: .accept(content: hash)
        case .giveBack: .giveBack(content: hash)
        default: .approve(content: hash)
        }
    }

    @Test("the board says where each return is, who has the ball, and what is next")
    func places() throws {
        let opened = [
            try opened("2025-Q3", submitted: "2026-01-10", [.review, .accept, .approve]),
            try opened("2025-Q4", submitted: "2026-05-01", [.review, .query]),
        ]
        let tables = try board(opened: opened, "2026-08-03")
        let figures = tables.services.rows.map { $0.figures.map(\.text) }
        #expect(tables.services.rows.map(\.name) == ["Homecare"])
        #expect(figures == [["1", "0", "0", "1", "0", "1", "0"]])
        #expect(tables.services.rows[0].sources.count == 2)
        let waiting = tables.waiting.rows.map { [$0.name] + $0.figures.map(\.text) }
        #expect(
            waiting == [
                ["2025-Q3 Homecare", "approved", "2026-01-22", "0", "the champion"],
                ["2025-Q4 Homecare", "queried", "2026-04-23", "8", "the organisation"],
                ["2026-Q1 Homecare", "overdue", "2026-07-21", "13", "the organisation"],
            ]
        )
        #expect(
            tables.sentences == [
                "1 overdue, the longest by 13 days.", "Next due: 2026-10-21, Homecare.",
            ]
        )
    }

    @Test("in time is by the first submission; a quarter without any day to judge is left out")
    func onTime() throws {
        let opened = [
            try opened("2025-Q3", submitted: "2026-01-10", []),
            try opened("2025-Q4", submitted: "2026-05-01", [.review]),
        ]
        let table = try board(opened: opened, "2026-08-03").onTime
        #expect(table.rows.map(\.name) == ["2025-Q3", "2025-Q4", "2026-Q1"])
        let texts = table.rows.map { $0.figures[0].text }
        #expect(texts == ["100% (1 of 1)", "0% (0 of 1)", "0% (0 of 1)"])
    }

    @Test("feedback is the first question, hand-back or acceptance, and stays the first")
    func feedback() throws {
        let progress = try opened(
            "2025-Q3",
            submitted: "2026-01-10",
            [.review, .giveBack, .prepare, .submit, .review, .accept]
        ).progress
        #expect(progress.firstSubmission?.at.instant.date.description == "2026-01-10")
        #expect(progress.firstFeedback?.at.instant.date.description == "2026-01-12")
        let quarter = try #require(ReturnPeriod("2025-Q3"))
        let day = try #require(PlainDate("2026-01-10"))
        let table = FeedbackTable([
            .init(period: quarter, submitted: day, answered: day.adding(days: 2), source: "a"),
            .init(period: quarter, submitted: day, answered: day.adding(days: 5), source: "b"),
            .init(period: quarter, submitted: day, answered: nil, source: "c"),
        ]).table
        #expect(table.rows[0].figures.map(\.text) == ["3", "3.5 (n 2)", "1"])
        #expect(table.rows[0].sources == ["a", "b", "c"])
    }

    @Test("conflicts stand by age, cause and decider")
    func conflicts() {
        let day: Int64 = 86_400
        let tables = ConflictTables([
            .init(ageSeconds: 5, cause: .dates, question: "Contact: Date", decider: "Carol"),
            .init(ageSeconds: 9 * day, cause: .dates, question: "Contact: Date", decider: "Carol"),
            .init(ageSeconds: 2 * day, cause: .deleted, question: "Contact", decider: "Ben"),
        ])
        #expect(tables.byAge.rows.map { $0.figures[0].text } == ["1", "1", "0", "1", "0"])
        #expect(tables.byCause.rows.map(\.name) == ["deleted and changed", "two dates"])
        #expect(tables.byDecider.rows.map(\.name) == ["Carol", "Ben"])
        let sentence =
            "3 open. Half of them have waited 2 days or more; the one that waited longest, 9 days."
        #expect(tables.sentence == sentence)
        #expect(ConflictTables([]).byAge.rows.isEmpty)
    }

    @Test("for others, conflicts of people's records add up to a total that is held with them")
    func heldConflicts() {
        let entries = (0..<7).map { number in
            ConflictTables.Entry(
                ageSeconds: 5,
                cause: number == 0 ? .texts : .dates,
                question: "Contact: Date",
                decider: number == 0 ? "Ben" : "Carol",
                isOfPeople: true
            )
        }
        let tables = ConflictTables(entries, forOthers: true)
        #expect(tables.all.map(\.title) == ["By cause"])
        #expect(tables.byCause.rows.map(\.name) == ["two dates", "two texts", "all"])
        #expect(tables.byCause.rows.map { $0.figures[0] } == [.count(6), .count(1), .count(7)])
        #expect(tables.byCause.shape == .columns)
        #expect(tables.sentence?.contains("7") == false)
        #expect(ConflictTables(entries).all.map(\.shape) == [.open, .open, .open, .open])
        // Of services and suppliers, no number is a person's.
        let others = [
            ConflictTables.Entry(ageSeconds: 5, cause: .dates, question: "Q", decider: "Ben")
        ]
        #expect(ConflictTables(others, forOthers: true).byAge.shape == .open)
    }

    @Test("contracts by size, kind, income and length; questions for each thousand pounds")
    func contracts() throws {
        let contract = { (name: String, pounds: Int64, kind: String, income: IncomeBand?) in
            ContractTables.Contract(
                name: name,
                organisation: "Hub",
                value: Money(pence: pounds * 100),
                kind: kind,
                income: income,
                starts: PlainDate("2025-04-01"),
                ends: PlainDate(kind == "grant" ? "2026-03-31" : "2027-03-31"),
                isReported: true,
                source: name
            )
        }
        let contracts = [
            contract("a", 4_000, "grant", .under10k), contract("b", 16_000, "contract", .over1m),
        ]
        let tables = ContractTables(contracts)
        let texts = { (table: FigureTable) in
            table.rows.map { [$0.name] + $0.figures.map(\.text) }
        }
        #expect(
            texts(tables.bySize) == [
                ["under £5,000", "1", "£4,000", "20.0%"],
                ["£5,000 to £25,000", "1", "£16,000", "80.0%"],
            ]
        )
        #expect(texts(tables.byKind).map { $0[0] } == ["grants", "contracts"])
        #expect(texts(tables.byLength).map { $0[0] } == ["two years or more", "shorter"])
        #expect(texts(tables.byIncome)[0] == ["under £10,000", "1", "£4,000", "20.0%"])
        #expect(
            tables.smallSentence == "Organisations under £1 million a year hold 20.0% of what"
                + " went to those whose income is known."
        )
        let form = BurdenTables.Form(title: "Return", questions: 20, needed: 3, timesAYear: 4)
        let burden = BurdenTables([form], contracts)
        #expect(
            texts(burden.perPound) == [
                ["a", "80", "£4,000", "20.0"], ["b", "80", "£16,000", "5.0"],
                ["all", "160", "£20,000", "8.0"],
            ]
        )
    }
}

extension Stamp {
    /// A person and a device of their own for each number.
    fileprivate init(by number: UInt64, at instant: Instant) throws {
        self.init(
            Change(
                id: ChangeID(high: 1, low: number),
                device: DeviceID(high: 1, low: number),
                counter: 1,
                record: RecordID(high: 7, low: 7),
                form: try #require(FormID("quarterly_return")),
                formVersion: 1,
                scope: Scope(
                    council: try #require(CouncilID("bradford")),
                    organisation: nil,
                    audience: .council
                ),
                kind: .step,
                base: 1,
                reason: "because",
                author: PersonID(high: 1, low: number),
                party: .council,
                at: HybridTime(instant: instant)
            ),
            version: nil
        )
    }
}
