// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync

struct FormClose: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Let nobody begin a record of a form any more (administrators).",
        discussion: """
            Devices hear of it with their next sync, and say why. What was begun before
            can be finished, records can be edited, and what a device made before it heard
            is taken.
            """
    )

    @OptionGroup var change: FormClosingOptions
    @OptionGroup var device: DeviceOptions

    func run() throws { try change.run(device, isClosed: true) }
}

struct FormReopen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Let people begin records of a closed form again (administrators)."
    )

    @OptionGroup var change: FormClosingOptions
    @OptionGroup var device: DeviceOptions

    func run() throws { try change.run(device, isClosed: false) }
}

struct FormClosingOptions: ParsableArguments {
    @Argument(help: "The form.") var form: String
    @Option(help: "Why, for everybody who works with the form.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions

    func run(_ device: DeviceOptions, isClosed: Bool) throws {
        let request = AdminRequest.FormClosing(
            form: try formID(form),
            isClosed: isClosed,
            reason: reason,
            isRehearsal: rehearsal.dryRun
        )
        let server = try device.server(device.store())
        let report: FormClosingReport = try server.post("v1/admin/closings", request)
        let json = try Canonical.decode(JSON.self, from: Canonical.encode(report))
        try device.show(json) {
            let word = isClosed ? "closed" : "open again"
            let will = rehearsal.dryRun ? "would be" : "is"
            Terminal.line(
                "The form \(report.closing.form) \(will) \(word): \(inert(report.closing.reason))"
            )
            if rehearsal.dryRun { return }
            Terminal.note(
                report.isKept
                    ? "Each device hears of it with its next sync."
                    : "It was so already, since \(report.closing.at.words); nothing was changed."
            )
        }
        rehearsal.note()
    }
}

struct FormHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show who closed and reopened forms, when and why (administrators)."
    )

    @Argument(help: "The form; without it, all forms.") var form: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let wanted = try form.map(formID)
        let all: [FormClosing] = try device.server(store).get("v1/admin/closings")
        let acts = all.filter { wanted == nil || $0.form == wanted }
        let json = try Canonical.decode(JSON.self, from: Canonical.encode(acts))
        try device.show(store) { session in
            try device.page(json) {
                var table = Table("when", "form", "what", "who", "why")
                for act in acts {
                    table.add(
                        act.at.words,
                        act.form.text,
                        act.isClosed ? "closed" : "reopened",
                        try session.name(of: act.by),
                        act.reason
                    )
                }
                return [table.isEmpty ? "No form was ever closed." : table.text]
            }
        }
    }
}
