// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Screens

/// Records that were begun, and neither saved nor thrown away.
struct Drafts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what was begun and not saved; go on with it or throw it away.",
        subcommands: [DraftsList.self, DraftsOpen.self, DraftsDiscard.self],
        defaultSubcommand: DraftsList.self
    )
}

struct DraftsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show what was begun, the last touched first."
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let drafts = try session.drafts()
            let json = try drafts.map { draft in
                JSON(
                    draft,
                    answers: try session.answerCount(of: draft),
                    hindrance: try session.hindrance(of: draft)
                )
            }
            return try device.page(.array(json)) {
                var table = Table("draft", "form", "what", "state", "answers", "touched")
                for draft in drafts {
                    table.add(
                        draft.id.short,
                        draft.form.text,
                        try session.words(for: draft),
                        Standing.draft.shown,
                        String(try session.answerCount(of: draft)),
                        draft.touched.words
                    )
                }
                guard !table.isEmpty else {
                    return ["Nothing is begun. Begin with: keeplocal new FORM"]
                }
                let lost = try drafts.flatMap { draft in
                    try session.hindrance(of: draft)
                        .map { "\(draft.id.short): \($0)".wrapped() } ?? []
                }
                return [table.text, ""] + lost + ["Go on with: keeplocal drafts open DRAFT"]
            }
        }
    }
}

struct DraftsOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Go on with a draft, where you left it."
    )

    @Argument(help: "The draft: its identifier, or four or more letters of its start or end.")
    var draft: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let wanted = draft
        let draft = try store.read { try $0.draft(matching: wanted) }
        var interview = try Interview.opening(draft, in: store)
        let saved = try interview.saved(isRehearsal: rehearsal.dryRun)
        try device.show(JSON(saved)) {
            Terminal.line("\(rehearsal.outcome): \(saved.record.short)")
        }
        rehearsal.note()
    }
}

struct DraftsDiscard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Throw a draft away; the record that it edits stays as it is."
    )

    @Argument(help: "The draft: its identifier, or four or more letters of its start or end.")
    var draft: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let (gone, answers) = try store.write(isRehearsal: rehearsal.dryRun) { session in
            let found = try session.draft(matching: draft)
            let answers = try session.answerCount(of: found)
            try session.discard(found.id)
            return (found, answers)
        }
        try device.show(JSON(gone, answers: answers)) {
            let what = "\(count(answers, "answer")) of \(gone.form)"
            Terminal.line(
                rehearsal.dryRun ? "Would be thrown away: \(what)" : "Thrown away: \(what)"
            )
        }
        rehearsal.note()
    }
}

extension JSON {
    fileprivate init(_ draft: Draft, answers: Int, hindrance: String? = nil) {
        self = [
            "hindrance": hindrance.map { .string($0) } ?? .null,
            "draft": .string(draft.id.description),
            "form": .string(draft.form.text),
            "formVersion": .integer(Int64(draft.formVersion)),
            "kind": .string(draft.isEdit ? "edit" : "new"),
            "answers": .integer(Int64(answers)),
            "position": draft.question.map { .string($0.text) } ?? .null,
            "started": .string(draft.header.started.description),
            "touched": .string(draft.touched.description),
        ]
    }
}

extension StoreSession {
    fileprivate func words(for draft: Draft) throws -> String {
        let parts = [draft.isEdit ? "edit" : "", try name(of: draft) ?? ""]
        return parts.filter { !$0.isEmpty }.joined(separator: ": ")
    }
}
