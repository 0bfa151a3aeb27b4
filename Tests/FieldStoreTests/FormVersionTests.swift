// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@Suite("A device with old work, and a new version of its form")
struct FormVersionTests {
    private let log = CouncilLog()
    private let amina: Device
    private let carol: Device

    init() throws {
        try log.publish(VisitForm.first)
        amina = try Device(on: log)
        carol = try Device(.coordinator, on: log)
    }

    private func publish() throws { try log.publish(VisitForm.second) }

    private func visit() throws -> RecordID {
        let record = try amina.visit()
        try carol.pull()
        return record
    }

    @Test("what was written before reads as the new version says, and nothing is sent again")
    func reads() throws {
        let record = try visit()
        try publish()
        try amina.pull()
        let seen = try #require(try amina.seen(record))
        #expect(seen.fields == fields(["who": .text("p"), "support": .text("food")]))
        #expect(seen.former[field("outcome")]?.value == .integer(4))
        #expect(seen.former[field("old")]?.isAsked == false)
        let missing = try amina.store.read { try $0.missing(in: seen) }
        #expect(missing.map(\.path) == [field("consent")] && missing.map(\.since) == [2])
        #expect(try amina.status().missing == 1)
        // The same, as the lines of lists know it.
        try amina.store.makeDueLines()
        #expect(try amina.status().missing == 1)
        #expect(try amina.journal([.saved, .sent]).isEmpty)
    }

    @Test("an edit is made under the new version, only of what was edited; what is missing waits")
    func edits() throws {
        let record = try visit()
        try publish()
        try amina.pull()
        try amina.edit(record, ["outcome_on": .date(known(PlainDate("2026-11-01")))])
        let change = try #require(try amina.journal([.saved]).first?.change)
        #expect(change.formVersion == 2)
        // Its partner is on a former scale: it has no value that version 2 would allow.
        #expect(change.patch.keys.map(\.text) == ["outcome_on"])
        try amina.edit(record, ["outcome": .integer(8), "consent": .boolean(true)])
        let seen = try #require(try amina.seen(record))
        #expect(seen.fields[field("outcome")] == .integer(8))
        #expect(seen.former[field("outcome")] == nil)
        #expect(try amina.status().missing == 0)
        try amina.store.makeDueLines()
        #expect(try amina.status().missing == 0)
        let edit = try #require(try amina.journal([.saved]).last?.change.patch[field("outcome")])
        #expect(edit.was == .scaled(.integer(4), formVersion: 1))
    }

