// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

/// What a list calls the forms and records that its lines name: read from the store where that is
/// free, and what it was last where a sync has it for itself at this moment.
struct ListNames {
    private var forms: [FormID: String] = [:]
    /// By line, of those whose title is another record.
    private var titles: [RecordID: String] = [:]
    private static let titlesMax = 2_000

    mutating func read(for lines: [RecordLine], in store: FieldStore) throws {
        try read(for: Array(Set(lines.map(\.form))), in: store)
        let named = lines.filter { RecordID($0.title) != nil }
        guard !named.isEmpty else { return }
        if titles.count > Self.titlesMax { titles = [:] }
        try update(from: store) { names, session in
            for line in named { names.titles[line.record] = try session.title(of: line) }
        }
    }

    mutating func read(for forms: [FormID], in store: FieldStore) throws {
        try update(from: store) { names, session in
            for form in forms { names.forms[form] = try session.title(of: form) }
        }
    }

    private mutating func update(
        from store: FieldStore,
        _ body: (inout ListNames, StoreSession) throws -> Void
    ) throws {
        do {
            var new = self
            try store.withoutWaiting { try store.read { try body(&new, $0) } }
            self = new
        } catch let problem as Problem where problem.code == .homeBusy {
            // The list is read again when the other has written.
        }
    }

    func title(of form: FormID) -> String { forms[form] ?? form.text }

    func row(_ line: RecordLine) -> RecordRow {
        let named = RecordID(line.title).map { titles[line.record] ?? $0.short }
        return RecordRow(
            record: line.record,
            changed: line.changed,
            day: String(line.changed.words.prefix(10)),
            form: title(of: line.form),
            title: named ?? line.title.about(line.subjectTitle),
            standing: line.work == .stored && line.isReviewed ? .reviewed : line.work.standing,
            conflicts: line.conflicts
        )
    }
}
