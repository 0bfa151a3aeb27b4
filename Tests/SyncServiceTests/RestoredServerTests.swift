// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("A server that was restored from a backup")
struct RestoredServerTests {
    private static let minutes = FieldPath.minutes

    private func again(_ change: Change, _ sequence: Sequence64) -> Change {
        var change = change
        change.former = (change.former ?? []) + [sequence]
        return change
    }

    @Test("the log goes on in a new timeline, without a gap, and verifies")
    func timeline() async throws {
        let before = try await Restorable()
        let first = try before.amina.contact()
        try await before.amina.store(first)
        let copy = try await before.copy()
        let lost = try before.amina.contact("lost")
        let sequence = try await before.amina.store(lost)
        let after = try await before.restore(copy)
        let version = try await after.amina.store(again(lost, sequence))
        #expect(version.timeline > 0)
        #expect(version.position == sequence.position + 1)
        let kept = try await after.world.record(lost.record)
        #expect(kept.state.registers.values.allSatisfy { $0.writes[0].stamp.former == [sequence] })
        #expect(kept.state.trunk.last == sequence - 1)
        let found = try await after.world.verify()
        #expect(found.isSound, "\(found)")
        let page = try await after.amina.pull()
        #expect(page.logs.first?.hasLost(sequence) == true)
        #expect(page.logs.first?.hasLost(sequence - 1) == false)
        #expect(page.restored?.backupOf == World.start)
    }

    @Test("an edit that had seen the lost values takes their place, in any order of sending again")
    func bases() async throws {
        for isEditFirst in [true, false] {
            let before = try await Restorable()
            let visit = try before.amina.contact()
            let created = try await before.amina.store(visit)
            let copy = try await before.copy()
            let edit = { (pen: Pen, base: Sequence64, minutes: Int64) throws -> Change in
                try pen.change(
                    .edit,
                    visit.record,
                    base: base,
                    patch: ["minutes": Edit(to: .integer(minutes), was: .integer(30))]
                )
            }
            let mine = try edit(before.amina, created, 45)
            let stored = try await before.amina.store(mine)
            let theirs = try edit(before.carol, stored, 60)
            let last = try await before.carol.store(theirs)
            let after = try await before.restore(copy)
            if isEditFirst {
                try await after.carol.store(again(theirs, last))
                try await after.amina.store(again(mine, stored))
            } else {
                try await after.amina.store(again(mine, stored))
                try await after.carol.store(again(theirs, last))
            }
            let state = try await after.world.record(visit.record).state
            let view = state.view { _ in .ask }
            #expect(view.fields[Self.minutes] == .integer(60))
            #expect(view.conflicts.isEmpty)
            #expect(try await after.world.verify().isSound)
        }
    }

    @Test("a base in what was lost is not taken for what has the same place now")
    func reused() async throws {
        let before = try await Restorable()
        let visit = try before.amina.contact()
        let created = try await before.amina.store(visit)
        let copy = try await before.copy()
        let edit = { (pen: Pen, base: Sequence64, minutes: Int64) throws -> Change in
            try pen.change(
                .edit,
                visit.record,
                base: base,
                patch: ["minutes": Edit(to: .integer(minutes), was: .integer(30))]
            )
        }
        let lost = try await before.amina.store(edit(before.amina, created, 45))
        let after = try await before.restore(copy)
        // Carol wrote offline, upon what was lost; somebody else's new edit has its place.
        let meanwhile = try await after.world.join(.worker, of: before.world.hub)
        try await meanwhile.store(edit(meanwhile, created, 50))
        try await after.carol.store(edit(after.carol, lost, 60))
        let view = try await after.world.record(visit.record).state.view { _ in .ask }
        #expect(view.conflicts.first?.candidates.map(\.value) == [.integer(50), .integer(60)])
    }

    @Test("what comes before that which it is upon waits, and is taken when that arrives")
    func waiting() async throws {
        let before = try await Restorable()
        let copy = try await before.copy()
        let visit = try before.amina.contact()
        let created = try await before.amina.store(visit)
        let edit = try before.carol.change(
            .edit,
            visit.record,
            base: created,
            patch: ["minutes": Edit(to: .integer(60), was: .integer(30))]
        )
        let stored = try await before.carol.store(edit)
        let after = try await before.restore(copy)
        let sent = again(edit, stored)
        guard case .held(let why)? = try await after.carol.push(sent).outcomes.first?.result else {
            Issue.record("not held")
            return
        }
        #expect(why.code == .changeAwaiting)
        try await after.amina.store(again(visit, created))
        let answer = try await after.carol.push(sent)
        guard case .stored(let receipt)? = answer.outcomes.first?.result else {
            Issue.record("not stored: \(answer)")
            return
        }
        #expect(receipt.sequence.timeline > 0)
        let view = try await after.world.record(visit.record).state.view { _ in .ask }
        #expect(view.fields[Self.minutes] == .integer(60))
        #expect(try await after.world.verify().isSound)
    }

    @Test("former sequences that the log still has, and bases that it never had, are not believed")
    func claims() async throws {
        let before = try await Restorable()
        let visit = try before.amina.contact()
        let created = try await before.amina.store(visit)
        let copy = try await before.copy()
        let after = try await before.restore(copy)
        let claim = again(
            try after.amina.change(
                .edit,
                visit.record,
                base: created,
                patch: ["minutes": Edit(to: .integer(45), was: .integer(30))]
            ),
            created
        )
        try await after.amina.store(claim)
        let state = try await after.world.record(visit.record).state
        let minutes = state.registers[Self.minutes]
        #expect(minutes?.writes.map(\.stamp.former) == [nil])
        let beyond = try after.amina.change(
            .edit,
            visit.record,
            base: Sequence64(timeline: 899_999, position: 1),
            patch: ["minutes": Edit(to: .integer(46), was: .integer(30))]
        )
        #expect(try await after.amina.refusal(of: beyond) == "change.base_unknown")
    }
}

extension FieldPath {
    fileprivate static var minutes: FieldPath {
        guard let path = FieldPath("minutes") else { preconditionFailure("no path") }
        return path
    }
}
