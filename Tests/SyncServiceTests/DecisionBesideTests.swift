// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

/// Amina wrote 45 and Carol 60, and Carol decided; the server lost all that and was restored.
@Suite("A decision that comes back to what was written or decided meanwhile")
struct DecisionBesideTests {
    private static let minutes = FieldPath([FieldPath.Segment(name: "minutes")])
    private let before: Restorable
    private let after: Restorable
    private let record: RecordID
    private let created: Sequence64
    /// As they come again: Amina's value, Carol's, and her decision for her own.
    private let values: [Change]
    private let decision: Change
    private let lost: Sequence64

    init() async throws {
        before = try await Restorable()
        let visit = try before.amina.contact()
        record = visit.record
        created = try await before.amina.store(visit)
        let copy = try await before.copy()
        var values: [Change] = []
        for (pen, minutes) in [(before.amina, Int64(45)), (before.carol, 60)] {
            var change = try Self.edit(pen, record, created, minutes)
            change.former = [try await pen.store(change)]
            values.append(change)
        }
        let state = try await before.world.record(record).state
        var decision = try Self.decision(before.carol, state, for: 60)
        decision.former = [try await before.carol.store(decision)]
        (self.values, self.decision) = (values, decision)
        lost = decision.place
        after = try await before.restore(copy)
    }

    private static func edit(
        _ pen: Pen,
        _ record: RecordID,
        _ base: Sequence64,
        _ minutes: Int64
    ) throws -> Change {
        let edit = Edit(to: .integer(minutes), was: .integer(30))
        return try pen.change(.edit, record, base: base, patch: ["minutes": edit])
    }

    private static func decision(
        _ pen: Pen,
        _ state: RecordState,
        for minutes: Int64
    ) throws -> Change {
        let candidates = state.conflicts { _ in .ask }.first?.candidates ?? []
        let edit = Edit(to: .integer(minutes), was: .integer(30), settled: candidates)
        return try pen.change(
            .resolve,
            state.record,
            base: state.version,
            patch: ["minutes": edit],
            reason: "asked them"
        )
    }

    private func conflict() async throws -> Conflict? {
        try await after.world.record(record).state.conflicts { _ in .ask }.first
    }

    private func isStored(_ answer: PushAnswer) -> Bool {
        answer.outcomes.allSatisfy { if case .stored = $0.result { true } else { false } }
    }

    // Dan had decided as well when the server went down, and never heard of it: his comes first.
    @Test("stands beside a decision of another value, and is one with a decision of the same")
    func rival() async throws {
        for minutes in [Int64(45), 60] {
            let scene = try await DecisionBesideTests()
            let dan = try await scene.after.world.join(.coordinator, of: scene.after.world.hub)
            _ = try await scene.after.amina.push(scene.values[0])
            _ = try await scene.after.carol.push(scene.values[1])
            let state = try await scene.after.world.record(scene.record).state
            let rival = try Self.decision(dan, state, for: minutes)
            try await dan.store(rival)
            #expect(scene.isStored(try await scene.after.carol.push(scene.decision)))
            let found = try #require(try await scene.conflict())
            #expect(found.state == (minutes == 60 ? .resolved : .open))
            if found.state == .open {
                #expect(found.candidates.map(\.id) == [scene.decision.id, rival.id])
                #expect(found.candidates.map(\.value) == [.integer(60), .integer(45)])
            }
            // What is sent twice is answered as the first time.
            #expect(scene.isStored(try await scene.after.carol.push(scene.decision)))
            #expect(try await scene.after.world.verify().isSound)
        }
    }

    @Test("is taken though nothing is disputed any more, and keeps what it was between")
    func agreed() async throws {
        // Amina wrote 60 over her 45 before she heard of the decision.
        let over = try Self.edit(after.amina, record, created, 60)
        _ = try await after.amina.push(values[0], over)
        #expect(isStored(try await after.carol.push(values[1], decision)))
        let live = try await after.world.record(record).state.registers[Self.minutes]?.live ?? []
        #expect(Set(live.map(\.stamp.change)) == [over.id, decision.id])
        let found = try await stored(decision)
        #expect(found?.patch[Self.minutes]?.settled?.map(\.id) == values.map(\.id))
        #expect(found?.patch[Self.minutes]?.settled?.map(\.value) == [.integer(45), .integer(60)])
    }

