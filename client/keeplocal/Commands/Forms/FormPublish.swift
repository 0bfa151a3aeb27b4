// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct FormPublish: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Give the draft of a form to everybody (administrators).",
        discussion: """
            Shows what differs and what it means for the records that are there, and asks.
            A version that is published never changes. Where an answer of the server is
            lost, the same command again is answered the same.
            """
    )

    @Argument(help: "The form.") var form: String
    @Flag(help: "Do not ask.") var yes = false
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let id = try formID(form)
        let (draft, others) = try store.read { (try $0.formDraft(of: id), try $0.forms()) }
        if let version = draft.publishedAs { return try tell(published: version, id, store) }
        guard yes || rehearsal.dryRun || Terminal.isInteractive else {
            throw Failure(
                usage: "Publishing is for everybody, so it asks first, and nobody can answer here."
                    + " Nothing was sent. Look with: keeplocal form publish \(id) --dry-run\nand"
                    + " publish with: keeplocal form publish \(id) --yes"
            )
        }
        let publication = FormPublication(draft, among: others, try device.server(store))
        try publication.check()
        let told = try publication.rehearsed()
        if !device.json { publication.lines(told).forEach { Terminal.line($0) } }
        if rehearsal.dryRun {
            try device.show(json(told, publication)) {}
            return rehearsal.note()
        }
        guard yes || publication.isWanted() else {
            Terminal.note("Nothing was sent. The draft is kept.")
            throw Exit(code: ExitStatus.failed)
        }
        let report = try publication.published()
        try store.write { try $0.discardDraft(of: id) }
        try device.show(json(report, publication)) {
            Terminal.line("Published: \(id) version \(report.version).")
            Terminal.note("Each device has it with its next sync, yours too: keeplocal sync")
        }
    }

    private func json(_ report: FormReport, _ publication: FormPublication) throws -> JSON {
        let difference = try publication.difference.map {
            try Canonical.decode(JSON.self, from: Canonical.encode($0))
        }
        return [
            "difference": difference ?? .null,
            "losses": .array(publication.losses.map(JSON.string)),
            "report": try Canonical.decode(JSON.self, from: Canonical.encode(report)),
        ]
    }

    /// The answer was lost, and a sync has brought what it was about.
    private func tell(published version: Int, _ id: FormID, _ store: FieldStore) throws {
        try store.write(isRehearsal: rehearsal.dryRun) { try $0.discardDraft(of: id) }
        try device.show([
            "difference": .null,
            "report": [
                "form": .string(id.text), "version": .integer(Int64(version)), "isAdded": false,
            ],
        ]) {
            Terminal.line("Published already: \(id) version \(version) says the same.")
        }
    }
}

struct FormDiscard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Throw away the draft of a form; published versions stay."
    )

    @Argument(help: "The form.") var form: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let id = try formID(form)
        try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            _ = try session.formDraft(of: id)
            try session.discardDraft(of: id)
        }
        try device.show(["form": .string(id.text), "discarded": .boolean(!rehearsal.dryRun)]) {
            Terminal.line(
                rehearsal.dryRun
                    ? "The draft of \(id) would be thrown away."
                    : "The draft of \(id) was thrown away."
            )
        }
        rehearsal.note()
    }
}
