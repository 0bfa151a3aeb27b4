// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

extension EntityStoreTests {
    /// Answers one after the other, each as an interview keeps it.
    private func answer(_ draft: Draft, _ answers: [(String, FieldValue)]) throws -> Draft {
        try amina.store.write { session in
            var draft = draft
            for (path, value) in answers {
                var next = draft
                next.answers[field(path)] = value
                let filling = Filling(
                    try session.form(of: next),
                    answers: next.answers,
                    surroundings: try session.surroundings(for: try session.form(of: next))
                )
                next.see(filling, after: draft)
                try session.keep(next, after: draft)
                draft = next
            }
            return draft
        }
    }

    @Test("an answer that was altered and set back is written, where the client has another by now")
    func setBack() throws {
        let ann = try ann()
        let (begun, _) = try begun(ann)
        let draft = try answer(
            begun,
            [("address", .text("Moor")), ("address", .text("Mill Lane"))]
        )
        try ben.edit(ann, ["address": .text("High Street"), "phone": .text("2")])
        try ben.sync()
        try amina.pull()
        _ = try finish(draft.id, [:])
        try amina.sync()
        let conflict = try #require(try amina.conflicts().first)
        #expect(conflict.field == field("address"))
        #expect(
            Set(conflict.candidates.map(\.value)) == [.text("Mill Lane"), .text("High Street")]
        )
        #expect(try amina.value("phone", of: ann) == .text("2"))
    }
}
