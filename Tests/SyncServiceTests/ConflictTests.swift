// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("Conflicts on the server")
struct ConflictTests {
    private let world: World
    private let amina: Pen
    private let carol: Pen
    private let admin: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
        carol = try await world.join(.coordinator, of: world.hub)
        admin = try await world.join(.administrator)
    }

    /// Amina and Carol both change the minutes upon the same version.
    private func dispute() async throws -> (record: RecordID, version: Sequence64) {
        let contact = try amina.contact()
        let base = try await amina.store(contact)
        for (pen, minutes) in [(amina, Int64(45)), (carol, 60)] {
            try await pen.store(
                try pen.change(
                    .edit,
                    contact.record,
                    base: base,
                    patch: ["minutes": Edit(to: .integer(minutes), was: .integer(30))]
                )
            )
        }
        let stored = try await world.record(contact.record)
        return (contact.record, stored.state.version)
    }

    private func reports(_ pen: Pen, all: Bool = false) async throws -> [ConflictReport] {
        let (forms, person) = (world.forms, pen.person)
        return try await world.storage.read {
            try Inspecting(reader: $0, forms: forms, person: person).conflicts(
                Inspecting.Query(all: all)
            )
        }
    }

    @Test("an appeal needs a decision and a reason, which is masked for an administrator")
    func appealed() async throws {
        let (record, version) = try await dispute()
        let appeal = { (reason: String?) async throws -> Change in
            try self.amina.change(
                .step,
                record,
                base: try await self.world.record(record).state.version,
                step: .appeal(field: #require(FieldPath("minutes"))),
                reason: reason
            )
        }
        #expect(try await amina.refusal(of: try await appeal("no")) == "conflict.none")
        try await carol.store(
            try carol.change(
                .resolve,
                record,
                base: version,
                patch: ["minutes": Edit(to: .integer(60), was: .integer(30))],
                reason: "my watch"
            )
        )
        #expect(try await amina.refusal(of: try await appeal(" ")) == "reason.missing")
        try await amina.store(try await appeal("until noon"))
        let seen = try #require(try await reports(carol, all: true).first?.conflict.appeal)
        #expect(seen.reason == "until noon" && seen.author == amina.person)
        let masked = try #require(try await reports(admin, all: true).first?.conflict.appeal)
        #expect(masked.reason == nil)
        #expect(try await world.verify().isSound)
    }

    @Test("an administrator settles it without seeing a value, by naming the candidate")
    func masked() async throws {
        let (record, version) = try await dispute()
        let report = try #require(try await reports(admin).first)
        #expect(report.isMasked)
        #expect(report.conflict.candidates.allSatisfy { $0.value == nil })
        let mine = try #require(report.conflict.candidates.first { $0.author == carol.person })
        try await admin.store(
            try admin.change(
                .resolve,
                record,
                base: report.version,
                patch: ["minutes": Edit(to: nil, take: mine.id)],
                reason: "Carol was there"
            )
        )
        let state = try await world.record(record).state
        let minutes = try #require(FieldPath("minutes"))
        #expect(state.view { _ in .ask }.fields[minutes] == .integer(60))
        #expect(report.version == version)
        #expect(try await reports(admin).isEmpty)
        let settled = try #require(try await reports(carol, all: true).first)
        #expect(!settled.isMasked)
        #expect(settled.conflict.candidates.map(\.value) == [.integer(45), .integer(60)])
        #expect(try await world.verify().isSound)
    }

    @Test("whoever comes second is told that another was first")
    func second() async throws {
        let (record, version) = try await dispute()
        for (pen, code) in [(carol, String?.none), (admin, "conflict.moved")] {
            let change = try pen.change(
                .resolve,
                record,
                base: version,
                patch: ["minutes": Edit(to: .integer(50))],
                reason: "agreed by phone"
            )
            #expect(try await pen.refusal(of: change) == code)
        }
    }

    @Test("an undo puts the candidates back; a second undo has nothing to undo")
    func undo() async throws {
        let (record, version) = try await dispute()
        let resolved = try await carol.store(
            try carol.change(
                .resolve,
                record,
                base: version,
                patch: ["minutes": Edit(to: .integer(50))],
                reason: "agreed by phone"
            )
        )
        let undone = try await admin.store(
            try admin.change(
                .resolve,
                record,
                base: resolved,
                patch: ["minutes": Edit(to: nil, reopened: [])],
                reason: "it was the wrong person"
            )
        )
        let conflict = try #require(try await reports(carol).first).conflict
        #expect(conflict.candidates.map(\.value) == [.integer(45), .integer(60)])
        let again = try admin.change(
            .resolve,
            record,
            base: undone,
            patch: ["minutes": Edit(to: nil, reopened: [])],
            reason: "once more"
        )
        #expect(try await admin.refusal(of: again) == "conflict.none")
    }

    @Test("a deletion against an edit is asked about, and can be decided for either")
    func existence() async throws {
        for lives in [true, false] {
            let contact = try amina.contact()
            let base = try await amina.store(contact)
            try await carol.store(
                try carol.change(
                    .delete,
                    contact.record,
                    base: base,
                    patch: ["@exists": Edit(to: .boolean(false), was: .boolean(true))]
                )
            )
            let version = try await amina.store(
                try amina.change(
                    .edit,
                    contact.record,
                    base: base,
                    patch: ["note": Edit(to: .text("news"))]
                )
            )
            #expect(try await world.record(contact.record).disputes == .open)
            try await carol.store(
                try carol.change(
                    .resolve,
                    contact.record,
                    base: version,
                    patch: ["@exists": Edit(to: .boolean(lives))],
                    reason: "asked Amina"
                )
            )
            let stored = try await world.record(contact.record)
            #expect(stored.disputes == .settled)
            #expect(stored.state.isDeleted == !lives)
        }
    }

    @Test("values are shown to an administrator for a reason, and that is kept")
    func reveal() async throws {
        _ = try await dispute()
        let (forms, person, bradford) = (world.forms, admin.person, world.bradford)
        let query = Inspecting.Query()
        await #expect(throws: Problem.self) {
            try await world.storage.write {
                try $0.reveal(query, reason: " ", forms: forms, person: person, now: World.start)
            }
        }
        let shown = try await world.storage.write {
            try $0.reveal(
                query,
                reason: "complaint 12",
                forms: forms,
                person: person,
                now: World.start
            )
        }
        #expect(shown.first?.conflict.candidates.map(\.value) == [.integer(45), .integer(60)])
        let audits = try await world.storage.read {
            try $0.entries(bradford, after: 0, limit: 100).filter { $0.entry.kind == .audit }
        }
        #expect(audits.count == 1)
        #expect(try await world.verify().isSound)
    }

    @Test("no other organisation and no council role learns of it")
    func privacy() async throws {
        _ = try await dispute()
        let ben = try await world.join(.coordinator, of: world.circle)
        let rosa = try await world.join(.reviewer)
        for pen in [ben, rosa] { #expect(try await reports(pen, all: true).isEmpty) }
    }

    @Test("decisions that one device made offline, one upon the other, are all taken")
    func offlineDecisions() async throws {
        let (record, version) = try await dispute()
        let found = try #require(try await reports(carol).first)
        let (first, second) = (found.conflict.candidates[0], found.conflict.candidates[1])
        let decide = { (edit: Edit) throws -> Change in
            try carol.change(
                .resolve,
                record,
                base: version,
                patch: ["minutes": edit],
                reason: "because"
            )
        }
        let answer = try await carol.push([
            try decide(Edit(to: first.value, take: first.id)),
            try decide(Edit(to: nil, reopened: [])),
            try decide(Edit(to: second.value, take: second.id)),
        ])
        for outcome in answer.outcomes {
            guard case .stored = outcome.result else {
                Issue.record("not stored: \(outcome)")
                continue
            }
        }
        let settled = try #require(try await reports(carol, all: true).first?.conflict)
        #expect(settled.state == .resolved)
        #expect(settled.resolution?.value == second.value)
        #expect(try await world.verify().isSound)
    }

    @Test("an edit by someone who had seen the dispute cannot settle it in disguise")
    func disguised() async throws {
        let (record, version) = try await dispute()
        let edit = { (base: Sequence64) throws -> Change in
            try amina.change(
                .edit,
                record,
                base: base,
                patch: ["minutes": Edit(to: .integer(99), was: .integer(30))]
            )
        }
        #expect(try await amina.refusal(of: try edit(version)) == "conflict.disputed")
        #expect(try await reports(carol).first?.conflict.candidates.count == 2)
        // Upon the old version it is one more opinion, and settles nothing.
        try await amina.store(try edit(1))
        #expect(try await reports(carol).first?.conflict.state == .open)
    }
}
