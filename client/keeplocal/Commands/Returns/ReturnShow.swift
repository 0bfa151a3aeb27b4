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
        try device.show(device.store()) { session in
            let returns = try session.returns()
            return try device.page(.array(returns.map { JSON($0) })) {
                guard !returns.isEmpty else { return ["There are no returns here yet."] }
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
                return [table.text]
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
        try device.show(device.store()) { session in
            let found = try session.returnOnDevice(session.recordID(matching: record))
            return try device.page(JSON(found)) { try lines(of: found, session) }
        }
    }

    private func lines(of found: ReturnOnDevice, _ session: StoreSession) throws -> [String] {
        let (record, progress) = (found.record, found.progress)
        let place = try record.scope.organisation.map { try session.name(of: $0) } ?? ""
        var lines = [
            Style.bold("Return \(try session.summary(of: record))") + ", \(inert(place))",
            "\(record.id): \(Style.bold(progress.state.words))\n",
        ]
        // The council decides about what was submitted, not about what is being written.
        let fields = progress.revisions.last?.fields ?? record.fields
        let form = try session.form(record.form, version: record.formVersion)
        let calculated = try form.map {
            $0.calculated(record: fields, in: try session.surroundings(checking: $0))
        }
        for field in form?.fields ?? [] {
            guard let path = FieldPath(field.template),
                let value = fields[path] ?? calculated?[path]
            else { continue }
            let label = inert(field.label).shortened(to: 44)
            lines.append("  \(label.padded(44))  " + field.words(value))
        }
        lines.append("")
        for (number, revision) in progress.revisions.enumerated() {
            let hash = try revision.contentHash().short
            lines.append(
                "  revision \(number + 1): content \(hash), from"
                    + " \(count(revision.manifest.count, "record"))"
            )
        }
        for (what, person) in [
            ("reviewed", progress.reviewer), ("accepted", progress.accepter),
            ("approved", progress.approver),
        ] {
            guard let person else { continue }
            lines.append("  \(what) by \(inert(try session.name(of: person)))")
        }
        if let last = progress.revisions.last, last.fields != record.fields {
            lines.append("  The organisation has changed it since; that is not part of this.")
        }
        return lines
    }
}
