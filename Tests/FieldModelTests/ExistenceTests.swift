// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("A deletion against an edit")
struct ExistenceTests {
    private func change(
        device: UInt64,
        counter: Int64,
        base: Int64,
        kind: Change.Kind,
        _ patch: [FieldPath: Edit]
    ) -> Change {
        Change(
            id: ChangeID(high: device, low: UInt64(counter)),
            device: DeviceID(high: 0, low: device),
            counter: counter,
            record: History.record,
            form: known(FormID("outcome")),
            formVersion: 1,
            scope: History.scope,
            kind: kind,
            base: base,
            patch: patch,
            reason: "asked",
            author: PersonID(high: 0, low: device),
            party: .organisation,
            at: HybridTime(instant: Instant(milliseconds: 0))
        )
    }

    private var created: RecordState {
        RecordState(
            change(
                device: 1,
                counter: 1,
                base: 0,
                kind: .create,
                [known(FieldPath("a")): Edit(to: .integer(1))]
            ),
            version: 1
        )
    }

    private var deletion: Change {
        change(
            device: 1,
            counter: 2,
            base: 1,
            kind: .delete,
            [.exists: Edit(to: .boolean(false), was: .boolean(true))]
        )
    }

    private var edit: Change {
        change(
            device: 2,
            counter: 1,
            base: 1,
            kind: .edit,
            [known(FieldPath("a")): Edit(to: .integer(2), was: .integer(1))]
        )
    }

    @Test("a deletion that has seen everything deletes")
    func plain() {
        var state = created
        state.apply(deletion, version: 2)
        #expect(state.isDeleted)
        #expect(state.conflicts { _ in .ask }.isEmpty)
    }

    @Test("whichever comes first, the record lives and the two stand against each other")
    func bothDirections() throws {
        for isDeletionFirst in [true, false] {
            var state = created
            state.apply(isDeletionFirst ? deletion : edit, version: 2)
            state.apply(isDeletionFirst ? edit : deletion, version: 3)
            let conflict = try #require(state.conflicts { _ in .ask }.first)
            #expect(conflict.field == .exists)
            #expect(Set(conflict.candidates.map(\.value)) == [.boolean(false), .boolean(true)])
            let view = state.view { _ in .ask }
            #expect(!view.isDeleted)
            #expect(view.fields[known(FieldPath("a"))] == .integer(2))
        }
    }

    @Test("the decision holds either way, and a later edit by someone who missed it reopens it")
    func decision() throws {
        for lives in [true, false] {
            var state = created
            state.apply(deletion, version: 2)
            state.apply(edit, version: 3)
            let open = try #require(state.conflicts { _ in .ask }.first)
            state.apply(
                change(
                    device: 3,
                    counter: 1,
                    base: 3,
                    kind: .resolve,
                    [
                        .exists: Edit(
                            to: .boolean(lives),
                            was: .boolean(true),
                            settled: open.candidates
                        )
                    ]
                ),
                version: 4
            )
            #expect(state.isDeleted != lives)
            #expect(state.conflicts { _ in .ask }.map(\.state) == [.resolved])
            state.apply(
                change(
                    device: 2,
                    counter: 2,
                    base: 1,
                    kind: .edit,
                    [known(FieldPath("b")): Edit(to: .integer(5))]
                ),
                version: 5
            )
            #expect(state.conflicts { _ in .ask }.contains { $0.state == .open } != lives)
        }
    }
}
