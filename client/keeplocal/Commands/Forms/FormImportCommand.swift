// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldSync
import XLSForms

struct FormImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add a form that was written as an XLSForm, or its next version.",
        discussion: """
            Reads the sheets survey, choices, settings and entities, and the CSV files that they
            name. Everything that is wrong is said with its sheet, row and column, and nothing is
            sent; what has no effect in a terminal is listed. The form becomes the version after
            the newest that this device knows: sync before. --dry-run shows what would happen.
            """
    )

    @OptionGroup var source: XLSFormOptions
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let (form, former) = try source.read(store, device)
        let understood = FormUnderstood(form: form, former: former)
        guard !understood.isUnchanged else {
            try device.show(understood.json) { understood.lines.forEach { Terminal.line($0) } }
            Terminal.note("Nothing was sent.")
            return
        }
        let definition = try Canonical.decode(JSON.self, from: Canonical.encode(form.definition))
        let report: FormReport = try device.server(store).post(
            "v1/admin/forms",
            AdminRequest.Form(definition: definition, isRehearsal: rehearsal.dryRun)
        )
        let json = try Canonical.decode(JSON.self, from: Canonical.encode(report))
        try device.show(["understood": understood.json, "report": json]) {
            (understood.lines + report.lines).forEach { Terminal.line($0) }
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
