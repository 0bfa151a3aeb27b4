// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// The draft of a form, tried: asked and checked as a record would be, and never one.
struct FormTrial {
    let draft: FormDraft
    let store: FieldStore

    init(_ form: FormID, in store: FieldStore) throws {
        self.store = store
        draft = try store.read { try $0.formDraft(of: form) }
    }

    func run(_ assignments: [String], _ device: DeviceOptions) throws {
        Terminal.note(
            "This tries the draft of \(draft.form.id). Nothing is saved, and nothing can be sent."
        )
        let answers = assignments.isEmpty ? try asked() : try checked(assignments)
        let fields = Dictionary(
            answers.map { ($0.key.text, $0.value.plain) },
            uniquingKeysWith: { first, _ in first }
        )
        try device.show([
            "form": .string(draft.form.id.text), "trial": true, "fields": .object(fields),
        ]) {
            Terminal.line(
                "In order: \(count(answers.count, "answer")). It was a trial, so nothing was saved."
            )
        }
    }

    private func asked() throws -> [FieldPath: FieldValue] {
        var interview = try Interview.trying(draft.form, in: store)
        return try interview.tried()
    }

    private func checked(_ assignments: [String]) throws -> [FieldPath: FieldValue] {
        try store.read { session in
            var arguments = FieldArguments(
                form: draft.form,
                versions: draft.versions,
                today: session.today
            )
            let fields = try arguments.parse(assignments).compactMapValues { $0 }
            return try session.checked(fields, draft.form, asksAll: true)
        }
    }
}