    private func stored(_ change: Change) async throws -> Change? {
        let id = change.id
        return try await after.world.storage.read { reader in
            try reader.entry(change: id).flatMap { try reader.content(of: $0) }
                .map { try Canonical.decode(Change.self, from: $0) }
        }
    }

    // Amina wrote 50 over her 45 before she heard of the decision.
    @Test("by an administrator, who names a value unseen, finds it where it was written over")
    func named() async throws {
        let admin = try await after.world.join(.administrator)
        let over = try Self.edit(after.amina, record, created, 50)
        _ = try await after.amina.push(values[0], over)
        _ = try await after.carol.push(values[1])
        let edit = Edit(to: nil, take: values[0].id)
        var taken = try admin.change(
            .resolve,
            record,
            base: lost,
            patch: ["minutes": edit],
            reason: "asked them"
        )
        taken.former = [lost.next(in: 0)]
        #expect(isStored(try await admin.push(taken)))
        #expect(try await stored(taken)?.patch[Self.minutes]?.to == .integer(45))
        let live = try await after.world.record(record).state.registers[Self.minutes]?.live ?? []
        #expect(Set(live.map(\.stamp.change)) == [over.id, taken.id])
    }

    // Without the way, a decision had seen nothing of what was before the restore.
    @Test("was made upon a report, which tells the way to its base")
    func told() async throws {
        let admin = try await after.world.join(.administrator).person
        _ = try await after.amina.push(values[0])
        _ = try await after.carol.push(values[1])
        let forms = after.world.forms
        let reports = try await after.world.storage.read {
            try Inspecting(reader: $0, forms: forms, person: admin)
                .conflicts(Inspecting.Query(all: true))
        }
        let report = try #require(reports.first { $0.conflict.record == record })
        let state = try await after.world.record(record).state
        #expect(report.version == state.version)
        #expect(report.trunk == state.trunk && state.trunk == [created])
    }

    @Test("waits for a value that is not here again, and says nothing that the log does not")
    func forged() async throws {
        _ = try await after.carol.push(values[1])
        var forged = decision
        let told = decision.patch[Self.minutes]?.settled?.map { $0.with(value: .integer(999)) }
        forged.patch[Self.minutes]?.settled = told
        let answer = try await after.carol.push(forged)
        guard case .held(let why)? = answer.outcomes.first?.result else {
            Issue.record("not held: \(answer)")
            return
        }
        #expect(why.code == .changeAwaiting)
        _ = try await after.amina.push(values[0])
        #expect(isStored(try await after.carol.push(forged)))
        let kept = try await stored(forged)?.patch[Self.minutes]?.settled
        #expect(kept?.map(\.value) == [.integer(45), .integer(60)])
        #expect(kept?.map(\.id) == values.map(\.id))
    }

    @Test("and is taken back by who knew of it, whatever was decided beside it")
    func undone() async throws {
        let dan = try await after.world.join(.coordinator, of: after.world.hub)
        _ = try await after.amina.push(values[0])
        _ = try await after.carol.push(values[1])
        let state = try await after.world.record(record).state
        let rival = try Self.decision(dan, state, for: 45)
        try await dan.store(rival)
        var undo = try after.carol.change(
            .resolve,
            record,
            base: lost,
            patch: ["minutes": Edit(to: nil, reopened: [])],
            reason: "again"
        )
        undo.former = [lost.next(in: 0)]
        #expect(isStored(try await after.carol.push(decision, undo)))
        let found = try #require(try await conflict())
        #expect(found.state == .open)
        #expect(Set(found.candidates.map(\.id)) == Set(values.map(\.id) + [rival.id]))
        #expect(try await after.world.verify().isSound)
    }
}
