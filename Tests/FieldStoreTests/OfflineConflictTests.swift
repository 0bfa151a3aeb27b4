// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("A conflict with work that was not sent yet")
struct OfflineConflictTests {
    private let log = CouncilLog()
    private let amina: Device
    private let carol: Device
    private let record: RecordID

    /// Amina has pushed 45 minutes; Carol, who had not seen that, has 60, not sent, and has pulled.
    init() throws {
        amina = try Device(on: log)
        carol = try Device(.coordinator, on: log)
        record = try amina.contact(minutes: 30)
        try amina.sync()
        try carol.pull()
        try amina.edit(record, ["minutes": .integer(45)])
        try amina.sync()
        try carol.edit(record, ["minutes": .integer(60)])
        try carol.pull()
    }

    private func conflict(on device: Device) throws -> Conflict {
        try #require(try device.conflicts(all: true).first)
    }

    @Test("it is visible before a push, with both values and the one before them")
    func visible() throws {
        let conflict = try conflict(on: carol)
        #expect(conflict.state == .open && conflict.field == field("minutes"))
        #expect(conflict.candidates.map(\.value) == [.integer(45), .integer(60)])
        #expect(conflict.candidates.map(\.author) == [amina, carol].map(\.identity.person))
        #expect(try carol.value("minutes", of: record) == .integer(30))
        #expect(try carol.status().conflicts == 1)
        #expect(try carol.status().saved == 1)
        #expect(try amina.conflicts().isEmpty)
    }

