// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("A return that two people open apart")
struct ReturnTwinTests {
    private let log = CouncilLog()
    private let quarter = known(ReturnPeriod("2026-Q2"))

    private func open(_ device: Device) throws -> RecordID {
        try device.store.write {
            try $0.openReturn(quarter, answers: [:], in: Place()).saved.record
        }
    }

    @Test("is one, with what each of them wrote; nothing that was not seen is replaced")
    func merged() throws {
        let (carol, cathy) = (try Device(.coordinator, on: log), try Device(.coordinator, on: log))
        let record = try open(carol)
        _ = try carol.edit(record, ["successes": .text("Mornings work")])
        #expect(try open(cathy) == record)
        try carol.sync()
        // Stored, and not pulled: what Carol wrote was not seen yet.
        _ = try cathy.push()
        _ = try cathy.edit(record, ["successes": .text("The hall opened")])
        try cathy.sync()
        try carol.sync()
        #expect(try carol.store.read { try $0.returns() }.count == 1)
        for device in [carol, cathy] {
            #expect(try device.conflicts().map(\.field.text) == ["successes"])
        }
    }

    @Test("after one that is void there is another")
    func void() throws {
        let carol = try Device(.coordinator, on: log)
        let first = try open(carol)
        _ = try carol.store.write { try $0.move(first, .void, saying: "wrong quarter") }
        let second = try open(carol)
        #expect(second != first)
        #expect(try carol.store.read { try $0.returnTwins() }.isEmpty)
    }
}
