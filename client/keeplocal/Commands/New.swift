// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Save a new record; without --set it asks, one question at a time.",
        discussion: """
            keeplocal new contact --set participant=P-17 --set kind=visit --set minutes=45
            keeplocal new outcome --set 'followup[+]/score=6' …
                  [+] starts a new follow-up
            keeplocal new contact --set photo=@picture.jpg …      @ attaches a file
            Answers that were begun and not finished are kept: the same command goes on
            with them. See them with keeplocal drafts; --another begins one more,
            --discard throws one away.
            """
    )

    @Argument(help: "The form, such as outcome; see: keeplocal form list") var form: String
    @Option(name: .customLong("set"), help: "An answer, as path=value. May be repeated.")
    var assignments: [String] = []
    @Flag(help: "Throw away the answers that were begun and not finished.") var discard = false
    @Flag(help: "Begin another one, and leave those that were begun as they are.")
    var another = false
    @Flag(help: "Try the draft of a form that is not published yet; nothing is saved.")
    var draft = false
    @OptionGroup var place: PlaceOptions
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func validate() throws {
        guard !discard || assignments.isEmpty else {
            throw ValidationError("--discard stands alone: it throws away what was begun.")
        }
        guard !draft || !discard && !another else {
            throw ValidationError("--draft only tries a form: there is nothing begun of it.")
        }
    }

    func run() throws {
        // One that was begun before this was so may be ended.
        if self.form == StoreSession.returnForm?.text, !draft, !discard,
            try device.store().read({ try $0.latestDraft(of: formID(self.form)) }) == nil
        {
            throw Self.opensReturn
        }
        let store = try device.store()
        if draft { return try FormTrial(formID(form), in: store).run(assignments, device) }
        let form = try store.read { try $0.form(formID(self.form)) }
        if discard { return try discardDraft(of: form, in: store) }
        let saved =
            assignments.isEmpty ? try interview(form, store) : try saveAssignments(form, store)
        try device.show(JSON(saved)) {
            let title = inert(form.definition.title)
            guard !rehearsal.dryRun else {
                return Terminal.line("In order, and could be saved: \(title)")
            }
            Terminal.line("Saved on this device: \(title) \(saved.record.short)")
            for line in try saved.entityLines(in: store) { Terminal.line(line) }
            Terminal.note("Send it with: keeplocal sync")
        }
        rehearsal.note()
    }

    private static let opensReturn = Problem(
        .requestMalformed,
        "A return is opened with its figures counted, one for each service and period. Nothing was"
            + " saved. Open it with: keeplocal return open 2026-Q2"
    )

    private func saveAssignments(_ form: CompiledForm, _ store: FieldStore) throws -> Saved {
        let isRehearsal = rehearsal.dryRun
        let (saved, remarks) = try Attachments.saving(
            assignments,
            form,
            store,
            isRehearsal: isRehearsal
        ) { session, answers in
            var arguments = try FieldArguments(form, in: session)
            let fields = try arguments.typed(answers).compactMapValues { $0 }
            let place = try place.place(in: session)
            let saved = try arguments.naming {
                try session.create(form.id, fields: fields, in: place, asksAll: true)
            }
            let organisation = try session.scope(of: form, in: place).organisation
            let succession = try session.successionWords(organisation).map { [$0] } ?? []
            return (saved, try arguments.remarks(on: fields) + succession)
        }
        remarks.forEach { Terminal.note($0) }
        return saved
    }

    /// Goes on with what was begun and not finished, or begins.
    private func interview(_ form: CompiledForm, _ store: FieldStore) throws -> Saved {
        let begun = another ? nil : try store.read { try $0.latestDraft(of: form.id) }
        let place = try begun == nil ? place.asked(for: form, in: store) : nil
        let draft = try store.write { session in
            let chosen = try self.place.place(in: session)
            guard let begun else { return try session.begin(form, in: place ?? chosen) }
            return try session.moved(begun, to: chosen)
        }
        var interview = try Interview.opening(draft, in: store)
        return try interview.saved(isRehearsal: rehearsal.dryRun)
    }

    private func discardDraft(of form: CompiledForm, in store: FieldStore) throws {
        let begun = try store.read { try $0.drafts() }.filter { $0.form == form.id && !$0.isEdit }
        guard begun.count < 2 else {
            throw Failure(
                usage: "there are \(begun.count) drafts of \(form.id). See them with: keeplocal"
                    + " drafts, and throw one away with: keeplocal drafts discard DRAFT"
            )
        }
        let thrown = try store.write(isRehearsal: rehearsal.dryRun) { session in
            let answers = try begun.map(session.answerCount).reduce(0, +)
            for draft in begun { try session.discard(draft.id) }
            return answers
        }
        try device.show(["form": .string(form.id.text), "discarded": .integer(Int64(thrown))]) {
            Terminal.line(
                begun.isEmpty
                    ? "Nothing was begun, so there is nothing to throw away."
                    : "Thrown away: \(count(thrown, "answer")) that had not become a record."
            )
        }
        rehearsal.note()
    }
}

func formID(_ text: String) throws -> FormID {
    guard let id = FormID(text) else {
        throw Problem(.formUnknown, "There is no form '\(text.prefix(50))'.")
    }
    return id
}
