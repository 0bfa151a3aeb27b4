// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("What the server did not take is kept")
struct RefusedTests {
    private let log = CouncilLog()
    private let amina: Device
    private static let why = Problem(.fieldConstraint, "minutes: 1 to 720 minutes")

    init() throws { amina = try Device(on: log) }

    private func refuse(_ isRefused: @escaping (Change) -> Bool) {
        log.verdict = { isRefused($0) ? .refused(problem: Self.why) : nil }
    }

    private func refusedCreate() throws -> RecordID {
        refuse { $0.kind == .create }
        let record = try amina.contact()
        try amina.sync()
        return record
    }

    private func refusedEdit() throws -> RecordID {
        let record = try amina.contact()
        try amina.sync()
        refuse { $0.patch[field("minutes")]?.to == .integer(99) }
        try amina.edit(record, ["minutes": .integer(99)])
        try amina.sync()
        return record
    }

    @Test("a refused change is shown with its problem, and those behind it went through")
    func shown() throws {
        refuse { $0.patch[field("note")]?.to == .text("bad") }
        let bad = try amina.contact(note: "bad")
        let good = try amina.contact(note: "good")
        try amina.sync()
        let status = try amina.status()
        #expect(status.refused.map(\.change.record) == [bad])
        #expect(status.refused.map(\.problem) == [Self.why])
        #expect((status.saved, status.sent, status.stored) == (0, 0, 1))
        #expect(try amina.value("note", of: bad) == .text("bad"))
        #expect(try amina.value("note", of: good) == .text("good"))
        #expect(try amina.reopened().read { try $0.record(bad) } == amina.seen(bad))
    }

    @Test("a refused edit does not count, and an edit of the same fields takes its place")
    func mendedEdit() throws {
        let record = try refusedEdit()
        #expect(try amina.value("minutes", of: record) == .integer(30))
        let mended = try amina.edit(record, ["minutes": .integer(45)])
        let states = try amina.journal().map(\.state)
        #expect(states == [.stored, .dropped, .saved])
        #expect(
            try amina.journal().last?.change.patch == [
                field("minutes"): Edit(to: .integer(45), was: .integer(30))
            ]
        )
        try amina.sync()
        #expect(try amina.journal([.stored]).map(\.change.id).last == mended)
        #expect(try amina.status().refused.isEmpty)
        #expect(try amina.value("minutes", of: record) == .integer(45))
    }

    @Test("an edit of other fields leaves a refused one waiting")
    func otherFields() throws {
        let record = try refusedEdit()
        try amina.edit(record, ["note": .text("second")])
        #expect(try amina.status().refused.count == 1)
        try amina.sync()
        #expect(try amina.value("note", of: record) == .text("second"))
        #expect(try amina.status().refused.count == 1)
    }

    @Test("a refused new record that is edited becomes a new record again, whole, same identifier")
    func mendedCreate() throws {
        let record = try refusedCreate()
        refuse { _ in false }
        try amina.edit(record, ["minutes": .integer(45)])
        let change = try #require(try amina.journal().last?.change)
        #expect(change.kind == .create && change.record == record && change.base == 0)
        #expect(change.patch[field("note")]?.to == .text("first"))
        #expect(change.patch[field("minutes")] == Edit(to: .integer(45)))
        #expect(try amina.journal().map(\.state) == [.dropped, .saved])
        try amina.sync()
        #expect(try amina.journal().map(\.state) == [.dropped, .stored])
        #expect(try amina.value("minutes", of: record) == .integer(45))
        #expect(try log.states[record].map(amina.store.view) == amina.seen(record))
    }

    @Test("the edits that followed a refused new record go into the one that replaces it")
    func mendedChain() throws {
        refuse { _ in true }
        let record = try amina.contact()
        try amina.edit(record, ["note": .text("second")])
        try amina.sync()
        #expect(try amina.status().refused.count == 2)
        #expect(try amina.value("note", of: record) == .text("second"))
        refuse { _ in false }
        // Saying it again is enough, even where nothing differs.
        try amina.edit(record, ["note": .text("second")])
        try amina.sync()
        #expect(try amina.journal().map(\.state) == [.dropped, .dropped, .stored])
        #expect(try amina.value("note", of: record) == .text("second"))
    }

    @Test("a mended answer must be right, and a wrong one leaves the refused change as it is")
    func wrongMend() throws {
        let record = try refusedCreate()
        #expect(throws: FieldProblems.self) {
            try amina.edit(record, ["minutes": .integer(-1)])
        }
        #expect(try amina.journal().map(\.state) == [.refused])
    }

    @Test("sent again: the same content under new counters, in the same order")
    func sentAgain() throws {
        refuse { _ in true }
        let record = try amina.contact()
        try amina.edit(record, ["note": .text("second")])
        try amina.sync()
        refuse { _ in false }
        let again = try amina.store.write { try $0.sendAgain(record) }
        let entries = try amina.journal()
        #expect(entries.map(\.state) == [.dropped, .dropped, .saved, .saved])
        #expect(entries.map(\.change.counter) == [1, 2, 3, 4])
        #expect(entries.suffix(2).map(\.change.id) == again)
        #expect(entries[2].change.patch == entries[0].change.patch)
        try amina.sync()
        #expect(try amina.status().stored == 2)
        #expect(try amina.value("note", of: record) == .text("second"))
        #expect(try amina.store.write { try $0.sendAgain(record) }.isEmpty)
    }

    @Test("let go: it is sent no more and shown no more, and stays in the journal")
    func letGo() throws {
        let record = try refusedCreate()
        let other = try amina.contact(note: "also refused")
        try amina.sync()
        try amina.store.write { try $0.letGo(of: record) }
        #expect(try amina.seen(record) == nil)
        #expect(try amina.status().refused.map(\.change.record) == [other])
        #expect(try amina.store.read { try $0.unsent() }.isEmpty)
        #expect(try amina.journal([.dropped]).map(\.change.record) == [record])
    }

    @Test("held work is shown with its reason, and is neither sent again nor lost")
    func held() throws {
        let record = try amina.contact()
        try amina.sync()
        log.verdict = { _ in .held(why: Problem(.forbidden, "kept for the coordinator")) }
        let change = try amina.edit(record, ["note": .text("after I left")])
        try amina.sync()
        let status = try amina.status()
        #expect(status.held.map(\.change.id) == [change])
        #expect(status.held.first?.problem?.message == "kept for the coordinator")
        #expect((status.saved, status.sent, status.refused.count) == (0, 0, 0))
        #expect(try amina.store.read { try $0.unsentCount() } == 0)
        #expect(try amina.value("note", of: record) == .text("first"))
        try amina.store.write { try $0.letGo(of: record) }
        #expect(try amina.status().held.count == 1)
    }

    @Test("a counter counts upon what the server has, never upon what it refused")
    func refusedCounter() throws {
        refuse { $0.kind == .edit }
        let record = try amina.create("tally", ["visitors": .integer(10)])
        try amina.edit(record, ["visitors": .integer(500)])
        // The push was answered; the pull behind it broke.
        try amina.push()
        refuse { _ in false }
        #expect(try amina.value("visitors", of: record) == .integer(10))
        try amina.edit(record, ["visitors": .integer(11)])
        #expect(
            try amina.journal().last?.change.patch == [
                field("visitors"): Edit(to: .integer(11), was: .integer(10))
            ]
        )
        try amina.sync()
        #expect(try amina.value("visitors", of: record) == .integer(11))
    }
}

extension FieldStore {
    /// A state as this device would show it.
    fileprivate func view(_ state: RecordState) throws -> Record {
        try read { try $0.view(state) }
    }
}
