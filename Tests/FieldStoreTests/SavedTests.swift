// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("Saved means: in the journal, on the disk")
struct SavedTests {
    private let amina: Device

    init() throws { amina = try Device(on: CouncilLog()) }

    @Test("another connection sees a new record, an edit and a deletion as soon as they return")
    func anotherConnection() throws {
        let record = try amina.contact()
        let edited = try amina.edit(record, ["minutes": .integer(45)])
        let deleted = try amina.delete(record, reason: "written twice")
        let entries = try amina.reopened().read { try $0.journal(of: record) }
        #expect(entries.map(\.change.kind) == [.create, .edit, .delete])
        #expect(entries.map(\.change.counter) == [1, 2, 3])
        #expect(entries.map(\.state) == [.saved, .saved, .saved])
        #expect(entries.map(\.change.id).suffix(2) == [edited, deleted])
        #expect(entries.last?.change.reason == "written twice")
        #expect(try amina.reopened().read { try $0.record(record) }?.isDeleted == true)
    }

    @Test("one save is one change, with only the edited fields and what they replaced")
    func patch() throws {
        let record = try amina.contact(minutes: 30)
        try amina.edit(
            record,
            ["minutes": .integer(45), "note": nil, "kind": .choice("visit")]
        )
        let change = try #require(try amina.journal().last?.change)
        #expect(
            change.patch == [
                field("minutes"): Edit(to: .integer(45), was: .integer(30)),
                field("note"): Edit(to: nil, was: .text("first")),
            ]
        )
        #expect(try amina.journal().count == 2)
        #expect(try amina.value("note", of: record) == nil)
    }

    @Test("answers that the form gives by default are in the change")
    func defaults() throws {
        let record = try amina.contact()
        #expect(try amina.value("date", of: record) == .date(CouncilLog.start.localDate))
        let change = try #require(try amina.journal().first?.change)
        #expect(change.patch[field("date")]?.to == .date(CouncilLog.start.localDate))
        #expect(change.base == 0 && change.party == .organisation)
    }

    @Test("fields that mean something only together are written together")
    func mergeGroup() throws {
        let record = try amina.contact()
        try amina.edit(record, ["referred_on": .boolean(true), "referred_to": .text("the GP")])
        try amina.edit(record, ["referred_to": .text("the clinic")])
        let change = try #require(try amina.journal().last?.change)
        #expect(
            change.patch == [
                field("referred_on"): Edit(to: .boolean(true), was: .boolean(true)),
                field("referred_to"): Edit(to: .text("the clinic"), was: .text("the GP")),
            ]
        )
    }

    @Test("an edit that changes nothing writes nothing")
    func nothing() throws {
        let record = try amina.contact()
        #expect(try amina.edit(record, ["minutes": .integer(30), "place": nil]) == nil)
        #expect(try amina.edit(record, [:]) == nil)
        #expect(try amina.journal().count == 1)
        try amina.delete(record)
        #expect(try amina.delete(record) == nil)
        #expect(try amina.journal().count == 2)
    }

    @Test("a rehearsal says what would be saved, and keeps nothing")
    func rehearsal() throws {
        let form = known(FormID("contact"))
        let answers = fields(["participant": .text("p"), "kind": FieldValue.choice("phone")])
        let saved = try amina.store.write(isRehearsal: true) {
            try $0.create(form, fields: answers)
        }
        #expect(saved.change != nil)
        #expect(try amina.journal().isEmpty)
        #expect(try amina.seen(saved.record) == nil)
        _ = try amina.contact()
        #expect(try amina.journal().map(\.change.counter) == [1])
    }

    @Test("a save that fails leaves no gap in the counters and nothing half written")
    func failure() throws {
        let record = try amina.contact()
        for _ in 0..<3 {
            #expect(throws: FieldProblems.self) {
                try amina.store.write { session in
                    _ = try session.edit(record, fields: fields(["note": .text("half")]))
                    _ = try session.edit(record, fields: fields(["minutes": .integer(0)]))
                }
            }
        }
        #expect(try amina.value("note", of: record) == .text("first"))
        try amina.edit(record, ["note": .text("whole")])
        #expect(try amina.journal().map(\.change.counter) == [1, 2])
    }

    @Test("two connections that save in turn share one row of counters")
    func twoConnections() throws {
        let other = try amina.reopened()
        let record = try amina.contact()
        for index in 0..<6 {
            let store = index.isMultiple(of: 2) ? other : amina.store
            _ = try store.write {
                try $0.edit(record, fields: fields(["minutes": .integer(Int64(index) + 1)]))
            }
        }
        #expect(try amina.journal().map(\.change.counter) == Array(1...7))
        #expect(try amina.value("minutes", of: record) == .integer(6))
        let times = try amina.journal().map(\.change.at)
        #expect(times == times.sorted() && Set(times).count == times.count)
    }

    @Test("what is not there, and what was deleted, cannot be edited")
    func gone() throws {
        let record = try amina.contact()
        try amina.delete(record)
        let deleted = amina.code { try amina.edit(record, ["minutes": .integer(5)]) }
        #expect(deleted == "record.deleted")
        let unknown = amina.code { try amina.edit(Device.newID(), ["minutes": .integer(5)]) }
        #expect(unknown == "record.unknown")
        #expect(amina.code { try amina.delete(Device.newID()) } == "record.unknown")
        #expect(try amina.journal().count == 2)
    }
}
