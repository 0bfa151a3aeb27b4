// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("A device that went on under a new identity")
struct LineageTests {
    private let field = known(FieldPath("a"))

    private func state(
        _ device: UInt64,
        _ counter: Int64,
        base: Int64,
        version: Int64,
        from was: FieldValue?,
        to: FieldValue,
        after ancestor: (UInt64, Int64)? = nil
    ) -> RecordState {
        RecordState(
            Change(
                id: ChangeID(high: device, low: UInt64(counter)),
                device: DeviceID(high: 0, low: device),
                counter: counter,
                record: History.record,
                form: known(FormID("outcome")),
                formVersion: 1,
                scope: History.scope,
                kind: .edit,
                base: base,
                patch: [field: Edit(to: to, was: was)],
                author: PersonID(high: 0, low: 1),
                party: .organisation,
                at: HybridTime(instant: Instant(milliseconds: version)),
                lineage: ancestor.map {
                    [Ancestor(device: DeviceID(high: 0, low: $0.0), counter: $0.1)]
                }
            ),
            version: version
        )
    }

    /// In every order, which must not matter.
    private func reading(_ policy: MergePolicy, _ states: [RecordState]) throws -> Reading {
        let readings = try [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]].map { order in
            let merged = order.dropFirst().reduce(states[order[0]]) { merge($0, states[$1]) }
            return try #require(merged.registers[field]).reading(policy)
        }
        #expect(Set(readings).count == 1)
        return readings[0]
    }

    @Test(
        "is in no conflict with its own earlier work, but is with what the other copy wrote later"
    )
    func conflict() throws {
        let shared = state(1, 5, base: 3, version: 4, from: .integer(1), to: .integer(2))
        let own = state(
            2,
            1,
            base: 3,
            version: 5,
            from: .integer(2),
            to: .integer(3),
            after: (1, 5)
        )
        let alone = try reading(.ask, [shared, own, own])
        #expect(alone == Reading(value: .integer(3), disputed: []))
        let later = state(1, 6, base: 3, version: 6, from: .integer(2), to: .integer(9))
        let both = try reading(.ask, [shared, own, later])
        #expect(both.disputed.map(\.value) == [.integer(3), .integer(9)])
        #expect(both.value == .integer(1))
    }

    @Test("counts each of its differences once")
    func sum() throws {
        let total = try reading(
            .sum,
            [
                state(1, 1, base: 0, version: 1, from: nil, to: .integer(2)),
                state(1, 2, base: 0, version: 2, from: .integer(2), to: .integer(5)),
                state(
                    0,
                    1,
                    base: 0,
                    version: 3,
                    from: .integer(2),
                    to: .integer(3),
                    after: (1, 1)
                ),
            ]
        )
        #expect(total.value == .integer(6))
    }

    @Test("keeps the lines that it wrote before")
    func text() throws {
        let merged = try reading(
            .text,
            [
                state(
                    1,
                    5,
                    base: 3,
                    version: 4,
                    from: .text("a\n1\n2\n3"),
                    to: .text("Z\na\n1\n2\n3")
                ),
                state(
                    2,
                    1,
                    base: 3,
                    version: 5,
                    from: .text("Z\na\n1\n2\n3"),
                    to: .text("Z\na\n1\n2\n3\nY"),
                    after: (1, 5)
                ),
                state(
                    9,
                    9,
                    base: 3,
                    version: 6,
                    from: .text("a\n1\n2\n3"),
                    to: .text("a\n1\n2x\n3")
                ),
            ]
        )
        #expect(merged.value == .text("Z\na\n1\n2x\n3\nY"))
    }
}
