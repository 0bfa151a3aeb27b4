// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("The six principles side by side")
struct PrincipleTests {
    private let bradford = known(CouncilID("bradford"))

    private func assessment(
        _ number: UInt64,
        _ level: Int64,
        _ period: String = "2026",
        by organisation: UInt64? = nil
    ) throws -> PrincipleAssessment {
        let fields: [String: FieldValue] = [
            "principle": .choice("local_spend"), "period": .text(period),
            "level": .integer(level),
        ]
        let change = Change(
            id: ChangeID(high: 5, low: number),
            device: DeviceID(high: 3, low: 3),
            counter: 1,
            record: RecordID(high: 6, low: number),
            form: known(FormID("principle_assessment")),
            formVersion: 1,
            scope: Scope(
                council: bradford,
                organisation: organisation.map { OrganisationID(high: 2, low: $0) },
                audience: .council
            ),
            kind: .create,
            base: 0,
            patch: Dictionary(
                fields.map { (known(FieldPath($0.key)), Edit(to: $0.value)) },
                uniquingKeysWith: { first, _ in first }
            ),
            author: PersonID(high: 4, low: 4),
            party: .council,
            at: HybridTime(instant: Instant(milliseconds: 0))
        )
        let state = RecordState(change, version: Int64(number))
        let record = state.view { _ in .ask }
        let content = try record.contentHash()
        return try #require(PrincipleAssessment(record, state, content: content))
    }

    private func row(_ assessments: [PrincipleAssessment]) throws -> PrincipleBoard.Row {
        let board = PrincipleBoard(
            assessments,
            of: bradford,
            in: "2026",
            principles: ["whole_system", "local_spend"]
        )
        #expect(board.rows[0].now == nil && board.rows[0].gap == nil)
        return board.rows[1]
    }

    @Test("the council's rating stands beside the one before, and the middle of the others'")
    func gap() throws {
        let found = try row([
            assessment(1, 1, "2025"), assessment(2, 2, "2025-Q3"), assessment(3, 3),
            assessment(4, 1, by: 1), assessment(5, 2, by: 2), assessment(6, 4, by: 3),
            assessment(7, 0, "2025", by: 4),
        ])
        #expect(found.now?.level == 3 && found.last?.level == 2)
        #expect(found.shadow?.text == "2" && found.shadows.count == 3 && found.gap?.text == "1")
    }

    @Test("an organisation that rates twice counts once, with what it said last")
    func twice() throws {
        let found = try row([assessment(1, 2), assessment(2, 4, by: 1), assessment(3, 1, by: 1)])
        #expect(found.shadows.map(\.level) == [1] && found.gap?.text == "1")
    }

    @Test("a second rating of one side and period is named, and which of them counts")
    func overtaken() throws {
        let board = try PrincipleBoard(
            [assessment(1, 2), assessment(2, 3), assessment(3, 1, by: 1)],
            of: bradford,
            in: "2026",
            principles: ["local_spend"]
        )
        #expect(board.rows[0].now?.level == 3 && board.overtaken.map(\.level) == [2])
        #expect(board.overtakenNote?.contains("local_spend in 2026, level 2") == true)
    }

    @Test("what is rated names the record, a side and a period each its own")
    func named() throws {
        let place = { (organisation: UInt64?) in
            Scope(
                council: bradford,
                organisation: organisation.map { OrganisationID(high: 2, low: $0) },
                audience: .council
            )
        }
        let keys = [nil, 1, 2].flatMap { side in
            ["2026", "2026-Q1", "2026-Q2"].flatMap { period in
                ["local_spend", "whole_system"].map {
                    PrincipleKey(place(side), principle: $0, period: period)
                }
            }
        }
        let records = try keys.map { try #require($0.record) }
        #expect(Set(records).count == keys.count)
        #expect(records.allSatisfy { $0.followsFromName })
        #expect(PrincipleKey(place(nil), principle: "a", period: "last year").record == nil)
    }

    @Test("an organisation's rating is its own: the council reads it, and writes only its own")
    func rights() throws {
        let own = OrganisationID(high: 2, low: 1)
        let shadow = Subject.record(
            Scope(council: bradford, organisation: own, audience: .council),
            .principle
        )
        let council = Subject.record(
            Scope(council: bradford, organisation: nil, audience: .council),
            .principle
        )
        for role in Role.allCases {
            let grant = try #require(
                Grant(
                    role: role,
                    council: role.place == .installation ? nil : bradford,
                    organisation: role.place == .organisation ? own : nil
                )
            )
            let actor = Actor(person: PersonID(high: 0, low: 9), grants: [grant])
            #expect(may(actor, .write, shadow) == (role.place == .organisation), "\(role)")
            let rates: Set<Role> = [.reviewer, .seniorChampion, .cabinetChampion]
            #expect(may(actor, .write, council) == rates.contains(role), "\(role)")
            let signs: Set<Role> = [.seniorChampion, .cabinetChampion]
            #expect(may(actor, .sign, council) == signs.contains(role), "\(role)")
            #expect(!may(actor, .sign, shadow))
        }
    }
}
