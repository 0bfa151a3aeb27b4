// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync

struct AdminPerson: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "Add and list people.",
        subcommands: [Add.self, Listing.self]
    )

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a person with a role, and print the code for their first device."
        )

        @Argument(help: "The person's name.") var name: String
        @OptionGroup var role: GrantOptions
        @OptionGroup var device: DeviceOptions

        func run() throws {
            let directory = try Directory(device)
            let id: PersonID = Directory.newID()
            let code: EnrolmentCode = try directory.server.post(
                "v1/admin/persons",
                AdminRequest.Person(id: id, name: name, grants: [role.grant(directory)]),
                isRepeatable: false
            )
            try device.show([
                "id": .string(id.description), "code": .string(code.code),
                "expires": .string(code.expires.description),
            ]) {
                Terminal.line("Added \(inert(name)): \(id)")
                code.lines(directory).forEach { Terminal.line($0) }
            }
        }
    }

    struct Listing: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the people and their roles."
        )

        @OptionGroup var device: DeviceOptions

        func run() throws {
            let directory = try Directory(device)
            let persons = try directory.persons()
            let json = persons.map { person -> JSON in
                [
                    "id": .string(person.id.description), "name": .string(person.name),
                    "roles": .array(person.grants.map { .string($0.role.rawValue) }),
                ]
            }
            try device.show(.array(json)) {
                var table = Table("person", "roles", "identifier")
                let names = Dictionary(
                    try directory.organisations().map { ($0.id, $0.name) },
                    uniquingKeysWith: { first, _ in first }
                )
                for person in persons {
                    let roles = person.grants.map { grant in
                        let place =
                            grant.organisation.map { names[$0] ?? $0.short }
                            ?? grant.council?.text
                        return [grant.role.words, place].compactMap { $0 }
                            .joined(separator: ", ")
                    }
                    table.add(person.name, roles.joined(separator: "; "), person.id.short)
                }
                Terminal.line(table.text)
            }
        }
    }
}

struct AdminGrant: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant",
        abstract: "Give roles to people, and take them away.",
        subcommands: [Add.self, Remove.self, Roles.self]
    )

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a person one more role.")

        @Argument(help: "The person, by name or identifier.") var person: String
        @OptionGroup var role: GrantOptions
        @OptionGroup var device: DeviceOptions

        func run() throws { try change(person, role, device, isRevoked: false) }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a role away.",
            discussion: "What the person had not sent yet is held for their coordinator."
        )

        @Argument(help: "The person, by name or identifier.") var person: String
        @OptionGroup var role: GrantOptions
        @OptionGroup var device: DeviceOptions

        func run() throws { try change(person, role, device, isRevoked: true) }
    }

    private static func change(
        _ person: String,
        _ role: GrantOptions,
        _ device: DeviceOptions,
        isRevoked: Bool
    ) throws {
        let directory = try Directory(device)
        let id = try directory.person(person)
        let grant = try role.grant(directory)
        try directory.act(
            "v1/admin/grants",
            AdminRequest.GrantChange(person: id, grant: grant, isRevoked: isRevoked)
        )
        let isLast = try isRevoked && !directory.hasCoordinator(like: grant)
        try device.show(["id": .string(id.description)]) {
            Terminal.line(isRevoked ? "The role was taken away." : "The role was given.")
            guard isLast else { return }
            Terminal.note(
                "The organisation has no coordinator now. Work that arrives late waits until there"
                    + " is one; you see that it does with: keeplocal held list"
            )
        }
    }
}

struct AdminDevice: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "Add, list and revoke devices.",
        subcommands: [Add.self, Listing.self, Revoke.self]
    )

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the code for one more device of a person."
        )

        @Argument(help: "The person, by name or identifier.") var person: String
        @OptionGroup var device: DeviceOptions

        func run() throws {
            let directory = try Directory(device)
            let id = try directory.person(person)
            let code: EnrolmentCode = try directory.server.post(
                "v1/admin/devices",
                AdminRequest.Device(person: id)
            )
            // The device has no identifier before it is enrolled; it makes its own then.
            try device.show(code.json(for: id)) {
                code.lines(directory).forEach { Terminal.line($0) }
            }
        }
    }

    struct Listing: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the devices, when each was last here, and what it still had to send."
        )

        @OptionGroup var device: DeviceOptions

        func run() throws {
            let devices = try Directory(device).devices()
            let json = try devices.map {
                try Canonical.decode(JSON.self, from: Canonical.encode($0))
            }
            try device.show(.array(json)) {
                var table = Table(
                    "device",
                    "name",
                    "person",
                    "last sync",
                    "unsent",
                    "removed",
                    "state"
                )
                for device in devices {
                    table.add(
                        device.id.short,
                        device.name,
                        device.personName,
                        device.lastSync?.words ?? "never",
                        String(device.unsent),
                        device.purgeWords,
                        device.revoked == nil ? "" : "revoked"
                    )
                }
                Terminal.line(table.text)
                for device in devices where device.revoked != nil && device.unsent > 0 {
                    Terminal.note(
                        "\n\(inert(device.name)) said that it had \(device.unsent) changes unsent."
                            + " A revoked device cannot send them; its person can enrol it anew."
                    )
                }
            }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuse a device from now on; what it had sent stays."
        )

        @Argument(help: "The device: its name, or letters of its identifier.") var id: String
        @Option(help: "Why, such as \"lost on the bus\".") var reason: String
        @OptionGroup var device: DeviceOptions

        func run() throws {
            let directory = try Directory(device)
            let found = try directory.device(id)
            try directory.act(
                "v1/admin/revocations",
                AdminRequest.Revocation(device: found, reason: reason)
            )
            try device.show(["id": .string(found.description)]) {
                Terminal.line("The device \(found.short) is refused from now on.")
            }
        }
    }
}

extension Directory {
    /// True where somebody still has the role of a coordinator in that place; also for a grant of
    /// any other role, with which none goes.
    fileprivate func hasCoordinator(like grant: Grant) throws -> Bool {
        try grant.role != .coordinator || persons().contains { $0.grants.contains(grant) }
    }
}

extension DeviceSummary {
    /// Whether the device has said that it removed what it may not hold any more.
    fileprivate var purgeWords: String {
        if let since = purges.filter({ $0.confirmed == nil }).map(\.since).min() {
            return "not confirmed since \(since.words)"
        }
        return purges.compactMap(\.confirmed).max().map { "confirmed \($0.words)" } ?? ""
    }
}

extension EnrolmentCode {
    fileprivate func lines(_ directory: Directory) -> [String] {
        lines("On the new device: keeplocal enrol \(inert(directory.address)) \(inert(code))")
    }

    /// `use` says what it is good for.
    func lines(_ use: String) -> [String] {
        [
            "The one-time code, good until \(expires.words):\n",
            "    \(Style.bold(inert(code)))\n", use,
        ]
    }

    /// For whom it is good, as a program reads it.
    func json(for person: PersonID) -> JSON {
        [
            "person": .string(person.description), "code": .string(code),
            "expires": .string(expires.description),
        ]
    }
}
