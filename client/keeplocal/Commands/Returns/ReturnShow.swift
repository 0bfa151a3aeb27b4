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
                var table = Table(
                    "return",
                    "period",
                    "service",
                    "organisation",
                    "state",
                    "content"
                )
                for found in returns {
                    table.add(
                        found.record.id.short,
                        try session.summary(of: found.record),
                        try session.serviceName(of: found),
                        try found.record.scope.organisation.map { try session.name(of: $0) } ?? "",
                        found.progress.state.words,
                        found.progress.content?.short ?? ""
                    )
                }
                return [table.text] + (try session.twinLines())
            }
        }
    }
}

struct ReturnShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a return: its figures, what was said about them, who decided what."
    )

    @Argument(help: "The return.") var record: String
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let found = try session.returnOnDevice(session.recordID(matching: record))
            let since = try session.differenceSinceSubmission(found)
            return try device.page(JSON(found, since: since)) {
                try ReturnWords(found, since: since, session).lines()
            }
        }
    }
}
