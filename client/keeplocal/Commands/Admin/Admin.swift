// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync

struct Admin: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Councils, organisations, services, people, roles, devices, stuck returns.",
        discussion: "For administrators, over the network. Every act is kept in a log.",
        subcommands: [
            AdminCouncil.self, AdminOrganisation.self, AdminService.self, AdminPerson.self,
            AdminDevice.self, AdminGrant.self, AdminPassphrase.self, AdminReturn.self,
        ]
    )
}

/// What an administrator's commands share: the server's lists, and finding people in them.
struct Directory {
    let server: Server
    /// Where this device reaches the server.
    let address: String
    /// As this device has it: the server keeps the first name of each.
    let history: OrganisationHistory

    init(_ device: DeviceOptions) throws {
        let (identity, history) = try device.store().read {
            (try $0.identity(), try $0.organisationHistory())
        }
        (server, address, self.history) = (try Server(of: identity), identity.server, history)
    }

    func councils() throws -> [DirectoryEntry.Council] { try server.get("v1/admin/councils") }

    func organisations() throws -> [DirectoryEntry.Organisation] {
        try server.get("v1/admin/organisations")
    }

    func persons() throws -> [PersonSummary] { try server.get("v1/admin/persons") }

    func devices() throws -> [DeviceSummary] { try server.get("v1/admin/devices") }

    func organisation(_ text: String) throws -> DirectoryEntry.Organisation {
        let known = try organisations()
        let named = known.flatMap { one in
            history.names(of: one.id, known: one.name).sorted().map { (id: one.id, name: $0) }
        }
        let id = try Named.one(text, of: named, noun: "organisation")
        guard let found = known.first(where: { $0.id == id }) else {
            throw Problem(.notFound, "There is no organisation '\(text)'.")
        }
        return found
    }

    /// The organisation that goes on in the place of one today; itself where it does so.
    func successor(
        of organisation: DirectoryEntry.Organisation,
        on day: PlainDate
    ) throws -> DirectoryEntry.Organisation {
        let next = history.successor(of: organisation.id, on: day)
        return try organisations().first { $0.id == next } ?? organisation
    }

    func person(_ text: String) throws -> PersonID {
        try Named.one(text, of: persons().map { ($0.id, $0.name) }, noun: "person")
    }

    func device(_ text: String) throws -> DeviceID {
        try Named.one(text, of: devices().map { ($0.id, $0.name) }, noun: "device")
    }

    func council(_ text: String) throws -> CouncilID {
        guard let id = CouncilID(text), try councils().contains(where: { $0.id == id }) else {
            throw Problem(
                .notFound,
                "There is no council '\(text)'. See: keeplocal admin council list"
            )
        }
        return id
    }

    /// Sends what has no answer but that it was done.
    func act(_ target: String, _ body: some Encodable) throws {
        let _: [String: Bool] = try server.post(target, body)
    }

    static func newID<Kind>() -> Identifier<Kind> {
        var random = SystemRandomNumberGenerator()
        return .make(at: .now, using: &random)
    }
}

/// A role, and the place it is given for.
struct GrantOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The role: \(Self.roles).")) var role: String
    @Option(help: "The council, such as bradford; the organisation's own where one is named.")
    var council: String?
    @Option(help: "The organisation, by name or identifier.") var organisation: String?

    private static let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")

    func grant(_ directory: Directory) throws -> Grant {
        guard let role = Role(rawValue: role) else {
            throw Failure(usage: "There is no role '\(role)'. There are: \(Self.roles)")
        }
        let organisation = try organisation.map { try directory.organisation($0) }
        let council = try council.map { try directory.council($0) } ?? organisation?.council
        guard
            let grant = Grant(role: role, council: council, organisation: organisation?.id)
        else {
            let needs =
                switch role.place {
                case .organisation: "--organisation"
                case .council: "--council, and no --organisation"
                case .installation: "neither --council nor --organisation"
                }
            throw Failure(usage: "The role \(role.rawValue) needs \(needs).")
        }
        return grant
    }
}
