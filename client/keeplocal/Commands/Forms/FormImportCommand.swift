// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import XLSForms

struct FormImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add a form that was written as an XLSForm, or its next version.",
        discussion: """
            Reads the sheets survey, choices, settings and entities, and the CSV files
            that they name. Everything that is wrong is said with its sheet, row and
            column, and nothing is sent; what has no effect in a terminal is listed. The
            form becomes the version after the newest that this device knows: sync before.
            --dry-run shows what would happen.

            --draft keeps it on this device only, in the place of an earlier draft.
            Compare it, try it, and give it to everybody:
              keeplocal form diff FORM
              keeplocal new FORM --draft
              keeplocal form publish FORM
            """
    )

    @OptionGroup var source: XLSFormOptions
    @Flag(help: "Keep it on this device, to be looked at and tried before it is published.")
    var draft = false
    @Flag(help: "Do not ask, where the form has versions already.") var yes = false
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let (form, former) = try source.read(store, device)
        let understood = FormUnderstood(form: form, former: former)
        guard !understood.isUnchanged else {
            try device.show(understood.json) { understood.lines.forEach { Terminal.line($0) } }
            Terminal.note(draft ? "Nothing was kept." : "Nothing was sent.")
            return
        }
        if draft { return try keep(understood, in: store) }
        let compiled = try CompiledForm(form.definition)
        let (known, others) = try store.read {
            (try $0.versions(of: compiled.id), try $0.forms())
        }
        if former != nil { try requireAnswerer(compiled, known) }
        let server = try device.server(store)
        let publication = FormPublication(compiled, after: known, among: others, server)
        if former != nil, Terminal.isInteractive, !yes, !rehearsal.dryRun {
            let told = try publication.rehearsed()
            for line in understood.lines + publication.lines(told) { Terminal.note(line) }
            guard publication.isWanted() else {
                Terminal.note("Nothing was sent.")
                throw Exit(code: ExitStatus.failed)
            }
        }
        let report =
            try rehearsal.dryRun ? publication.rehearsed() : publication.published()
        let json = try Canonical.decode(JSON.self, from: Canonical.encode(report))
        let losses = publication.losses
        try device.show([
            "understood": understood.json, "report": json,
            "losses": .array(losses.map(JSON.string)),
            "counted": .array(publication.counted.map(JSON.string)),
        ]) {
            let lines =
                understood.lines + FormDifference.lines(losses: losses) + report.lines
                + publication.countedLines
            lines.forEach { Terminal.line($0) }
        }
        rehearsal.note()
    }

    /// A version is for everybody and for ever: somebody says yes to it.
    private func requireAnswerer(_ form: CompiledForm, _ known: FormVersions?) throws {
        guard !yes, !rehearsal.dryRun, !Terminal.isInteractive else { return }
        let (id, former) = (form.id, known?.newest)
        let counted = (InstalledForm(form, after: former)?.lines ?? []).map { "\n" + inert($0) }
        throw Failure(
            usage:
                "There is a form \(id) already, and this would be its version \(form.version) for"
                + " everybody, so it asks first, and nobody can answer here. Nothing was sent."
                + counted.joined()
                + "\nLook with: keeplocal form import \(source.file) --dry-run\nand publish with:"
                + " keeplocal form import \(source.file) --yes\nA form of your own has another"
                + " name: --as NAME"
        )
    }

    private func keep(_ understood: FormUnderstood, in store: FieldStore) throws {
        let definition = understood.form.definition
        let kept = try store.write(isRehearsal: rehearsal.dryRun) { session in
            try session.keep(draft: definition)
            return try session.formDraft(of: definition.id)
        }
        try device.show([
            "understood": understood.json, "draft": true,
            "problems": .array(kept.problems.map(JSON.string)),
        ]) {
            let id = definition.id
            understood.lines.forEach { Terminal.line($0) }
            Terminal.line("Kept on this device as a draft, and sent to nobody.")
            kept.problems.forEach { Terminal.line("  It cannot be published so: \(inert($0))") }
            Terminal.note(
                "Compare: keeplocal form diff \(id)\nTry: keeplocal new \(id) --draft\nGive it to"
                    + " everybody: keeplocal form publish \(id)"
            )
        }
        rehearsal.note()
    }
}

struct FormCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check an XLSForm, without a server and without sending it."
    )

    @OptionGroup var source: XLSFormOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        // Whoever writes forms need not have a device; with one, its forms are known.
        let (form, former) = try source.read(try? device.store(), device)
        let understood = FormUnderstood(form: form, former: former)
        try device.show(understood.json) {
            (understood.lines + ["The form can be used."]).forEach { Terminal.line($0) }
        }
    }
}
