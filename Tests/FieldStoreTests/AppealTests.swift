// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("Appeals against what was decided")
struct AppealTests {
    private let log = CouncilLog()
    private let amina: Device
    private let carol: Device
    private let record: RecordID

    /// Amina's 45 stands against Carol's 60, and Carol has taken her own.
    init() throws {
        amina = try Device(on: log)
        carol = try Device(.coordinator, on: log)
        record = try carol.contact(minutes: 30)
        try carol.sync()
        try amina.pull()
        try amina.edit(record, ["minutes": .integer(45)])
        try amina.push()
        try carol.edit(record, ["minutes": .integer(60)])
        try carol.sync()
        try settle()
        try amina.pull()
    }

    private func settle() throws {
        let conflict = try #require(try carol.conflicts().first)
        let own = try #require(conflict.candidates.first { $0.value == .integer(60) })
        _ = try carol.store.write {
            try $0.resolve(conflict, .take(own.id), reason: "my watch")
        }
        try carol.sync()
    }

    private func appeal(_ reason: String = "I stayed until noon") throws {
        let conflict = try #require(try amina.conflicts(all: true).first)
        _ = try amina.store.write { try $0.appeal(conflict, reason: reason) }
    }

    private func appeals(_ device: Device) throws -> [Conflict] {
        try device.store.read { try $0.appealsToMe() }
    }

    @Test("it reaches whoever decided, with its reason; the decision stands meanwhile")
    func reaches() throws {
        try appeal()
        #expect(try appeals(carol).isEmpty)
        try amina.push()
        try carol.pull()
        let told = try #require(try appeals(carol).first)
        #expect(told.appeal?.reason == "I stayed until noon" && told.state == .resolved)
        #expect(told.appeal?.author == amina.identity.person)
        #expect(try carol.value("minutes", of: record) == .integer(60))
        #expect(try appeals(amina).isEmpty)
    }

    @Test("it ends when the decision is undone, and one against the old is none against the new")
    func ends() throws {
        try appeal()
        try amina.push()
        try carol.pull()
        let told = try #require(try appeals(carol).first)
        _ = try carol.store.write { try $0.undo(told, reason: "she may be right") }
        try carol.sync()
        #expect(try appeals(carol).isEmpty)
        try settle()
        #expect(try appeals(carol).isEmpty)
    }

    @Test("without a reason, or where nothing is settled, there is none")
    func refused() throws {
        #expect(amina.code { try appeal("  ") } == "reason.missing")
        try appeal()
        let conflict = try #require(try carol.conflicts(all: true).first)
        _ = try carol.store.write { try $0.undo(conflict, reason: "she may be right") }
        try carol.sync()
        try amina.pull()
        #expect(amina.code { try appeal() } == "conflict.none")
    }
}
