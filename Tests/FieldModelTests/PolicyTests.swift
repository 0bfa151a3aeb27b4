// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@Suite("What a field reads under its merge policy")
struct PolicyTests {
    private let field = known(FieldPath("a"))

    /// Device, counter, base, version, was, to: one write each.
    private typealias Row = (UInt64, Int64, Int64, Int64, FieldValue?, FieldValue?)

    private func reading(_ policy: MergePolicy, _ rows: [Row], parties: [Party] = []) -> Reading {
        var state: RecordState?
        for (index, row) in rows.enumerated() {
            let change = Change(
                id: ChangeID(high: row.0, low: UInt64(row.1)),
                device: DeviceID(high: 0, low: row.0),
                counter: row.1,
                record: History.record,
                form: known(FormID("outcome")),
                formVersion: 1,
                scope: History.scope,
                kind: .edit,
                base: row.2,
                patch: [field: Edit(to: row.5, was: row.4)],
                author: PersonID(high: 0, low: row.0),
                party: parties.isEmpty ? .organisation : parties[index],
                at: HybridTime(instant: Instant(milliseconds: 0))
            )
            let next = RecordState(change, version: row.3)
            state = state.map { merge($0, next) } ?? next
        }
        return state?.registers[field]?.reading(policy) ?? Reading(value: nil, disputed: [])
    }

    @Test("equal values are no conflict, different ones are, and the agreed value shows")
    func ask() {
        let same = reading(
            .ask,
            [(1, 1, 5, 6, .text("x"), .text("y")), (2, 1, 5, 7, .text("x"), .text("y"))]
        )
        #expect(same == Reading(value: .text("y"), disputed: []))
        let other = reading(
            .ask,
            [(1, 1, 5, 6, .text("x"), .text("y")), (2, 1, 5, 7, .text("x"), .text("z"))]
        )
        #expect(other.value == .text("x"))
        #expect(other.disputed.map(\.value) == [.text("y"), .text("z")])
    }

    @Test("a chain of own edits agrees on what was before the first of them")
    func chain() {
        let disputed = reading(
            .ask,
            [
                (1, 1, 5, 6, .text("a"), .text("b")), (1, 2, 5, 7, .text("b"), .text("c")),
                (2, 1, 5, 8, .text("a"), .text("z")),
            ]
        )
        #expect(disputed.value == .text("a"))
        #expect(disputed.disputed.map(\.value) == [.text("c"), .text("z")])
    }

    @Test("every difference of a counter counts once, seen or unseen")
    func sum() {
        // 10; one device +1 then +1, another +5 at the same time.
        let chain = reading(
            .sum,
            [
                (1, 1, 3, 4, .integer(10), .integer(11)), (1, 2, 3, 5, .integer(11), .integer(12)),
                (2, 1, 3, 6, .integer(10), .integer(15)),
            ]
        )
        #expect(chain == Reading(value: .integer(17), disputed: []))
        // The other saw the first +1 but not the second.
        let seen = reading(
            .sum,
            [
                (1, 1, 3, 4, .integer(10), .integer(11)), (2, 1, 4, 5, .integer(11), .integer(16)),
                (1, 2, 3, 6, .integer(11), .integer(12)),
            ]
        )
        #expect(seen == Reading(value: .integer(17), disputed: []))
        // Two people who each count one more have counted two, though both wrote 11.
        let equal = reading(
            .sum,
            [(1, 1, 3, 4, .integer(10), .integer(11)), (2, 1, 3, 5, .integer(10), .integer(11))]
        )
        #expect(equal.value == .integer(12))
    }

    @Test("an own difference that the author had not sent yet is not counted twice")
    func unsentDelta() {
        // +1 was unsent when the other's +5 was pulled: the screen said 16, and +1 made it 17.
        let pulledBetween: [Row] = [
            (2, 1, 3, 4, .integer(10), .integer(15)), (1, 1, 3, 5, .integer(10), .integer(11)),
            (1, 2, 4, 6, .integer(16), .integer(17)),
        ]
        #expect(reading(.sum, pulledBetween).value == .integer(17))
        // The same for a set: b was taken out, came back from the other, and stays.
        let back: [Row] = [
            (1, 1, 3, 5, .choices(["a", "b"]), .choices(["a"])),
            (1, 2, 4, 6, .choices(["a", "b"]), .choices(["a", "b", "c"])),
        ]
        #expect(reading(.union, back).value == .choices(["a", "b", "c"]))
    }

    @Test("a set keeps what anyone added, and a removal takes only what its author had seen")
    func union() {
        let result = reading(
            .union,
            [
                (1, 1, 3, 4, .choices(["a", "b"]), .choices(["a", "b", "c"])),
                (2, 1, 3, 5, .choices(["a", "b"]), .choices(["b", "d"])),
            ]
        )
        #expect(result == Reading(value: .choices(["b", "c", "d"]), disputed: []))
        let takenBack = reading(
            .union,
            [
                (1, 1, 3, 4, .choices(["a"]), .choices(["a", "x"])),
                (1, 2, 3, 5, .choices(["a", "x"]), .choices(["a"])),
                (2, 1, 3, 6, .choices(["a"]), .choices(["a", "d"])),
            ]
        )
        #expect(takenBack.value == .choices(["a", "d"]))
    }

    @Test("the largest, the smallest and the earliest win without a person")
    func extremes() {
        let rows: [Row] = [
            (1, 1, 3, 4, nil, .integer(7)), (2, 1, 3, 5, nil, .integer(9)),
        ]
        #expect(reading(.max, rows).value == .integer(9))
        #expect(reading(.min, rows).value == .integer(7))
        let early = known(PlainDate("2026-01-02"))
        let dates: [Row] = [
            (1, 1, 3, 4, nil, .date(known(PlainDate("2026-03-01")))),
            (2, 1, 3, 5, nil, .date(early)),
        ]
        #expect(reading(.earliest, dates).value == .date(early))
        let mixed: [Row] = [(1, 1, 3, 4, nil, .integer(7)), (2, 1, 3, 5, nil, .text("9"))]
        #expect(reading(.max, mixed).disputed.count == 2)
    }

    @Test("notes merge by lines, and overlapping lines ask")
    func text() {
        let base = FieldValue.text("one\ntwo\nthree\nfour")
        let apart = reading(
            .text,
            [
                (1, 1, 3, 4, base, .text("ONE\ntwo\nthree\nfour")),
                (2, 1, 3, 5, base, .text("one\ntwo\nthree\nfour\nfive")),
            ]
        )
        #expect(apart.value == .text("ONE\ntwo\nthree\nfour\nfive"))
        let overlapping = reading(
            .text,
            [
                (1, 1, 3, 4, base, .text("one\n2\nthree\nfour")),
                (2, 1, 3, 5, base, .text("one\nTWO\nthree\nfour")),
            ]
        )
        #expect(overlapping.disputed.count == 2)
        #expect(overlapping.value == base)
    }

    @Test("the owner's value stands; two of the owner's ask")
    func owner() {
        let rows: [Row] = [(1, 1, 3, 4, nil, .integer(7)), (2, 1, 3, 5, nil, .integer(9))]
        let council = reading(.ownerCouncil, rows, parties: [.organisation, .council])
        #expect(council.value == .integer(9))
        let own = reading(.ownerOrganisation, rows, parties: [.organisation, .council])
        #expect(own.value == .integer(7))
        let both = reading(.ownerCouncil, rows, parties: [.council, .council])
        #expect(both.disputed.count == 2)
    }
}
