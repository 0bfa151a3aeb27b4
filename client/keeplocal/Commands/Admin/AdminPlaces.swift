// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import FieldSync

struct AdminCouncil: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "council",
        abstract: "Add and list councils; set the smallest number of people that is told.",
        subcommands: [Add.self, AdminCouncilSet.self, Listing.self]
    )

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a council.")

        @Argument(help: "Its short name, such as leeds: lower-case letters, digits and dashes.")
        var id: String
        @Option(help: "Its name.") var name: String
        @Option(help: "Its GSS code, such as E08000035.") var gss: String?
        @Option(help: "Its region.") var region: String?
        @Option(help: "Its identifier in org-id.guide, such as GB-LAE-LDS.") var orgID: String?
        @Option(help: "What kind it is, such as met or unitary.") var type: String?
        @Option(help: "Its name in full.") var officialName: String?
        @OptionGroup var told: ThresholdOptions
        @OptionGroup var device: DeviceOptions

        func run() throws {
            guard let key = CouncilID(id) else {
                throw Failure(usage: "'\(id)' must be lower-case letters, digits and dashes.")
            }
            try Directory(device).act(
                "v1/admin/councils",
                AdminRequest.Council(
                    id: key,
                    name: name,
                    gss: gss,
                    region: region,
                    orgID: orgID,
                    type: type,
                    officialName: officialName,
                    threshold: told.threshold
                )
            )
            try device.show(["id": .string(id)]) { Terminal.line("Added \(inert(name)).") }
        }
    }

    struct Listing: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the councils."
        )

        @OptionGroup var device: DeviceOptions

        func run() throws {
            let councils = try Directory(device).councils()
            try device.show(.array(councils.map { $0.json })) {
                var table = Table("council", "name", "gss", "region", "people told from")
                for council in councils {
                    table.add(
                        council.id.text,
                        council.name,
                        council.gss ?? "",
                        council.region ?? "",
                        "\(council.least)"
                    )
                }
                Terminal.line(table.text)
            }
        }
    }
}

struct AdminOrganisation: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organisation",
        abstract: "Add and list organisations.",
        subcommands: [Add.self, Listing.self]
    )

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an organisation that works with a council.",
            discussion: """
                One that a restored server has lost comes back under the identifier that it had, \
                so that its work is its own again: by --id, or by itself where this device still \
                knows it by this name.
                """
        )

        @Argument(help: "Its name.") var name: String
        @Option(help: "The council, such as bradford.") var council: String
        @Option(help: "The identifier that it had: keeplocal held list tells it.")
        var id: String?
        @OptionGroup var device: DeviceOptions

        func validate() throws {
            guard let id, OrganisationID(id) == nil else { return }
            throw ValidationError("--id is a whole identifier, as keeplocal held list tells it.")
        }

        func run() throws {
            let directory = try Directory(device)
            let place = try directory.council(council)
            let all = try directory.organisations()
            let known = all.first { isMeant($0, place) || $0.id.description == self.id }
            if let known {
                throw Problem(
                    .alreadyExists,
                    "There is \(known.name) in \(known.council) already: \(known.id)."
                        + " Nothing was added."
                )
            }
            let said = self.id.flatMap { OrganisationID($0) }
            let id = try said ?? former(place) ?? Directory.newID()
            try directory.act(
                "v1/admin/organisations",
                AdminRequest.Organisation(
                    id: id,
                    council: place,
                    name: name
                )
            )
            try device.show(["id": .string(id.description)]) {
                Terminal.line("Added \(inert(name)): \(id)")
            }
        }

        private func isMeant(_ other: DirectoryEntry.Organisation, _ place: CouncilID) -> Bool {
            other.council == place && other.name.lowercased() == name.lowercased()
        }

        /// That which this device knows it by, and the server not any more.
        private func former(_ place: CouncilID) throws -> OrganisationID? {
            try device.store().read { try $0.directory() }.lazy.compactMap { entry in
                guard case .organisation(let other) = entry, isMeant(other, place) else {
                    return nil
                }
                return other.id
            }.first
        }
    }

    struct Listing: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the organisations."
        )

        @OptionGroup var device: DeviceOptions

        func run() throws {
            let found = try Directory(device).organisations()
            let json = found.map { organisation -> JSON in
                [
                    "id": .string(organisation.id.description),
                    "name": .string(organisation.name),
                    "council": .string(organisation.council.text),
                ]
            }
            try device.show(.array(json)) {
                var table = Table("organisation", "council", "identifier")
                for organisation in found {
                    table.add(
                        organisation.name,
                        organisation.council.text,
                        organisation.id.description
                    )
                }
                Terminal.line(table.text)
            }
        }
    }
}

struct AdminService: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Add and list commissioned services.",
        subcommands: [Add.self, Listing.self]
    )

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a service that a council commissions from an organisation."
        )

        @Argument(help: "Its name.") var name: String
        @Option(help: "The organisation that delivers it, by name or identifier.")
        var organisation: String
        @Option(name: .customLong("set"), help: "More answers, as path=value.")
        var assignments: [String] = []
        @OptionGroup var device: DeviceOptions

        func run() throws {
            let store = try device.store()
            let directory = try Directory(device)
            let named = try directory.organisation(organisation)
            let organisation = try directory.successor(of: named, on: store.read { $0.today })
            if organisation != named {
                Terminal.note("\(inert(named.name)) goes on as \(inert(organisation.name)).")
            }
            let saved = try store.write { session in
                let form = try session.form(formID("service"))
                var arguments = try FieldArguments(form, in: session)
                let answers = try arguments.parse(["name=\(name)"] + assignments)
                return try session.create(
                    form.id,
                    fields: answers.compactMapValues { $0 },
                    in: Place(council: organisation.council, organisation: organisation.id),
                    asksAll: true
                )
            }
            _ = try SyncLoop(store: store, server: directory.server).run()
            let entry = try store.read { try $0.journal(of: saved.record) }.last
            if entry?.state == .refused, let problem = entry?.problem { throw problem }
            try device.show(["id": .string(saved.record.description)]) {
                Terminal.line("Added \(inert(name)): \(saved.record)")
            }
        }
    }

    struct Listing: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the services that this device was told of or has added."
        )

        @OptionGroup var device: DeviceOptions

        func run() throws {
            try device.show(device.store()) { session in
                let records = try session.records(form: formID("service"))
                return try device.page(.array(records.map { JSON($0) })) {
                    var table = Table("service", "organisation", "identifier")
                    for record in records {
                        let organisation = try record.scope.organisation.map {
                            try session.name(of: $0)
                        }
                        table.add(
                            try session.summary(of: record),
                            organisation ?? "",
                            record.id.description
                        )
                    }
                    return [table.text]
                }
            }
        }
    }
}
