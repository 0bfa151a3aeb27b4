// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

/// A form on the full screen, and what becomes of its answers.
extension FullScreen {
    /// The answers so far are on the disk when this returns.
    mutating func keepAnswers() throws {
        guard let screen = navigator.top as? FormScreen, screen.record == nil else { return }
        let filling = screen.capture.filling
        try store.write { try $0.keep(draft: filling.answers, of: filling.form.id) }
    }

    mutating func saveRecord() throws {
        guard var screen = navigator.top as? FormScreen else { return }
        do {
            let saved = try store.write { session in try session.save(screen) }
            navigator.pop()
            try refresh()
            navigator.notice = Navigator.Notice(
                saved.change == nil
                    ? "Nothing differs, so nothing was saved."
                    : "Saved on this device: \(saved.record.short). Sync to send it."
            )
        } catch let problems as FieldProblems {
            guard let first = problems.problems.first else { throw problems }
            screen.show(first)
            navigator.replace(navigator.screens.count - 1, by: screen)
        }
    }
}

extension StoreSession {
    fileprivate func save(_ screen: FormScreen) throws -> Saved {
        let filling = screen.capture.filling
        guard let record = screen.record else {
            try keep(draft: nil, of: filling.form.id)
            return try create(filling.form.id, fields: filling.record)
        }
        let former = try self.record(record)?.fields ?? [:]
        // Only what was really changed goes into the change: the rest is others' to write.
        var changed: [FieldPath: FieldValue?] = [:]
        for (path, value) in filling.record where former[path] != value { changed[path] = value }
        for path in former.keys
        where filling.record[path] == nil && filling.form.field(path)?.isAsked == true {
            changed[path] = .some(nil)
        }
        return try edit(record, fields: changed)
    }

    /// Goes on where the form was left.
    func formScreen(making form: FormID) throws -> FormScreen {
        let draft = try draft(of: form) ?? [:]
        return FormScreen(Capture(try filling(form: self.form(form), draft)))
    }

    func formScreen(changing id: RecordID) throws -> FormScreen {
        guard let state = try state(of: id) else {
            throw Problem(.recordUnknown, "There is no record \(id) on this device any more.")
        }
        let versions = try editingVersions(of: state)
        let filling = try filling(form: versions.newest, versions.view(state).fields)
        return FormScreen(Capture(filling), record: id)
    }

    private func filling(
        form: CompiledForm,
        _ answers: [FieldPath: FieldValue]
    ) throws -> Filling {
        let identity = try identity()
        return Filling(
            form,
            answers: answers,
            surroundings: Surroundings(
                today: today,
                now: now,
                device: identity.device.description,
                person: identity.person.description
            )
        )
    }
}