    @Test("an edit of the disputed field is refused, and of every other one saved")
    func edits() throws {
        let problem = #expect(throws: Problem.self) {
            try carol.edit(record, ["minutes": .integer(50), "note": .text("lost?")])
        }
        #expect(problem?.code == .conflictDisputed)
        #expect(problem?.message.contains("keeplocal conflict take") == true)
        #expect(problem?.message.contains("\(try conflict(on: carol).id)") == true)
        #expect(try carol.value("note", of: record) == .text("first"))
        #expect(try carol.journal().count == 1)
        try carol.edit(record, ["note": .text("second")])
        #expect(try carol.value("note", of: record) == .text("second"))
        #expect(try carol.conflicts().map(\.field) == [field("minutes")])
    }

    @Test("a coordinator settles it on the device; everybody has the decision after a sync")
    func settled() throws {
        let open = try conflict(on: carol)
        let mine = try #require(open.candidates.last)
        let saved = try carol.store.write {
            try $0.resolve(open, .take(mine.id), reason: "counted again")
        }
        let settled = try conflict(on: carol)
        #expect(settled.state == .resolved && settled.candidates == open.candidates)
        #expect(settled.resolution?.change == saved.change)
        #expect(settled.resolution?.reason == "counted again")
        #expect(settled.resolution?.isStored == false)
        #expect(try carol.value("minutes", of: record) == .integer(60))
        try carol.sync()
        try amina.pull()
        #expect(try conflict(on: carol).resolution?.isStored == true)
        #expect(try amina.value("minutes", of: record) == .integer(60))
        #expect(try conflict(on: amina) == conflict(on: carol))
        #expect(try amina.conflicts().isEmpty)
    }

    @Test("whose answer another person decided about is told of it, and nobody else")
    func told() throws {
        let open = try conflict(on: carol)
        _ = try carol.store.write {
            try $0.resolve(open, .value(.integer(50)), reason: "in between")
        }
        try carol.sync()
        try amina.pull()
        let told = try amina.store.read { try $0.decisionsTold() }
        #expect(told.map(\.mine) == [.integer(45)])
        #expect(told.first?.resolution.value == .integer(50))
        #expect(told.first?.resolution.reason == "in between")
        #expect(try carol.store.read { try $0.decisionsTold() }.isEmpty)
        #expect(try Device(on: log).store.read { try $0.decisionsTold() }.isEmpty)
    }

    @Test("a decision is new until its message was shown, and once more when it is made anew")
    func unread() throws {
        func decide(_ value: Int64) throws {
            let open = try conflict(on: carol)
            _ = try carol.store.write {
                try $0.resolve(open, .value(.integer(value)), reason: "in between")
            }
            try carol.sync()
            try amina.pull()
        }
        #expect(try amina.store.noteNews() == 0)
        try decide(50)
        #expect(try amina.store.noteNews() == 1)
        #expect(try amina.store.noteNews() == 1)
        let first = try amina.store.read { try $0.unreadNews() }
        amina.store.markRead(first)
        #expect(try amina.store.noteNews() == 0)
        #expect(try carol.store.noteNews() == 0)
        let settled = try conflict(on: carol)
        _ = try carol.store.write { try $0.undo(settled, reason: "too early") }
        try decide(55)
        #expect(try amina.store.noteNews() == 1)
        #expect(try amina.store.read { try $0.unreadNews() }.isDisjoint(with: first))
        // Only what was shown is read.
        amina.store.markRead(first)
        #expect(try amina.store.noteNews() == 1)
        try amina.store.write { try $0.purgeAll() }
        #expect(try amina.store.read { try $0.unreadNews() }.isEmpty)
    }

    @Test("a decision is undone on the device, and the candidates stand again")
    func undone() throws {
        let open = try conflict(on: carol)
        _ = try carol.store.write {
            try $0.resolve(open, .value(.integer(50)), reason: "in between")
        }
        #expect(try carol.value("minutes", of: record) == .integer(50))
        let settled = try conflict(on: carol)
        _ = try carol.store.write { try $0.undo(settled, reason: "too early") }
        let again = try conflict(on: carol)
        #expect(again.state == .open && again.candidates == open.candidates)
        #expect(try carol.value("minutes", of: record) == .integer(30))
        let first = try #require(again.candidates.first)
        _ = try carol.store.write { try $0.resolve(again, .take(first.id), reason: "hers") }
        #expect(try carol.value("minutes", of: record) == .integer(45))
        try carol.sync()
        try amina.pull()
        #expect(try amina.value("minutes", of: record) == .integer(45))
        #expect(try carol.conflicts().isEmpty && amina.conflicts().isEmpty)
    }

    @Test("a worker may not settle it, and nothing is written")
    func worker() throws {
        let second = try Device(on: log)
        try second.edit(record, ["minutes": .integer(50)])
        try amina.edit(record, ["minutes": .integer(46)])
        try amina.sync()
        try second.pull()
        let open = try conflict(on: second)
        let before = try second.journal()
        let first = try #require(open.candidates.first)
        let taken = second.code {
            _ = try second.store.write { try $0.resolve(open, .take(first.id), reason: "mine") }
        }
        #expect(taken == "permission.denied")
        let assigned = second.code {
            _ = try second.store.write { try $0.assign(open, to: second.identity.person) }
        }
        #expect(assigned == "permission.denied")
        #expect(try second.journal() == before)
        #expect(try second.conflicts() == [open])
    }

    @Test("a decision without a reason, about nothing, or for a stranger is refused")
    func refusals() throws {
        let open = try conflict(on: carol)
        let first = try #require(open.candidates.first)
        let attempts: [(String, Decision, String)] = [
            ("reason.missing", .take(first.id), " \n"),
            ("conflict.candidate_unknown", .take(Device.newID()), "why"),
            ("change.too_large", .take(first.id), String(repeating: "x", count: 2_001)),
        ]
        for (code, decision, reason) in attempts {
            let found = carol.code {
                _ = try carol.store.write { try $0.resolve(open, decision, reason: reason) }
            }
            #expect(found == code)
        }
        let early = carol.code {
            _ = try carol.store.write { try $0.undo(open, reason: "early") }
        }
        #expect(early == "conflict.none")
        #expect(throws: FieldProblems.self) {
            try carol.store.write { try $0.resolve(open, .value(.integer(0)), reason: "none") }
        }
        #expect(try carol.journal().count == 1)
        _ = try carol.store.write { try $0.resolve(open, .take(first.id), reason: "hers") }
        let settled = try conflict(on: carol)
        let twice = carol.code {
            _ = try carol.store.write {
                try $0.resolve(settled, .take(first.id), reason: "again")
            }
        }
        #expect(twice == "conflict.none")
    }

    @Test("a candidate that arrives after the decision opens the conflict again")
    func reopened() throws {
        let open = try conflict(on: carol)
        let mine = try #require(open.candidates.last)
        _ = try carol.store.write { try $0.resolve(open, .take(mine.id), reason: "mine") }
        try amina.edit(record, ["minutes": .integer(47)])
        try amina.sync()
        try carol.pull()
        let again = try conflict(on: carol)
        #expect(again.state == .open)
        #expect(Set(again.candidates.map(\.value)) == [.integer(47), .integer(60)])
        try carol.sync()
        try amina.pull()
        #expect(try conflict(on: amina) == conflict(on: carol))
    }

    @Test("one device's equal value is no conflict")
    func equal() throws {
        let third = try Device(on: log)
        try third.edit(record, ["note": .text("same")])
        try amina.edit(record, ["note": .text("same")])
        try amina.sync()
        try third.pull()
        #expect(try third.conflicts().isEmpty)
        #expect(try third.value("note", of: record) == .text("same"))
    }

    @Test("who is to settle it is said by a coordinator, and taken back")
    func assigned() throws {
        let open = try conflict(on: carol)
        let person = amina.identity.person
        _ = try carol.store.write { try $0.assign(open, to: person) }
        #expect(try conflict(on: carol).assignee == person)
        _ = try carol.store.write { try $0.assign(open, to: nil) }
        #expect(try conflict(on: carol).assignee == nil)
        #expect(try conflict(on: carol).state == .open)
    }
}
