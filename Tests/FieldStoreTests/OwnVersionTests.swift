// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("A record of an older version, edited when a newer one is there")
struct OwnVersionTests {
    private let log = CouncilLog()
    private let amina: Device

    init() throws {
        try log.publish(VisitForm.first)
        amina = try Device(on: log)
    }

    private func publish() throws { try log.publish(VisitForm.second) }

    @Test("an edit opens with the version that the record was written with, and is made under it")
    func ownVersion() throws {
        let record = try amina.visit()
        try publish()
        try amina.pull()
        let draft = try amina.store.write { try $0.beginEditing(record) }
        #expect(draft.formVersion == 1)
        #expect(
            draft.answers
                == fields([
                    "who": .text("p"), "needs": .text("food"), "outcome": .integer(4),
                    "old": .text("kept"),
                ])
        )
        #expect(try amina.store.read { try $0.newerForm(for: draft) }?.version == 2)
        var mended = draft
        mended.answers[field("outcome")] = .integer(5)
        mended.answers[field("needs")] = .text("money")
        _ = try amina.store.write { try $0.finish(mended, record: mended.answers) }
        let change = try #require(try amina.journal([.saved]).last?.change)
        #expect(change.formVersion == 1 && change.patch.count == 2)
        #expect(change.patch[field("needs")]?.was == .text("food"))
        // Whoever reads the record under version 2 finds it where that has it.
        let seen = try #require(try amina.seen(record))
        #expect(seen.fields[field("support")] == .text("money"))
        #expect(seen.former[field("outcome")]?.value == .integer(5))
        #expect(seen.conflicts.isEmpty)
    }

    @Test("the newer version is taken when it is wanted, and asks for what is needed since")
    func newestTaken() throws {
        let record = try amina.visit()
        try publish()
        try amina.pull()
        let draft = try amina.store.write { session in
            try session.takeNewest(for: session.beginEditing(record))
        }
        #expect(draft.formVersion == 2)
        #expect(draft.answers == fields(["who": .text("p"), "support": .text("food")]))
        // Nothing was answered yet, so nothing is kept.
        #expect(try amina.store.read { try $0.draft(record) } == nil)
        var filled = draft
        filled.answers[field("consent")] = .boolean(true)
        _ = try amina.store.write { try $0.finish(filled, record: filled.answers) }
        let change = try #require(try amina.journal([.saved]).last?.change)
        #expect(change.formVersion == 2 && change.patch.keys.map(\.text) == ["consent"])
        // What was written with version 2 opens with it from now on.
        #expect(try amina.store.write { try $0.beginEditing(record) }.formVersion == 2)
    }

    @Test("an edit that was begun before the new version came is finished under its own")
    func begunBefore() throws {
        let record = try amina.visit()
        let draft = try amina.store.write { try $0.beginEditing(record) }
        try publish()
        try amina.pull()
        var edited = draft
        edited.answers[field("old")] = .text("mended")
        _ = try amina.store.write { try $0.finish(edited, record: edited.answers) }
        #expect(try amina.journal([.saved]).last?.change.formVersion == 1)
        #expect(try amina.seen(record)?.former[field("old")]?.value == .text("mended"))
    }

    @Test("what somebody disputes under the newer version is disputed under the older one too")
    func disputed() throws {
        let record = try amina.visit()
        let carol = try Device(.coordinator, on: log)
        try amina.edit(record, ["needs": .text("money")])
        var draft = try amina.store.write { try $0.beginEditing(record) }
        try publish()
        try carol.pull()
        try carol.edit(record, ["support": .text("company")])
        try carol.push()
        try amina.pull()
        #expect(try amina.conflicts().map(\.field) == [field("support")])
        let begun = draft
        draft.answers[field("needs")] = .text("another")
        try amina.store.write { [draft] in try $0.keep(draft, after: begun) }
        let finish = { _ = try amina.store.write { try $0.finish(draft, record: draft.answers) } }
        #expect(amina.code(of: finish) == "conflict.disputed")
        #expect(try amina.store.read { try $0.draft(record) } != nil)
    }
}
