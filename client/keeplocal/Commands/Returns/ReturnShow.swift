// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct ReturnList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the returns, and where each stands."
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.store().read { session in
            let returns = try session.returns()
            try device.show(.array(returns.map { JSON($0) })) {
                guard !returns.isEmpty else {
                    Terminal.line("There are no returns here yet.")
                    return
                }
                var table = Table("return", "quarter", "organisation", "state", "content")
                for found in returns {
                    table.add(
                        found.record.id.short,
                        try session.summary(of: found.record),
                        try found.record.scope.organisation.map { try session.name(of: $0) } ?? "",
                        found.progress.state.words,
                        found.progress.content?.short ?? ""
                    )
                }
                Terminal.line(table.text)
            }
        }
    }
}

struct ReturnShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a return: its figures, its revisions, who decided what."
    )

    @Argument(help: "The return.") var record: String
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.store().read { session in
            let found = try session.returnOnDevice(session.recordID(matching: record))
            try device.show(JSON(found)) { try print(found, session) }
        }
    }

    private func print(_ found: ReturnOnDevice, _ session: StoreSession) throws {
        let (record, progress) = (found.record, found.progress)
        let place = try record.scope.organisation.map { try session.name(of: $0) } ?? ""
        Terminal.line(
            Style.bold("Return \(try session.summary(of: record))") + ", \(inert(place))"
        )
        Terminal.line("\(record.id): \(Style.bold(progress.state.words))\n")
        // The council decides about what was submitted, not about what is being written.
        let fields = progress.revisions.last?.fields ?? record.fields
        let form = try session.form(record.form, version: record.formVersion)
        for field in form?.fields ?? [] {
            guard let path = FieldPath(field.template) else { continue }
            let calculated = form?.calculated(
                record: fields,
                today: session.today,
                now: session.now
            )
            guard let value = fields[path] ?? calculated?[path] else { continue }
            let label = field.label.shortened(to: 44)
            Terminal.line(
                "  \(label.padded(44))  "
                    + field.words(value)
            )
        }
        Terminal.line()
        for (number, revision) in progress.revisions.enumerated() {
            let hash = try revision.contentHash().short
            Terminal.line(
                "  revision \(number + 1): content \(hash), from"
                    + " \(count(revision.manifest.count, "record"))"
            )
        }
        try line("reviewed", progress.reviewer, session)
        try line("accepted", progress.accepter, session)
        try line("approved", progress.approver, session)
        if let last = progress.revisions.last, last.fields != record.fields {
            Terminal.line("  The organisation has changed it since; that is not part of this.")
        }
    }

    private func line(_ what: String, _ person: PersonID?, _ session: StoreSession) throws {
        guard let person else { return }
        Terminal.line("  \(what) by \(inert(try session.name(of: person)))")
    }
}
