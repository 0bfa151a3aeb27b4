// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("A decision that somebody had not seen")
struct ReopenedTests {
    private let field = known(FieldPath("a"))

    private func state(
        _ device: UInt64,
        base: Int64,
        version: Int64,
        kind: Change.Kind = .edit,
        _ edit: Edit
    ) -> RecordState {
        RecordState(
            Change(
                id: ChangeID(high: device, low: UInt64(version)),
                device: DeviceID(high: 0, low: device),
                counter: version,
                record: History.record,
                form: known(FormID("outcome")),
                formVersion: 1,
                scope: History.scope,
                kind: kind,
                base: base,
                patch: [field: edit],
                reason: kind == .resolve ? "asked" : nil,
                author: PersonID(high: 0, low: device),
                party: .organisation,
                at: HybridTime(instant: Instant(milliseconds: version))
            ),
            version: version
        )
    }

    @Test("a late edit reopens the conflict, and the decided value shows until it is settled")
    func lateEdit() throws {
        // 30 became 45 here and 60 there; 60 was decided; a third device still wrote upon 30.
        let decided = Edit(to: .integer(60), was: .integer(30), settled: [])
        let settled = state(3, base: 3, version: 4, kind: .resolve, decided)
        let late = state(4, base: 1, version: 5, Edit(to: .integer(50), was: .integer(30)))
        for merged in [merge(settled, late), merge(late, settled)] {
            let reading = try #require(merged.registers[field]).reading(.ask)
            #expect(reading.value == .integer(60))
            #expect(reading.disputed.map(\.value) == [.integer(60), .integer(50)])
        }
    }

    @Test("a note that was decided is not overwritten by an edit of the old one")
    func lateNote() throws {
        let decided = Edit(to: .text("decided"), was: .text("old"), settled: [])
        let settled = state(3, base: 3, version: 4, kind: .resolve, decided)
        let late = state(4, base: 1, version: 5, Edit(to: .text("late"), was: .text("old")))
        let reading = try #require(merge(settled, late).registers[field]).reading(.text)
        #expect(reading.value == .text("decided"))
        #expect(reading.disputed.count == 2)
    }
}
