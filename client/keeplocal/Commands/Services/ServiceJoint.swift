// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Screens

extension ServiceCommand {
    struct Joint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show services that several councils commission, and where they differ.",
            discussion: """
                Each council has a record of its own, with its own contract. One of them names
                the other: keeplocal edit SERVICE --set joint=IDENTIFIER. Who works with both
                councils sees where they describe it differently; who works with one of them,
                that there is another record, where theirs names it.
                """
        )

        @OptionGroup var device: DeviceOptions

        func run() throws {
            try device.show(device.store()) { session in
                let services = try session.jointServices()
                let elsewhere = try session.servicesJointElsewhere()
                let json =
                    try services.map { try session.json($0) } + elsewhere.map { JSON(half: $0) }
                return try device.page(.array(json)) {
                    guard !services.isEmpty || !elsewhere.isEmpty else {
                        return Self.none.wrapped()
                    }
                    return try services.flatMap { try session.lines($0) }
                        + elsewhere.flatMap { try session.lines(half: $0) }
                }
            }
        }

        private static let none =
            "No service is known here that several councils commission. Name the same service of"
            + " another council with: keeplocal edit SERVICE --set joint=IDENTIFIER"
    }

    struct Agree: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let all councils of a service say what one of them says of it.",
            discussion: """
                It is written into the record of each other council, where its people read who
                did it and why. Contracts, money and days are each council's own.
                """
        )

        @Argument(help: "The service of either council, by name or identifier.")
        var service: String
        @Argument(help: "What they differ in, such as website.") var field: String
        @Option(name: .customLong("as"), help: "The council whose answer holds.")
        var council: String
        @Option(help: "Why; the people of both councils read it.") var reason: String
        @OptionGroup var rehearsal: RehearsalOptions
        @OptionGroup var device: DeviceOptions

        func run() throws {
            let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
                let joint = try session.joint(service)
                guard let difference = joint.differences.first(where: { $0.names.contains(field) })
                else {
                    let names = joint.differences.flatMap(\.names).joined(separator: ", ")
                    throw Failure(
                        usage: "They do not differ in '\(field)'."
                            + (names.isEmpty ? "" : " They do in: \(names)")
                    )
                }
                guard let council = CouncilID(council), difference.answers[council] != nil else {
                    let names = joint.records.map(\.scope.council.text).joined(separator: ", ")
                    throw Failure(usage: "Name one of its councils: \(names)")
                }
                return try session.agree(on: difference, of: joint, as: council, reason: reason)
            }
            try device.show(.array(saved.map { JSON($0) })) {
                Terminal.line("\(rehearsal.outcome): \(count(saved.count, "record"))")
            }
            rehearsal.note()
        }
    }
}

extension StoreSession {
    /// Of services that differ, one for whoever works with all their councils.
    func jointMessages() throws -> [Message] {
        try jointServices().filter { !$0.differences.isEmpty }.map { service in
            Message(
                standing: .stored,
                record: service.records[0].id,
                title: "\(try summary(of: service.records[0])): councils describe it differently",
                detail: try lines(service).dropFirst().joined(separator: "\n"),
                at: now
            )
        }
    }

    fileprivate func joint(_ text: String) throws -> JointService {
        let all = try jointServices()
        let named = try all.filter { service in
            try service.records.contains { record in
                let (id, name) = (record.id.description, try summary(of: record).lowercased())
                let typed = text.lowercased()
                return id == typed || name == typed || typed.count >= 4 && id.hasSuffix(typed)
            }
        }
        guard named.count == 1, let only = named.first else {
            throw Failure(
                usage: named.isEmpty
                    ? "No service '\(text)' of several councils is known here. See: keeplocal"
                        + " service joint"
                    : "'\(text)' fits \(named.count) services. Write the identifier of one."
            )
        }
        return only
    }

    fileprivate func lines(_ service: JointService) throws -> [String] {
        let councils = try service.records.map { inert(try name(of: $0.scope.council)) }
        let first = service.records[0]
        var lines = [
            Style.bold(inert(try summary(of: first)))
                + "  \(first.id.short), commissioned by \(councils.joined(separator: " and "))"
        ]
        for difference in service.differences {
            lines.append("  \(try label(difference, first)):")
            for record in service.records {
                let answers = difference.answers[record.scope.council] ?? []
                let words = answers.map { $0.map { inert($0.words) } ?? "nothing" }
                lines.append(
                    "    \(inert(try name(of: record.scope.council))): "
                        + words.joined(separator: ", ")
                )
            }
            lines.append(
                "    Decide: keeplocal service agree \(first.id.short)"
                    + " \(difference.names[0]) --as COUNCIL --reason TEXT"
            )
        }
        return lines
    }

    /// Of one whose other record is not here.
    fileprivate func lines(half record: Record) throws -> [String] {
        let council = inert(try name(of: record.scope.council))
        let words =
            "\(inert(try summary(of: record)))  \(record.id.short), commissioned by \(council) and"
            + " another council, whose record is not on this device. Where the two differ is asked"
            + " of whoever has a role in both councils. Is there nobody? An administrator gives"
            + " somebody the other role: keeplocal admin grant add"
        return words.wrapped()
    }

    private func label(_ difference: JointService.Difference, _ record: Record) throws -> String {
        let form = try versions(of: record.form)?.newest
        return difference.names.map { name in
            form?.fields.first { $0.template == name }?.label ?? name
        }.map { inert($0) }.joined(separator: ", ")
    }

    fileprivate func json(_ service: JointService) throws -> JSON {
        [
            "records": .array(
                service.records.map {
                    [
                        "record": .string($0.id.description),
                        "council": .string($0.scope.council.text),
                    ]
                }
            ),
            "differences": .array(
                service.differences.map { difference in
                    [
                        "fields": .array(difference.names.map(JSON.string)),
                        "answers": .object(
                            Dictionary(
                                uniqueKeysWithValues: difference.answers.map { council, answers in
                                    (
                                        council.text,
                                        JSON.array(
                                            answers.map { $0.map { .string($0.words) } ?? .null }
                                        )
                                    )
                                }
                            )
                        ),
                    ]
                }
            ),
        ]
    }
}

extension JSON {
    /// A service whose record of the other council is not here: nothing is known of differences.
    fileprivate init(half record: Record) {
        self = [
            "records": [
                [
                    "record": .string(record.id.description),
                    "council": .string(record.scope.council.text),
                ]
            ],
            "elsewhere": record.text("joint").map(JSON.string) ?? .null, "differences": .null,
        ]
    }
}
