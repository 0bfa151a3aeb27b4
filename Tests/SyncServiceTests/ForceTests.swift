// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("A return is forced at the server by two administrators, and by nobody else")
struct ForceTests {
    private let world: World
    private let carol: Pen
    private let ada: Pen
    private let ben: Pen

    init() async throws {
        world = try await World()
        carol = try await world.join(.coordinator, of: world.hub)
        ada = try await world.join(.administrator)
        ben = try await world.join(.administrator)
    }

    private func submitted() async throws -> (record: RecordID, content: Hash) {
        let create = try carol.change(
            .create,
            carol.newRecord(),
            form: "quarterly_return",
            patch: ["period": Edit(to: .text("2026-Q3"))],
            audience: .council
        )
        try await carol.store(create)
        let revision = create.opened
        try await carol.store(try await step(carol, create.record, .prepare))
        try await carol.store(try await step(carol, create.record, .submit(revision: revision)))
        return (create.record, try revision.contentHash())
    }

    private func step(
        _ pen: Pen,
        _ record: RecordID,
        _ move: ReturnMove,
        _ reason: String? = "stuck"
    ) async throws -> Change {
        try await world.step(pen, record, move, saying: reason)
    }

    private func state(_ record: RecordID) async throws -> ReturnState {
        ReturnProgress(try await world.record(record).state).state
    }

    @Test("the first word changes nothing, the second does, and the log still verifies")
    func story() async throws {
        let (record, content) = try await submitted()
        let force = ReturnMove.force(to: .open, content: content)
        try await ada.store(try await step(ada, record, force))
        #expect(try await state(record) == .submitted)
        let again = try await step(ada, record, force, "I insist")
        #expect(try await ada.refusal(of: again) == "return.same_person")
        let silent = try await step(ben, record, force, nil)
        #expect(try await ben.refusal(of: silent) == "reason.missing")
        try await ben.store(try await step(ben, record, force, "I looked at it too"))
        #expect(try await state(record) == .open)
        #expect(try await world.verify().isSound)
        // The organisation receives who did it, and why.
        let pulled = try await carol.pull().records.first { $0.state.record == record }
        let said = ReturnProgress(try #require(pulled).state).forces.first?.said
        #expect(said?.map(\.person) == [ada.person, ben.person])
        #expect(said?.map(\.words) == ["stuck", "I looked at it too"])
    }

    @Test("a content that was corrected meanwhile is not forced")
    func old() async throws {
        let (record, content) = try await submitted()
        let force = ReturnMove.force(to: .approved, content: content)
        try await ada.store(try await step(ada, record, force))
        try await carol.store(try await step(carol, record, .prepare))
        let second = ReturnRevision(
            record: record,
            form: try #require(FormID("quarterly_return")),
            formVersion: 1,
            fields: [try #require(FieldPath("period")): .text("2026-Q4")],
            manifest: []
        )
        try await carol.store(
            try carol.change(
                .edit,
                record,
                form: "quarterly_return",
                base: try await world.record(record).state.version,
                patch: ["period": Edit(to: .text("2026-Q4"), was: .text("2026-Q3"))],
                audience: .council
            )
        )
        try await carol.store(try await step(carol, record, .submit(revision: second)))
        let late = try await step(ben, record, force)
        #expect(try await ben.refusal(of: late) == "return.changed")
        #expect(try await state(record) == .submitted)
    }

    @Test("nobody else forces anything, whatever their role", arguments: Role.allCases)
    func others(_ role: Role) async throws {
        guard role != .administrator else { return }
        let (record, content) = try await submitted()
        let pen = try await world.join(role, of: world.hub)
        let force = ReturnMove.force(to: .void, content: content)
        try await ada.store(try await step(ada, record, force))
        let change = try await step(pen, record, force)
        let found = try await pen.refusal(of: change)
        #expect(["permission.denied", "record.unknown"].contains(found), "\(role)")
        #expect(try await state(record) == .submitted)
    }

    @Test("what two made void or approved is not edited any more")
    func settled() async throws {
        let (record, content) = try await submitted()
        for pen in [ada, ben] {
            let force = ReturnMove.force(to: .approved, content: content)
            try await pen.store(try await step(pen, record, force))
        }
        let edit = try carol.change(
            .edit,
            record,
            form: "quarterly_return",
            base: try await world.record(record).state.version,
            patch: ["challenges": Edit(to: .text("none"))],
            audience: .council
        )
        #expect(try await carol.refusal(of: edit) == "return.wrong_state")
        let progress = ReturnProgress(try await world.record(record).state)
        #expect(progress.approver == nil && progress.reported != nil)
    }

    @Test("an administrator reads where returns stand, and nothing that they say")
    func reports() async throws {
        let wire = try await RouteWire()
        let coordinator = try await wire.world.join(.coordinator, of: wire.world.hub)
        let change = try coordinator.change(
            .create,
            coordinator.newRecord(),
            form: "quarterly_return",
            patch: [
                "period": Edit(to: .text("2026-Q3")), "challenges": Edit(to: .text("Secret words")),
                "people_supported": Edit(to: .integer(987_654_321)),
            ],
            audience: .council
        )
        try await coordinator.store(change)
        let admin = try await wire.world.join(.administrator)
        let answer = try await wire.get("v1/admin/returns?council=bradford", token: admin.token)
        let reports = try answer.decoded([ReturnReport].self)
        #expect(reports.map(\.record) == [change.record])
        #expect(reports.map(\.period) == ["2026-Q3"] && reports.map(\.state) == [.open])
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(!text.contains("Secret") && !text.contains("987654321"))
        let page = try await admin.pull()
        #expect(page.records.isEmpty)
        let none = try await wire.get("v1/admin/returns?council=kirklees", token: admin.token)
        #expect(try none.decoded([ReturnReport].self).isEmpty)
    }
}
