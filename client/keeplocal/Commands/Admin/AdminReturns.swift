// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync

struct AdminReturn: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return",
        abstract: "Where returns stand; two administrators may force one that is stuck.",
        subcommands: [Listing.self, Force.self]
    )

    struct Listing: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List where returns stand, without what they say."
        )

        @Option(help: "Only of this council, such as bradford.") var council: String?
        @OptionGroup var device: DeviceOptions

        func run() throws {
            let directory = try Directory(device)
            let reports = try directory.returns(council)
            let organisations = Dictionary(
                try directory.organisations().map { ($0.id, $0.name) },
                uniquingKeysWith: { first, _ in first }
            )
            let store = try device.store()
            let waiting = try store.read { session in
                try reports.flatMap { report in
                    try report.forces.filter(\.isOpen)
                        .map { try $0.words(session) + " (\(report.record.short))" }
                }
            }
            try device.show(.array(reports.map { JSON($0) })) {
                var table = Table(folding: "return", "period", "organisation", "state", "content")
                for report in reports {
                    table.add(
                        report.record.short,
                        report.period ?? "",
                        report.scope.organisation.map { organisations[$0] ?? $0.short } ?? "",
                        report.state.words,
                        report.content?.short ?? ""
                    )
                }
                Terminal.line(reports.isEmpty ? "There are no returns here yet." : table.text)
                waiting.forEach { Terminal.line($0) }
            }
        }
    }

    struct Force: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "force",
            abstract: "Put a return into another state, when another administrator says the same.",
            discussion: """
                For a return that is stuck, as when its only champion has left. The first
                administrator's word changes nothing. The organisation and the council read
                who said so, and why. States: open, ready, submitted, in_review, returned,
                accepted, approved, published, withdrawn, reopened, void.
                """
        )

        @Argument(help: "The return: its identifier, or four letters of its start or end.")
        var record: String
        @Option(name: .customLong("to"), help: "The state that it is to be in.") var state: String
        @Option(help: "Why; everybody concerned can read it.") var reason: String
        @OptionGroup var rehearsal: RehearsalOptions
        @OptionGroup var device: DeviceOptions

        func run() throws {
            guard let to = ReturnState(rawValue: state) else {
                let known = ReturnState.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure(usage: "'\(state)' is no state of a return. There are: \(known)")
            }
            let reports = try Directory(device).returns(nil)
            let id = try Named.one(
                record,
                of: reports.map { ($0.record, $0.record.description) },
                noun: "return"
            )
            guard let report = reports.first(where: { $0.record == id }) else {
                throw Failure(usage: "'\(record)' is no return. See: keeplocal admin return list")
            }
            let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
                try session.force(report, to: to, reason: reason)
            }
            let isSecond = report.forces.contains { $0.isOpen && $0.to == to }
            try device.show(JSON(saved)) {
                Terminal.line(
                    isSecond
                        ? "Said by two: \(report.record.short) will be \(to.words)."
                        : "Asked: \(report.record.short) is to be \(to.words). Nothing happens"
                            + " until another administrator says the same."
                )
                Terminal.note("Send it with: keeplocal sync")
            }
            rehearsal.note()
        }
    }
}

extension Directory {
    fileprivate func returns(_ council: String?) throws -> [ReturnReport] {
        let place = try council.map { "?council=\(try self.council($0))" } ?? ""
        return try server.get("v1/admin/returns" + place)
    }
}

extension ReturnReport.Force {
    fileprivate func words(_ session: StoreSession) throws -> String {
        let said = try said.map {
            "\(inert(try session.name(of: $0.person))): \(inert($0.reason ?? ""))"
        }
        return "Asked to be \(to.words), until another administrator says so too. "
            + said.joined(separator: "; ")
    }
}

extension JSON {
    fileprivate init(_ report: ReturnReport) {
        var members: [String: JSON] = [
            "record": .string(report.record.description),
            "council": .string(report.scope.council.text),
            "state": .string(report.state.rawValue),
            "forces": .array(report.forces.map { JSON($0) }),
        ]
        members["organisation"] =
            report.scope.organisation.map { .string($0.description) } ?? .null
        members["period"] = report.period.map(JSON.string) ?? .null
        members["content"] = report.content.map { .string($0.description) } ?? .null
        self = .object(members)
    }

    private init(_ force: ReturnReport.Force) {
        self = [
            "from": .string(force.from.rawValue), "to": .string(force.to.rawValue),
            "open": .boolean(force.isOpen), "done": .boolean(force.isDone),
            "said": .array(
                force.said.map {
                    [
                        "person": .string($0.person.description),
                        "reason": $0.reason.map(JSON.string) ?? .null,
                    ]
                }
            ),
        ]
    }
}
