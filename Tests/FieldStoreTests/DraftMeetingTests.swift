// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@Suite("One draft in two windows: neither takes the other's answers away")
struct DraftMeetingTests {
    private let amina: Device

    init() throws { amina = try Device(on: CouncilLog()) }

    private func begun(_ answers: [String: FieldValue]) throws -> Draft {
        try amina.store.write { session in
            let begun = try session.begin(session.form(known(FormID("contact"))))
            var draft = begun
            draft.answers = fields(answers)
            try session.keep(draft, after: begun)
            return draft
        }
    }

    private func answering(_ path: String, _ value: FieldValue?, in draft: Draft) -> Draft {
        var next = draft
        next.answers[field(path)] = value
        return next
    }

    private func keep(_ next: Draft, _ kept: Draft) throws -> DraftMeeting {
        try amina.store.write { try $0.keep(next, meeting: kept) }
    }

    private var drafts: [Draft] { get throws { try amina.store.read { try $0.drafts() } } }

    @Test("who is alone keeps answers as ever, and hears nothing")
    func alone() throws {
        let draft = try begun(["participant": .text("P-1")])
        let next = answering("minutes", .integer(4), in: draft)
        #expect(try keep(next, draft) == .alone(next))
        #expect(try drafts.map(\.answers) == [next.answers])
    }

    @Test("answers of two windows to different questions stand together")
    func joined() throws {
        let draft = try begun(["participant": .text("P-1")])
        _ = try keep(answering("minutes", .integer(4), in: draft), draft)
        let meeting = try keep(answering("note", .text("b"), in: draft), draft)
        guard case .joined(let joined) = meeting else {
            Issue.record("\(meeting)")
            return
        }
        let both: [String: FieldValue] = [
            "participant": .text("P-1"), "minutes": .integer(4), "note": .text("b"),
        ]
        let all = fields(both)
        #expect(joined.answers == all)
        #expect(try drafts.map(\.answers) == [all])
    }

    @Test("two answers to one question make two drafts")
    func parted() throws {
        let draft = try begun(["participant": .text("P-1")])
        _ = try keep(answering("minutes", .integer(4), in: draft), draft)
        let meeting = try keep(answering("minutes", .integer(7), in: draft), draft)
        guard case .parted(let own, let disputed) = meeting else {
            Issue.record("\(meeting)")
            return
        }
        #expect(disputed == [field("minutes")] && own.id != draft.id)
        let kept = try drafts.map { $0.answers[field("minutes")] }
        #expect(Set(kept) == [.integer(4), .integer(7)])
    }

    @Test("what one window saved, the other goes on with as changes of that record")
    func saved() throws {
        let draft = try begun(["participant": .text("P-1"), "kind": .choice("visit")])
        let record = draft.answers
        let saved = try amina.store.write { try $0.finish(draft, record: record) }
        let next = answering("minutes", .integer(4), in: draft)
        let meeting = try keep(next, draft)
        guard case .saved(let changes?) = meeting else {
            Issue.record("\(meeting)")
            return
        }
        #expect(changes.id == saved.record && changes.isEdit)
        #expect(changes.answers[field("minutes")] == .integer(4))
        let kept = try amina.store.read { try $0.draft(draft.id) }
        #expect(kept?.answers == changes.answers)
        let seen = try amina.seen(draft.id)
        #expect(seen?.fields[field("minutes")] == nil)
    }

    @Test("where both say the same, what was saved leaves nothing to go on with")
    func savedAlike() throws {
        let draft = try begun(["participant": .text("P-1"), "kind": .choice("visit")])
        let record = draft.answers
        _ = try amina.store.write { try $0.finish(draft, record: record) }
        #expect(try keep(draft, draft) == .saved(nil))
        #expect(try drafts.isEmpty)
    }

    @Test("changes of one record in two windows: theirs stand, and one's own is told")
    func disputed() throws {
        let id = try amina.contact(note: "first")
        let opened = try amina.store.write { try $0.beginEditing(id) }
        _ = try keep(answering("note", .text("a"), in: opened), opened)
        let meeting = try keep(answering("note", .text("b"), in: opened), opened)
        guard case .disputed(let draft, let disputed) = meeting else {
            Issue.record("\(meeting)")
            return
        }
        #expect(disputed == [field("note")])
        #expect(draft.answers[field("note")] == .text("a"))
    }

    @Test("what was thrown away on purpose does not come back")
    func thrownAway() throws {
        let draft = try begun(["participant": .text("P-1")])
        try amina.store.write { try $0.discard(draft.id) }
        let next = answering("minutes", .integer(4), in: draft)
        let code = amina.code { _ = try keep(next, draft) }
        #expect(code == "record.unknown")
        #expect(try drafts.isEmpty)
    }
}
