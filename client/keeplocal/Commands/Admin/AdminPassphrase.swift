// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldSync

struct AdminPassphrase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "passphrase",
        abstract: "Let people set what they approve with.",
        subcommands: [Code.self, Listing.self]
    )

    struct Code: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a code with which a person sets their passphrase.",
            discussion: """
                For a first one, and for one that was forgotten or locked. Be sure whom you
                give it to: whoever has it and a device of that person approves as them.
                """
        )

        @Argument(help: "The person, by name or identifier.") var person: String
        @OptionGroup var device: DeviceOptions

        func run() throws {
            let directory = try Directory(device)
            let id = try directory.person(person)
            let code: EnrolmentCode = try directory.server.post(
                "v1/admin/passphrases",
                AdminRequest.Passphrase(person: id)
            )
            try device.show(code.json(for: id)) {
                code.lines(
                    "On a device of theirs: keeplocal passphrase set --code \(inert(code.code))"
                ).forEach { Terminal.line($0) }
            }
        }
    }

    struct Listing: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List who has a passphrase, and whose is locked."
        )

        @OptionGroup var device: DeviceOptions

        func run() throws {
            let directory = try Directory(device)
            let known: [PassphraseSummary] = try directory.server.get("v1/admin/passphrases")
            let names = Dictionary(
                try directory.persons().map { ($0.id, $0.name) },
                uniquingKeysWith: { first, _ in first }
            )
            let rows = known.map { (names[$0.person] ?? "", $0) }.sorted { $0.0 < $1.0 }
            try device.show(.array(rows.map { JSON($0.1) })) {
                var table = Table("person", "passphrase", "identifier")
                for (name, passphrase) in rows {
                    table.add(name, passphrase.words, passphrase.person.short)
                }
                Terminal.line(rows.isEmpty ? "Nobody has a passphrase yet." : table.text)
            }
        }
    }
}

extension PassphraseSummary {
    fileprivate var words: String {
        switch (isSet, isLocked) {
        case (_, true): "locked"
        case (true, false): "set"
        case (false, false): "not set yet"
        }
    }
}

extension JSON {
    fileprivate init(_ passphrase: PassphraseSummary) {
        self = [
            "person": .string(passphrase.person.description),
            "isSet": .boolean(passphrase.isSet), "isLocked": .boolean(passphrase.isLocked),
        ]
    }
}
