// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("A device that takes a new identity, or whose server went back")
struct NewIdentityTests {
    private let log = CouncilLog()
    private let amina: Device

    init() throws { amina = try Device(on: log) }

    /// Two stored changes and then three that were not sent.
    private func worked() throws -> (stored: RecordID, unsent: RecordID) {
        let stored = try amina.contact()
        try amina.edit(stored, ["minutes": .integer(31)])
        try amina.sync()
        try amina.edit(stored, ["minutes": .integer(32)])
        let unsent = try amina.contact(note: "not sent")
        try amina.edit(unsent, ["minutes": .integer(33)])
        return (stored, unsent)
    }

    @Test("unsent work is numbered from 1 in its order; what was stored keeps its receipt")
    func adopted() throws {
        let (stored, unsent) = try worked()
        let before = try amina.journal()
        let former = amina.identity.device
        try amina.adopt()
        let after = try amina.journal()
        #expect(after.prefix(2) == before.prefix(2))
        #expect(after.map(\.change.counter) == [1, 2, 1, 2, 3])
        #expect(after.prefix(2).allSatisfy { $0.change.device == former })
        #expect(after.suffix(3).allSatisfy { $0.change.device == amina.identity.device })
        #expect(after.map(\.change.id) == before.map(\.change.id))
        #expect(after.map(\.change.patch) == before.map(\.change.patch))
        #expect(after.map(\.change.base) == before.map(\.change.base))
        #expect(try amina.value("minutes", of: stored) == .integer(32))
        #expect(try amina.value("minutes", of: unsent) == .integer(33))
        #expect(try amina.store.read { try $0.identity() } == amina.identity)
    }

    /// A restored server may not know the role any more either, and tells of no log then.
    @Test("enrolled again where it is told of no log, it sends all again: stored, held and saved")
    func toldOfNothing() throws {
        _ = try worked()
        let held = try amina.journal()[2].change
        let why = PushOutcome.Result.held(why: Problem(.forbidden, "the role is gone"))
        let answer = PushOutcome(
            change: held.id,
            counter: held.counter,
            result: why,
            duplicate: false
        )
        try amina.store.write { try $0.take([answer]) }
        let before = try amina.journal()
        #expect(before.map(\.state) == [.stored, .stored, .held, .saved, .saved])
        try amina.adopt(logs: [])
        let after = try amina.journal()
        #expect(after.map(\.change.counter) == [1, 2, 3, 4, 5])
        #expect(after.allSatisfy { $0.state == .saved })
        #expect(after.allSatisfy { $0.change.device == amina.identity.device })
        let places = before.map { entry in entry.receipt.map { [$0.sequence] } }
        #expect(after.map(\.change.former) == places && places[1] != nil)
    }

    @Test("twice, then more work: counters go on, and everything arrives once")
    func twice() throws {
        let (stored, unsent) = try worked()
        try amina.adopt()
        try amina.edit(unsent, ["note": .text("still not sent")])
        try amina.adopt()
        try amina.edit(stored, ["note": .text("the last")])
        let counters = try amina.store.read { try $0.unsent() }.map(\.counter)
        #expect(counters == [1, 2, 3, 4, 5])
        try amina.sync()
        #expect(try amina.status().stored == 7)
        #expect(log.sequence == 7)
        #expect(try amina.value("minutes", of: stored) == .integer(32))
        #expect(try amina.value("note", of: stored) == .text("the last"))
        #expect(try amina.value("note", of: unsent) == .text("still not sent"))
        #expect(try amina.conflicts().isEmpty)
    }

    @Test("what was sent and not answered is sent again under the new identity")
    func sent() throws {
        let record = try amina.contact()
        _ = try amina.store.write { try $0.markSent($0.unsent()) }
        try amina.adopt()
        #expect(try amina.journal().map(\.state) == [.saved])
        #expect(try amina.value("note", of: record) == .text("first"))
        #expect(try amina.reopened().read { try $0.unsent() }.map(\.record) == [record])
    }

    @Test("a server that went back is sent again what it forgot, from the counter it names")
    func sendAgain() throws {
        let (stored, unsent) = try worked()
        try amina.sync()
        #expect(try amina.store.write { try $0.sendAgain(from: 2) })
        let entries = try amina.journal()
        #expect(entries.map(\.state) == [.stored, .saved, .saved, .saved, .saved])
        #expect(entries.dropFirst().allSatisfy { $0.receipt == nil && $0.problem == nil })
        #expect(try amina.store.read { try $0.unsent() }.map(\.counter) == [2, 3, 4, 5])
        #expect(try amina.value("minutes", of: stored) == .integer(32))
        #expect(try amina.value("minutes", of: unsent) == .integer(33))
        try amina.sync()
        #expect(try amina.status().stored == 5)
        #expect(log.sequence == 5)
    }

    @Test("what this device never had, or has no more, cannot be sent again: nothing is touched")
    func cannotSendAgain() throws {
        _ = try worked()
        let before = try amina.journal()
        for counter: Int64 in [0, -1, 6, .max, .min] {
            #expect(try amina.store.write { try $0.sendAgain(from: counter) } == false)
        }
        try amina.adopt()
        let adopted = try amina.journal()
        #expect(try amina.store.write { try $0.sendAgain(from: 4) } == false)
        #expect(try amina.journal() == adopted)
        #expect(adopted.prefix(2) == before.prefix(2))
    }

    @Test("what was mended is not held against its author once more when it is sent again")
    func mendedBefore() throws {
        log.verdict = { change in
            change.patch[field("minutes")]?.to == .integer(99)
                ? .refused(problem: Problem(.fieldConstraint, "99")) : nil
        }
        let record = try amina.contact()
        try amina.edit(record, ["minutes": .integer(99)])
        try amina.sync()
        try amina.edit(record, ["minutes": .integer(45)])
        try amina.sync()
        #expect(try amina.status().refused.isEmpty)
        #expect(try amina.store.write { try $0.sendAgain(from: 2) })
        try amina.push()
        #expect(try amina.status().refused.isEmpty)
        #expect(try amina.value("minutes", of: record) == .integer(45))
    }

    @Test("on a copy restored from an old one, a new record is seen as soon as it is saved")
    func restoredCopy() throws {
        _ = try amina.contact()
        try amina.sync()
        // The same device worked on elsewhere; this copy has counter 1, and the server knows 4.
        let elsewhere = try amina.store.read { try $0.journal(in: [.stored]) }
        _ = try log.take((2...4).map { elsewhere[0].change.copied(counter: $0) })
        try amina.pull()
        let record = try amina.contact(note: "after the restore")
        #expect(try amina.value("note", of: record) == .text("after the restore"))
        try amina.adopt()
        #expect(try amina.value("note", of: record) == .text("after the restore"))
    }
}

extension Change {
    /// Another new record of the same device.
    fileprivate func copied(counter: Int64) -> Change {
        Change(
            id: Device.newID(),
            device: device,
            counter: counter,
            record: Device.newID(),
            form: form,
            formVersion: formVersion,
            scope: scope,
            kind: kind,
            base: base,
            patch: patch,
            author: author,
            party: party,
            at: at
        )
    }
}
