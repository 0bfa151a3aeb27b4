// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("What a person sees while changes travel")
struct OverlayTests {
    private let log = CouncilLog()
    private let amina: Device
    private let carol: Device

    init() throws {
        amina = try Device(on: log)
        carol = try Device(.coordinator, on: log)
    }

    @Test("unsent work lies over what was pulled, field by field")
    func merged() throws {
        let record = try amina.contact()
        try amina.sync()
        try carol.pull()
        try carol.edit(record, ["note": .text("second")])
        try carol.push()
        try amina.edit(record, ["minutes": .integer(45)])
        try amina.pull()
        let seen = try #require(try amina.seen(record))
        #expect(seen.fields[field("note")] == .text("second"))
        #expect(seen.fields[field("minutes")] == .integer(45))
        #expect(seen.conflicts.isEmpty)
    }

    @Test("saved, sent, stored, pulled: the record reads the same all the way, once")
    func oneRecord() throws {
        let record = try amina.contact()
        try amina.edit(record, ["minutes": .integer(45)])
        let before = try #require(try amina.seen(record)).fields
        let look = { () throws in
            #expect(try amina.seen(record)?.fields == before)
            #expect(try amina.reopened().read { try $0.record(record) }?.fields == before)
            #expect(try amina.store.read { try $0.records() }.map(\.id) == [record])
        }
        try look()
        _ = try amina.store.write { try $0.markSent($0.unsent()) }
        try look()
        try amina.push()
        try look()
        try amina.pull()
        try look()
        #expect(try amina.status().stored == 2)
    }

    /// A device whose visitors are 10 and pulled, and two more counted upon that.
    private func counted() throws -> RecordID {
        let record = try amina.create("tally", ["visitors": .integer(10)])
        try amina.sync()
        try amina.edit(record, ["visitors": .integer(11)])
        try amina.edit(record, ["visitors": .integer(12)])
        return record
    }

    @Test("a counter counts each own change once: saved, sent, stored and pulled")
    func sums() throws {
        let record = try counted()
        #expect(try amina.value("visitors", of: record) == .integer(12))
        try amina.push()
        #expect(try amina.value("visitors", of: record) == .integer(12))
        try amina.pull()
        #expect(try amina.value("visitors", of: record) == .integer(12))
        #expect(try amina.reopened().read { try $0.record(record) } == amina.seen(record))
    }

    @Test("a counter counts each own change once when the pull knows of it before the answer")
    func pulledBeforeAnswered() throws {
        let record = try counted()
        let batch = try amina.store.read { try $0.unsent() }
        _ = try amina.store.write { try $0.markSent(batch) }
        let lost = try log.take(batch)
        try amina.pull()
        #expect(try amina.value("visitors", of: record) == .integer(12))
        let saved = try amina.edit(record, ["visitors": .integer(15)])
        #expect(try amina.value("visitors", of: record) == .integer(15))
        try amina.store.write { try $0.take(lost) }
        #expect(try amina.value("visitors", of: record) == .integer(15))
        #expect(try amina.journal([.saved]).map(\.change.id) == [saved])
        try amina.sync()
        #expect(try amina.value("visitors", of: record) == .integer(15))
    }

    @Test("a counter adds what others counted, in whichever order it arrives")
    func countedElsewhere() throws {
        let record = try counted()
        try carol.pull()
        try carol.edit(record, ["visitors": .integer(20)])
        try carol.push()
        try amina.pull()
        #expect(try amina.value("visitors", of: record) == .integer(22))
        try amina.push()
        #expect(try amina.value("visitors", of: record) == .integer(22))
        try amina.pull()
        try carol.sync()
        #expect(try amina.value("visitors", of: record) == .integer(22))
        #expect(try carol.value("visitors", of: record) == .integer(22))
        #expect(try amina.conflicts().isEmpty)
    }

    @Test("the base is what was pulled, never what lies above it in the log")
    func base() throws {
        let record = try amina.contact()
        try amina.sync()
        try carol.pull()
        try carol.edit(record, ["note": .text("between")])
        try carol.push()
        try amina.edit(record, ["minutes": .integer(31)])
        try amina.push()
        // The own edit is at 3 in the log, Carol's at 2, and the device has pulled 1.
        try amina.edit(record, ["minutes": .integer(32)])
        #expect(try amina.journal().map(\.change.base) == [0, 1, 1])
        #expect(try amina.journal().compactMap(\.receipt?.sequence) == [1, 3])
        try amina.pull()
        try amina.edit(record, ["minutes": .integer(33)])
        #expect(try amina.journal().last?.change.base == 3)
        try amina.sync()
        #expect(try amina.value("note", of: record) == .text("between"))
        #expect(try amina.value("minutes", of: record) == .integer(33))
        #expect(try amina.conflicts().isEmpty)
    }

    @Test("a record that was stored and not pulled is edited upon its own receipt")
    func storedOnly() throws {
        let record = try amina.contact()
        try amina.push()
        try amina.edit(record, ["minutes": .integer(45)])
        #expect(try amina.journal().last?.change.base == 1)
        try amina.sync()
        #expect(try amina.value("minutes", of: record) == .integer(45))
    }
}
