// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import GRDB
import Schema
import Testing

@Suite("Drafts are kept answer by answer")
struct DraftTests {
    private let log: CouncilLog
    private let amina: Device

    init() throws {
        log = CouncilLog()
        amina = try Device(on: log)
    }

    private func begun(_ answers: [String: FieldValue]) throws -> Draft {
        let contact = known(FormID("contact"))
        return try amina.store.write { session in
            let begun = try session.begin(session.form(contact))
            var draft = begun
            draft.answers = fields(answers)
            draft.position = field("minutes")
            try session.keep(draft, after: begun)
            return draft
        }
    }

    private func answering(_ path: String, _ value: FieldValue, in draft: Draft) -> Draft {
        var next = draft
        next.answers[field(path)] = value
        return next
    }

    @Test("many drafts of a form live side by side, and each opens where it was")
    func several() throws {
        let first = try begun(["note": .text("one")])
        let second = try begun(["note": .text("two"), "minutes": .integer(4)])
        let kept = try amina.reopened().read { try $0.drafts() }
        #expect(Set(kept.map(\.id)) == [first.id, second.id])
        #expect(try amina.store.read { try $0.draft(first.id) }?.answers == first.answers)
        #expect(kept.allSatisfy { $0.position == field("minutes") })
        try amina.store.write { try $0.discard(first.id) }
        #expect(try amina.status().drafts == 1)
    }

    @Test("a form that somebody could not save is not opened for them")
    func right() throws {
        let signatory = try Device(.signatory, on: log)
        let code = signatory.code {
            _ = try signatory.store.write { session in
                try session.begin(session.form(known(FormID("contact"))))
            }
        }
        #expect(code == "permission.denied")
        #expect(try signatory.status().drafts == 0)
    }

    @Test("a draft becomes the record of its identifier, and is gone in the same transaction")
    func finished() throws {
        let draft = try begun(["participant": .text("P-1"), "kind": .choice("visit")])
        let record = draft.answers
        let saved = try amina.store.write { try $0.finish(draft, record: record) }
        #expect(saved.record == draft.id && saved.change != nil)
        #expect(try amina.store.read { try $0.drafts() }.isEmpty)
        #expect(try amina.seen(draft.id)?.fields[field("kind")] == .choice("visit"))
    }

    @Test("what was thrown away in another window does not come back with the next answer")
    func gone() throws {
        let draft = try begun(["participant": .text("P-1")])
        try amina.reopened().write { try $0.discard(draft.id) }
        let next = answering("minutes", .integer(4), in: draft)
        let code = amina.code { try amina.store.write { try $0.keep(next, after: draft) } }
        #expect(code == "record.unknown")
        #expect(try amina.status().drafts == 0)
    }

    @Test("a draft that is open in two windows becomes one record, and what was saved stays")
    func twice() throws {
        let draft = try begun(["participant": .text("P-1"), "kind": .choice("visit")])
        _ = try amina.store.write { try $0.finish(draft, record: draft.answers) }
        let other = answering("kind", .choice("phone"), in: draft)
        let code = amina.code {
            _ = try amina.store.write { try $0.finish(other, record: other.answers) }
        }
        #expect(code == "record.exists")
        #expect(try amina.seen(draft.id)?.fields[field("kind")] == .choice("visit"))
        #expect(try amina.journal().count == 1)
    }

    @Test("who only looks leaves nothing behind, and who takes all back does not either")
    func looked() throws {
        let contact = known(FormID("contact"))
        let record = try amina.contact(note: "first")
        try amina.store.write { session in
            for begun in [
                try session.begin(session.form(contact)), try session.beginEditing(record),
            ] {
                var moved = begun
                moved.position = field("minutes")
                try session.keep(moved, after: begun)
                #expect(try session.draftCount() == 0)
                var answered = moved
                answered.answers[field("minutes")] = .integer(7)
                try session.keep(answered, after: moved)
                #expect(try session.draft(begun.id)?.answers == answered.answers)
                #expect(try session.draft(begun.id)?.former == begun.former)
                try session.keep(moved, after: answered)
                #expect(try session.draftCount() == 0)
            }
        }
    }