    @Test("work of version 1 that waits meets work of version 2 in one field")
    func meeting() throws {
        let record = try visit()
        try amina.edit(record, ["needs": .text("money")])
        try publish()
        try carol.pull()
        try carol.edit(record, ["support": .text("company")])
        try carol.push()
        // Amina still has her own change, and now the form that renames its field.
        try amina.pull()
        let here = try #require(try amina.conflicts().first)
        #expect(here.field == field("support") && here.base == .text("food"))
        try amina.sync()
        try carol.pull()
        let open = try carol.conflicts()
        #expect(open.map(\.id) == [here.id])
        #expect(open.first?.candidates.map(\.value) == [.text("company"), .text("money")])
        #expect(
            log.states[record]?.registers[field("needs")]?.writes.last?.edit.to == .text("money")
        )
        let conflict = try #require(open.first)
        _ = try carol.store.write {
            try $0.resolve(conflict, .take(conflict.candidates[1].id), reason: "asked her")
        }
        try carol.sync()
        try amina.pull()
        for device in [amina, carol] {
            #expect(try device.conflicts().isEmpty)
            #expect(try device.value("support", of: record) == .text("money"))
        }
    }

    @Test("a value on a former scale can win a dispute, and stays what it was")
    func formerWins() throws {
        let record = try visit()
        try amina.edit(record, ["outcome": .integer(5)])
        try publish()
        try carol.pull()
        try carol.edit(record, ["outcome": .integer(9)])
        try carol.sync()
        try amina.sync()
        try carol.pull()
        let conflict = try #require(try carol.conflicts().first)
        let former = try #require(conflict.candidates.first { $0.value?.isScaled == true })
        _ = try carol.store.write {
            try $0.resolve(conflict, .take(former.id), reason: "the paper form")
        }
        try carol.sync()
        let seen = try #require(try carol.seen(record))
        #expect(seen.fields[field("outcome")] == nil)
        #expect(seen.former[field("outcome")]?.value == .integer(5))
        let settled = try #require(try carol.conflicts(all: true).first)
        _ = try carol.store.write { try $0.undo(settled, reason: "again") }
        #expect(try carol.conflicts().map(\.id) == [conflict.id])
    }

    @Test("a field that is no longer asked keeps its conflict, which is settled where it was asked")
    func retired() throws {
        let record = try visit()
        try amina.edit(record, ["old": .text("a")])
        try carol.edit(record, ["old": .text("b")])
        try carol.push()
        try amina.push()
        try publish()
        try carol.pull()
        let conflict = try #require(try carol.conflicts().first)
        #expect(conflict.field == field("old"))
        _ = try carol.store.write {
            try $0.resolve(conflict, .take(conflict.candidates[0].id), reason: "asked")
        }
        #expect(try carol.journal([.saved]).last?.change.formVersion == 1)
        #expect(try carol.seen(record)?.former[field("old")]?.value == .text("b"))
    }

    @Test("a record that is being filled in opens with its version, and the new one is offered")
    func draft() throws {
        let form = known(FormID("visit"))
        let answers = fields(["who": FieldValue.text("p"), "needs": .text("x"), "old": .text("y")])
        let begun = try amina.store.write { try $0.begin($0.form(form)) }
        var draft = begun
        draft.answers = answers
        try amina.store.write { try $0.keep(draft, after: begun) }
        try publish()
        try amina.pull()
        let kept = try #require(try amina.store.read { try $0.draft(begun.id) })
        #expect(kept.answers == answers)
        #expect(try amina.store.read { try $0.form(of: kept) }.version == begun.formVersion)
        #expect(try amina.store.read { try $0.newerForm(for: kept) } != nil)
        let carried = try amina.store.read { try $0.carried(kept) }
        #expect(carried.answers == fields(["who": .text("p"), "support": .text("x")]))
        try amina.store.write { try $0.replace(carried) }
        let again = try #require(try amina.store.read { try $0.draft(begun.id) })
        #expect(again.answers == carried.answers && again.formVersion == carried.formVersion)
    }

    @Test("a device that cannot read the new version edits what it knows and keeps the rest")
    func unreadable() throws {
        let record = try visit()
        let broken = VisitForm.second.replacing(#""type": "boolean""#, with: #""type": "hologram""#)
        try log.publish(broken)
        let change = try #require(try amina.journal().first?.change)
        try amina.pull()
        let foreign = RecordState(
            try change.later(
                2,
                patch: ["support": Edit(to: .text("new")), "who": Edit(to: .text("q"))]
            ),
            version: 2
        )
        log.add(foreign)
        try amina.pull()
        #expect(try amina.value("support", of: record) == .text("new"))
        try amina.edit(record, ["old": .text("edited")])
        let edit = try #require(try amina.journal([.saved]).last?.change)
        #expect(edit.formVersion == 1 && edit.patch.keys.map(\.text) == ["old"])
        try amina.sync()
        #expect(
            log.states[record]?.registers[field("support")]?.writes.first?.edit.to == .text("new")
        )
    }
}

extension Change {
    fileprivate func later(_ formVersion: Int, patch: [String: Edit]) throws -> Change {
        Change(
            id: Device.newID(),
            device: Device.newID(),
            counter: 1,
            record: record,
            form: form,
            formVersion: formVersion,
            scope: scope,
            kind: .edit,
            base: 1,
            patch: fields(patch),
            author: author,
            party: party,
            at: at
        )
    }
}
