// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldSync
import Foundation

struct FormAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a form, or the next version of one, for everybody (administrators).",
        discussion: """
            The server checks it whole and names everything that is wrong. Records stay as
            they were made, and read under the new version as it declares: mapsFrom names
            the former path of a field or the former names of a choice, dropped keeps a
            choice readable, and a new scale keeps values apart. --dry-run shows what will
            happen.
            """
    )

    @Argument(help: "The form as JSON.", completion: .file(extensions: ["json"])) var file: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(usage: "The file '\(file)' cannot be read.")
        }
        guard let definition = try? Canonical.decode(JSON.self, from: data) else {
            throw Failure(usage: "The file '\(file)' is not JSON.")
        }
        let report: FormReport = try device.server(device.store()).post(
            "v1/admin/forms",
            AdminRequest.Form(definition: definition, isRehearsal: rehearsal.dryRun)
        )
        let json = try Canonical.decode(JSON.self, from: Canonical.encode(report))
        try device.show(json) { report.lines.forEach { Terminal.line($0) } }
        if !report.isAdded, !rehearsal.dryRun {
            Terminal.note("This version was there already; nothing was changed.")
        }
        rehearsal.note()
    }
}

extension FormReport {
    var lines: [String] {
        let lists: [(String, [String])] = [
            ("asked anew", added),
            ("renamed", renamed.map { "\($0.from) is \($0.to)" }),
            ("no longer asked", removed),
            ("on another scale", rescaled),
            ("needed from now on", needed),
            ("choices renamed", choicesRenamed.map { "\($0.from) is \($0.to)" }),
            ("no longer offered", choicesDropped),
            ("another rule, same scale", reruled),
        ]
        let parts = lists.filter { !$0.1.isEmpty }.flatMap { name, entries in
            ["  \(name):"] + entries.map { "      \(inert($0))" }
        }
        return ["\(form) version \(version)"] + parts + [fate]
    }

    /// What becomes of the records that are there.
    var fate: String {
        "\(count(records, "record")) of the form. \(lack)"
    }

    private var lack: String {
        let see = "; see them with: keeplocal list --missing"
        let before = (lacking ?? missing) - missing
        let others = before == 1 ? "1 lacks" : "\(before) lack"
        switch (missing, before) {
        case (0, 0):
            // An older server counts those of this version alone.
            return lacking == nil && records > 0
                ? "None of them comes to lack a needed answer."
                : "None of them lacks a needed answer."
        case (0, _):
            return "No more of them lack a needed answer, but \(others) one since an earlier"
                + " version\(see)"
        case (_, 0): return "\(missing) will lack a needed answer\(see)"
        default:
            return "\(missing) will lack a needed answer, and \(others) one since an earlier"
                + " version\(see)"
        }
    }
}
