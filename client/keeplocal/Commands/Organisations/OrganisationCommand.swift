// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore

struct OrganisationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organisation",
        abstract: "Say what became of an organisation: another name, or who goes on.",
        discussion: """
            Records stay where they were made, and days before the change keep the former
            name. A reviewer or a champion of the council says it, with or without a
            network.
            """,
        subcommands: [OrganisationRename.self, OrganisationHandOver.self, OrganisationList.self]
    )
}

/// Saving one change of an organisation, in the words of its command.
struct OrganisationSaving: ParsableArguments {
    @Argument(help: "The organisation, by any name that it had, or its identifier.")
    var organisation: String
    @Option(help: "The first day that it is so; else today.") var from: String?
    @OptionGroup var place: CouncilOption
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    /// The same organisation and day is one record, whoever says it.
    func save(
        _ kind: (StoreSession, OrganisationID) throws -> OrganisationChange.Kind,
        words: (StoreSession, OrganisationChange) throws -> [String]
    ) throws {
        let (saved, lines) = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            let form = try formID("organisation_change")
            let scope = try session.scope(
                of: session.form(form),
                in: Place(council: try place.id(in: session))
            )
            let id = try Named.one(
                organisation,
                of: session.organisationNames(),
                noun: "organisation"
            )
            let change = try change(id, try kind(session, id), session)
            let record = change.record(in: scope.council)
            let saved =
                try session.record(record) == nil
                ? session.create(
                    form,
                    fields: change.fields.compactMapValues { $0 },
                    in: scope.place,
                    record: record
                ) : session.edit(record, fields: change.fields)
            return (saved, try words(session, change))
        }
        try device.show(JSON(saved)) {
            let outcome =
                saved.change == nil ? "Here already, and nothing was done" : rehearsal.outcome
            Terminal.line("\(outcome): \(lines[0])")
            lines.dropFirst().forEach { Terminal.note($0) }
        }
        rehearsal.note()
    }

    private func change(
        _ id: OrganisationID,
        _ kind: OrganisationChange.Kind,
        _ session: StoreSession
    ) throws -> OrganisationChange {
        let day = try from.map(typedDay) ?? session.today
        let former = try session.organisationHistory().name(
            of: id,
            on: day.adding(days: -1),
            else: session.name(of: id.description)
        )
        return OrganisationChange(id, kind, from: day, formerName: former)
    }
}

/// The council, for those who work with more than one.
struct CouncilOption: ParsableArguments {
    @Option(help: "The council, for those who work with more than one.") var council: String?

    func id(in session: StoreSession) throws -> CouncilID? {
        guard let council else { return nil }
        guard let id = CouncilID(council) else {
            throw Failure(usage: "'\(council)' is not the name of a council, such as bradford")
        }
        return id
    }
}

struct OrganisationRename: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Say that an organisation has another name from a day on."
    )

    @OptionGroup var saving: OrganisationSaving
    @Option(help: "Its name from then on.") var to: String

    func validate() throws {
        guard !to.trimmingBlanks.isEmpty, to.utf8.count <= Limits.nameLengthMax else {
            throw ValidationError("A name has 1 to \(Limits.nameLengthMax) bytes.")
        }
    }

    func run() throws {
        try saving.save(
            { _, _ in .renamed(to.trimmingBlanks) },
            words: { _, change in
                [
                    "'\(inert(change.formerName))' is '\(inert(to.trimmingBlanks))' from"
                        + " \(change.from) on"
                ]
            }
        )
    }
}

struct OrganisationHandOver: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hand-over",
        abstract: "Say that another organisation goes on in the place of one.",
        discussion: """
            No record moves: people agreed to where theirs are kept. Give those who go on
            their roles at the former organisation for as long as they need its records,
            and the services that go on a record of their own.
            """
    )

    @OptionGroup var saving: OrganisationSaving
    @Option(help: "Who goes on, by name or identifier.") var to: String
    @Flag(help: "It became a part of the other.") var merged = false

    func run() throws {
        try saving.save(kind) { session, change in
            let next = try change.kind.successor.map { try session.name(of: $0) } ?? to
            return [
                "'\(inert(change.formerName))' \(merged ? "is a part of" : "was handed over to")"
                    + " '\(inert(next))' from \(change.from) on",
                "Its records stay its own. Who goes on with them needs a role there: keeplocal"
                    + " admin grant add",
            ]
        }
    }

    private func kind(
        _ session: StoreSession,
        _ organisation: OrganisationID
    ) throws -> OrganisationChange.Kind {
        let next = try Named.one(to, of: session.organisationNames(), noun: "organisation")
        let onwards = try session.organisationHistory().successor(of: next, on: .distantFuture)
        guard next != organisation, onwards != organisation else {
            throw Failure(
                usage: "An organisation cannot go on in its own place. Nothing was saved."
            )
        }
        return merged ? .merged(next) : .handedOver(next)
    }
}

extension PlainDate {
    fileprivate static var distantFuture: PlainDate { PlainDate(daysSince1970: 2_900_000) }
}

struct OrganisationList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the organisations that are known here, and what became of them."
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let history = try session.organisationHistory()
            let ids = Set(try session.organisationNames().map(\.id)).sorted()
            let rows = try ids.map { (id: $0, name: try session.name(of: $0)) }
                .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
            let json = try rows.map { row -> JSON in
                [
                    "id": .string(row.id.description), "name": .string(row.name),
                    "changes": .array(
                        try history.changes(of: row.id).map { try member($0, session) }
                    ),
                ]
            }
            return try device.page(.array(json)) {
                var table = Table(folding: "organisation", "what became of it", "id")
                for row in rows {
                    let words = try history.changes(of: row.id).map { try told($0, session) }
                    table.add(row.name, words.joined(separator: "; "), row.id.short)
                }
                return [table.text]
            }
        }
    }

    private func told(_ change: OrganisationChange, _ session: StoreSession) throws -> String {
        let former = change.formerName
        return switch change.kind {
        case .renamed: "'\(former)' before \(change.from)"
        case .merged(let next): "a part of \(try session.name(of: next)) from \(change.from)"
        case .handedOver(let next):
            "handed over to \(try session.name(of: next)) on \(change.from)"
        }
    }

    private func member(_ change: OrganisationChange, _ session: StoreSession) throws -> JSON {
        [
            "from": .string(change.from.description), "formerName": .string(change.formerName),
            "successor": change.kind.successor.map { .string($0.description) } ?? .null,
        ]
    }
}