    @Test("what the form refuses leaves the draft as it was")
    func refused() throws {
        let draft = try begun(["kind": .choice("carrier_pigeon")])
        #expect(throws: FieldProblems.self) {
            try amina.store.write { try $0.finish(draft, record: draft.answers) }
        }
        #expect(try amina.store.read { try $0.draft(draft.id) }?.answers == draft.answers)
    }

    @Test("only what was edited is written, and a newer answer to another question stays")
    func edited() throws {
        let record = try amina.contact(note: "first")
        try amina.sync()
        let draft = try amina.store.write { try $0.beginEditing(record) }
        var changed = draft
        changed.answers[field("note")] = .text("mine")
        changed.answers[field("minutes")] = .integer(45)
        try amina.store.write { try $0.keep(changed, after: draft) }
        let kept = try #require(try amina.store.read { try $0.draft(record) })
        #expect(kept.isEdit && kept.seen?.fields == draft.answers)
        let edits = kept.edited(to: kept.answers)
        #expect(Set(edits.keys) == [field("note"), field("minutes")])
        _ = try amina.store.write { try $0.finish(kept, record: kept.answers) }
        let patch = try #require(try amina.journal().last?.change.patch)
        #expect(patch[field("note")]?.was == .text("first"))
        #expect(patch[field("kind")] == nil)
    }

    @Test("an edit that began before another person's is no reason to replace theirs")
    func overtaken() throws {
        let record = try amina.contact(note: "first")
        try amina.sync()
        let bilal = try Device(on: log)
        let draft = try amina.store.write { try $0.beginEditing(record) }
        try bilal.edit(record, ["note": .text("theirs")])
        try bilal.sync()
        try amina.sync()
        var mine = draft
        mine.answers[field("note")] = .text("mine")
        _ = try amina.store.write { try $0.finish(mine, record: mine.answers) }
        let conflict = try #require(try amina.conflicts().first)
        #expect(conflict.field == field("note") && conflict.candidates.count == 2)
        let untouched = try amina.store.write { try $0.beginEditing(record) }
        #expect(untouched.edited(to: untouched.answers).isEmpty)
    }

    @Test("a damaged byte is noticed, and the repair keeps every other answer")
    func damaged() throws {
        let draft = try begun(["note": .text("whole"), "minutes": .integer(4)])
        let queue = try DatabaseQueue(path: amina.home + "/keeplocal.sqlite")
        try queue.write { db in
            try db.execute(sql: "UPDATE draft_answer SET value = x'00' WHERE path = 'minutes'")
        }
        try queue.close()
        #expect(throws: Problem.self) {
            _ = try amina.reopened().read { try $0.draft(draft.id) }
        }
        _ = try Repairing(home: Home(path: amina.home)).run()
        let kept = try amina.reopened().read { try $0.draft(draft.id) }
        #expect(kept?.answers == fields(["note": .text("whole")]))
    }

    @Test("the draft of an earlier version of the program is a draft of its own")
    func former() throws {
        let home = TemporaryFolder()
        let contact = known(FormID("contact"))
        let old: [String: FieldValue] = ["note": .text("old")]
        let bytes = try Canonical.encode(fields(old))
        let queue = try DatabaseQueue(path: home.path + "/keeplocal.sqlite")
        try queue.write { db in
            for step in Schema.client.prefix(2) { try db.execute(sql: step.sql) }
            try db.execute(
                sql: "INSERT INTO fact (key, value, seal) VALUES (?, ?, ?)",
                arguments: ["draft/\(contact)", bytes, Data(Hash(of: bytes).bytes)]
            )
            try db.execute(
                sql: "PRAGMA application_id = 1263297329; PRAGMA user_version = 2"
            )
        }
        try queue.close()
        let again = try Device.open(home.path)
        let drafts = try again.read { try $0.drafts() }
        #expect(drafts.map(\.answers) == [fields(old)])
        #expect(drafts.first?.form == contact && drafts.first?.isEdit == false)
    }
}
