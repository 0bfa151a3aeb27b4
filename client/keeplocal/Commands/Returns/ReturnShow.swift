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
                        try session.organisationName(of: found.record) ?? "",
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
        abstract: "Show a return: its figures, what was said about them, who decided what.",
        discussion: """
            With --revision one that was submitted before, whole, as it was then, with what
            was said and decided about it. What differs between two: return diff.
            """
    )

    @Argument(help: "The return.") var record: String
    @Option(help: "Which revision, from 1; without it, how the return stands.") var revision: Int?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let found = try session.returnOnDevice(session.recordID(matching: record))
            if let revision {
                let submitted = try submitted(revision, of: found)
                let json = try JSON(submitted, of: found)
                return try device.page(json) {
                    try RevisionWords(found, submitted, session).lines()
                }
            }
            let since = try session.differenceSinceSubmission(found)
            let freshness = try ReturnFreshness(of: found, session)
            return try device.page(freshness.json(JSON(found, since: since))) {
                try ReturnWords(found, since: since, session).lines() + freshness.lines
            }
        }
    }

    private func submitted(
        _ number: Int,
        of found: ReturnOnDevice
    ) throws -> SubmittedRevision {
        if let submitted = found.progress.submitted(number) { return submitted }
        let number = found.progress.revisions.count
        throw Failure(
            usage: number == 0
                ? "Nothing of this return was submitted yet, so it has no revision to show."
                : "This return has \(count(number, "revision")): say --revision 1"
                    + (number == 1 ? "." : " to \(number).")
        )
    }
}
