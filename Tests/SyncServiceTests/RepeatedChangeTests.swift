// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

/// A device that was put back from a copy twice, or was revoked before it heard an answer, sends
/// under its new identity what is stored under another.
@Suite("A change that comes again under another identity")
struct RepeatedChangeTests {
    private func again(_ change: Change, as pen: Pen, _ words: String? = nil) throws -> Change {
        var patch: [String: Edit] = [:]
        for (path, edit) in change.patch { patch[path.text] = edit }
        if let words { patch["note"] = Edit(to: .text(words)) }
        let made = try pen.change(change.kind, change.record, patch: patch, reason: change.reason)
        return Change(
            id: change.id,
            device: made.device,
            counter: made.counter,
            record: change.record,
            form: change.form,
            formVersion: change.formVersion,
            scope: change.scope,
            kind: change.kind,
            base: change.base,
            patch: made.patch,
            reason: change.reason,
            author: pen.person,
            party: change.party,
            at: change.at
        )
    }

    @Test("has the receipt that it had, and is stored once")
    func stored() async throws {
        let world = try await Restorable()
        let visit = try world.amina.contact()
        let sequence = try await world.amina.store(visit)
        let other = try await world.amina.anotherDevice()
        let repeated = try again(visit, as: other)
        #expect(try await other.store(repeated) == sequence)
        #expect(try await other.store(repeated) == sequence)
        // The next counter is the next one, and goes on.
        try await other.store(other.contact("second"))
        #expect(try await world.world.record(visit.record).state.version == sequence)
        #expect(try await world.world.verify().isSound)
    }

    @Test("is refused where it says something else, or somebody else says it")
    func refused() async throws {
        let world = try await Restorable()
        let visit = try world.amina.contact()
        try await world.amina.store(visit)
        let other = try await world.amina.anotherDevice()
        let altered = try again(visit, as: other, "another")
        #expect(try await other.refusal(of: altered) == "record.exists")
        let edit = try world.amina.change(
            .edit,
            visit.record,
            base: 1,
            patch: ["note": Edit(to: .text("longer"), was: .text("first"))]
        )
        try await world.amina.store(edit)
        #expect(try await other.refusal(of: again(edit, as: other, "x")) == "change.id_reused")
        let claimed = try again(edit, as: world.carol)
        #expect(try await world.carol.refusal(of: claimed) == "change.id_reused")
    }
}
