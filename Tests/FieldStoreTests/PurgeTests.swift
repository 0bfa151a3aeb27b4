// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@Suite("A scope that was taken away leaves nothing but receipts and unsent work")
struct PurgeTests {
    private let log = CouncilLog()
    private let amina: Device
    private let record: RecordID

    init() throws {
        amina = try Device(on: log)
        record = try amina.contact(note: "told in confidence")
        try amina.sync()
    }

    private func revoke() throws {
        log.grants[amina.identity.person] = []
        try amina.pull()
    }

    /// Whether the bytes of the home hold a text in any of its files.
    private func holds(_ text: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: amina.home).contains { name in
            let data = try Data(contentsOf: URL(filePath: amina.home + "/" + name))
            return data.range(of: Data(text.utf8)) != nil
        }
    }

    @Test("records go, from the file as well; the receipt stays")
    func purged() throws {
        let receipt = try #require(try amina.journal().first?.receipt)
        #expect(try holds("told in confidence"))
        try revoke()
        #expect(try amina.seen(record) == nil)
        #expect(try amina.store.read { try $0.records() }.isEmpty)
        #expect(try !holds("told in confidence"))
        let entry = try #require(try amina.journal().first)
        #expect(entry.state == .purged && entry.receipt == receipt)
        #expect(entry.change.patch.isEmpty && entry.change.counter == 1)
        #expect(try amina.status().stored == 1)
    }

    @Test("unsent, refused and held work is kept")
    func unsentWork() throws {
        log.verdict = { change in
            switch change.patch[field("note")]?.to {
            case .text("refused"): .refused(problem: Problem(.fieldConstraint, "no"))
            case .text("held"): .held(why: Problem(.forbidden, "kept"))
            default: nil
            }
        }
        try amina.edit(record, ["note": .text("refused")])
        try amina.edit(record, ["note": .text("held")])
        try amina.push()
        let new = try amina.contact(note: "not sent")
        try revoke()
        #expect(try amina.journal().map(\.state) == [.purged, .refused, .held, .saved])
        #expect(try amina.journal().last?.change.patch[field("note")]?.to == .text("not sent"))
        #expect(try amina.store.read { try $0.unsent() }.map(\.record) == [new])
    }

    @Test("reasons and submitted returns are content, and go with it")
    func reasons() throws {
        try amina.delete(record, reason: "moved to her sister in Leeds")
        try amina.sync()
        try revoke()
        #expect(try !holds("her sister in Leeds"))
        #expect(try amina.journal().allSatisfy { $0.change.reason == nil })
    }

    @Test("a right that comes back brings the records back, once")
    func grantedAgain() throws {
        try revoke()
        log.grants[amina.identity.person] = nil
        #expect(try amina.pull().digestsAgree)
        #expect(try amina.value("note", of: record) == .text("told in confidence"))
        try amina.edit(record, ["note": .text("second")])
        try amina.sync()
        #expect(try amina.value("note", of: record) == .text("second"))
        #expect(try amina.conflicts().isEmpty)
        #expect(try amina.journal().map(\.state) == [.purged, .stored])
    }

    @Test("to a server that went back, what was purged is sent as a counter without content")
    func sentAgain() throws {
        try amina.edit(record, ["note": .text("not sent yet")])
        try revoke()
        #expect(try amina.store.write { try $0.sendAgain(from: 1) })
        let owed = try amina.store.read { try $0.unsent() }
        #expect(owed.map(\.kind) == [.void, .edit] && owed.map(\.counter) == [1, 2])
        #expect(owed[0].patch.isEmpty && owed[0].reason == nil)
        #expect(try amina.journal().map(\.state) == [.purged, .saved])
        try amina.push()
        #expect(try amina.journal().map(\.state) == [.purged, .stored])
        #expect(try amina.store.read { try $0.unsentCount() } == 0)
    }
}
