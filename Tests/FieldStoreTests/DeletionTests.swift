// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("A deletion against an edit, on a device")
struct DeletionTests {
    private let log = CouncilLog()
    private let amina: Device
    private let carol: Device
    private let record: RecordID

    init() throws {
        amina = try Device(on: log)
        carol = try Device(.coordinator, on: log)
        record = try amina.contact()
        try amina.sync()
        try carol.pull()
    }

    @Test("an own edit stands against another's deletion: the record lives until someone decides")
    func editStands() throws {
        try carol.edit(record, ["minutes": .integer(60)])
        try amina.delete(record)
        try amina.sync()
        try carol.pull()
        try look(carol)
        let open = try #require(try carol.conflicts().first)
        let deletion = try #require(open.candidates.first { $0.value == .boolean(false) })
        #expect(deletion.author == amina.identity.person)
        _ = try carol.store.write { try $0.resolve(open, .take(deletion.id), reason: "twice") }
        #expect(try carol.seen(record)?.isDeleted == true)
        try carol.sync()
        try amina.pull()
        #expect(try amina.seen(record)?.isDeleted == true)
        #expect(try amina.conflicts().isEmpty)
    }

    @Test("an own deletion stands against another's edit, and the record lives")
    func deletionStands() throws {
        try amina.delete(record)
        #expect(try amina.seen(record)?.isDeleted == true)
        try carol.edit(record, ["minutes": .integer(60)])
        try carol.sync()
        try amina.pull()
        try look(amina)
        try amina.sync()
        try carol.pull()
        let open = try #require(try carol.conflicts().first)
        let edit = try #require(open.candidates.first { $0.value == .boolean(true) })
        _ = try carol.store.write { try $0.resolve(open, .take(edit.id), reason: "needed") }
        try carol.sync()
        try amina.pull()
        #expect(try amina.seen(record)?.isDeleted == false)
        #expect(try amina.value("minutes", of: record) == .integer(60))
        #expect(try amina.conflicts().isEmpty && carol.conflicts().isEmpty)
    }

    /// The record is there with the edit, and its being there is the one thing in dispute.
    private func look(_ device: Device) throws {
        let seen = try #require(try device.seen(record))
        #expect(!seen.isDeleted)
        #expect(seen.fields[field("minutes")] == .integer(60))
        #expect(seen.conflicts.map(\.field) == [.exists])
        #expect(try device.conflicts() == seen.conflicts)
    }

    @Test("a second deletion does not settle the dispute behind people's backs")
    func secondDeletion() throws {
        try amina.delete(record)
        try carol.edit(record, ["minutes": .integer(60)])
        try carol.sync()
        try amina.pull()
        try look(amina)
        #expect(amina.code { try amina.delete(record) } == "conflict.disputed")
        try look(amina)
    }

    @Test("the fields of a record whose being there is disputed can still be edited")
    func otherFields() throws {
        try amina.delete(record)
        try carol.edit(record, ["minutes": .integer(60)])
        try carol.sync()
        try amina.pull()
        try amina.edit(record, ["note": .text("still needed")])
        #expect(try amina.value("note", of: record) == .text("still needed"))
        #expect(try amina.conflicts().map(\.field) == [.exists])
    }

    @Test("a deletion that had seen the edit is plain")
    func plain() throws {
        try carol.edit(record, ["minutes": .integer(60)])
        try carol.sync()
        try amina.pull()
        try amina.delete(record, reason: "written twice")
        try amina.sync()
        try carol.pull()
        #expect(try carol.seen(record)?.isDeleted == true)
        #expect(try carol.store.read { try $0.records() }.isEmpty)
        #expect(try carol.conflicts().isEmpty)
    }
}
