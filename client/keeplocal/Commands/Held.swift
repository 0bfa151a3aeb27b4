// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync

struct Held: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decide about work that the server keeps and has not taken.",
        discussion: """
            Over the network: what arrived after its author's role was taken away, and what waits \
            since the server was restored from a backup, or a record of it damaged. An \
            organisation's work is its coordinator's to decide about; a council's decision its \
            reviewer's, its champion's in senior leadership, or an administrator's. An approval \
            is adopted by the champion who could give it.
            """,
        subcommands: [Listing.self, Adopt.self, Refuse.self]
    )

    struct Listing: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the changes that wait."
        )

        @OptionGroup var device: DeviceOptions

        func run() throws {
            let store = try device.store()
            let reports: [HeldReport] = try device.server(store).get("v1/held")
            let page = try store.read { session in
                try device.page(.array(reports.map { JSON($0) })) {
                    try HeldWords(reports: reports, name: { try session.name(of: $0) }).lines()
                }
            }
            try device.show(page.json()) { page.lines.forEach { Terminal.line($0) } }
        }
    }

    struct Adopt: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a change into the records, as its author made it."
        )

        @OptionGroup var decision: HeldOptions

        func run() throws { try decision.make(adopting: true) }
    }

    struct Refuse: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuse a change for good; its author keeps it on their device.",
            discussion: """
                What waits for what the server lacks can be given up when nothing has come for \
                \(Limits.awaitingDays) days: until then it may still be taken by itself.
                """
        )

        @OptionGroup var decision: HeldOptions

        func run() throws { try decision.make(adopting: false) }
    }
}

struct HeldOptions: ParsableArguments {
    @Argument(help: "The change: its identifier, or four letters of its start or end.")
    var change: String
    @Option(help: "Why; its author can read it.") var reason: String
    @OptionGroup var device: DeviceOptions

    func make(adopting: Bool) throws {
        let server = try device.server(device.store())
        let reports: [HeldReport] = try server.get("v1/held")
        let id = try StoreSession.one(
            of: reports.map(\.change),
            matching: change,
            .notFound,
            "held change"
        )
        let _: PushOutcome = try server.post(
            "v1/held",
            HeldDecision(change: id, adopt: adopting, reason: reason)
        )
        try device.show(["change": .string(id.description), "adopted": .boolean(adopting)]) {
            Terminal.line(adopting ? "Adopted: \(id.short)" : "Refused: \(id.short)")
            Terminal.note("Its author's device learns of it at its next sync.")
        }
    }
}

extension JSON {
    fileprivate init(_ report: HeldReport) {
        self = [
            "change": .string(report.change.description),
            "record": .string(report.record.description),
            "form": .string(report.form.text),
            "author": .string(report.author.description),
            "device": .string(report.device.description),
            "at": .string(report.at.description),
            "kind": .string(report.kind.rawValue),
            "fields": .array(report.fields.map { .string($0.text) }),
            "waiting": report.waiting.map {
                [
                    "since": .string($0.since.description), "why": .string($0.why.text),
                    "isDamaged": $0.isDamaged.map(JSON.boolean) ?? .null,
                ]
            } ?? .null,
        ]
    }
}
