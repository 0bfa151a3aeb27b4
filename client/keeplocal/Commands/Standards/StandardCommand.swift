// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Standards

struct StandardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "standard",
        abstract: "Write services, grants or contracts as the public standards have them.",
        discussion: """
            Services leave as Open Referral UK, grants as 360Giving, contracts as Open
            Contracting. Only what the record of a service says is written; nothing about
            participants ever is. What a standard needs and a record lacks is named first,
            and then nothing is written. See docs/standards.md.
            """,
        subcommands: [Services.self, Grants.self, Contracts.self]
    )

    struct Services: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The directory of services, as Open Referral UK 3.0.",
            aliases: ["hsds"]
        )

        @OptionGroup var options: StandardOptions

        func run() throws { try options.write(.services) }
    }

    struct Grants: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Services that are commissioned by a grant, as 360Giving 1.4.",
            aliases: ["360giving"]
        )

        @Option(help: "The council's 360Giving prefix, such as 360G-bradford.") var prefix: String?
        @OptionGroup var options: StandardOptions

        func run() throws {
            if let prefix, prefix.wholeMatch(of: /360G-[A-Za-z0-9_-]+/) == nil {
                throw Failure(usage: "'\(prefix)' is no prefix of 360Giving, such as 360G-bradford")
            }
            try options.write(.grants, prefix: prefix)
        }
    }

    struct Contracts: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Services under contract, as Open Contracting 1.1 (OCDS).",
            aliases: ["ocds"]
        )

        @Option(help: "Where the file will be found, such as https://example.org/contracts.json.")
        var uri: String?
        @OptionGroup var options: StandardOptions

        func run() throws {
            if let uri, !PublicText.isAddress(uri) {
                throw Failure(usage: "'\(uri)' is no address that begins with https://")
            }
            try options.write(.contracts, uri: uri)
        }
    }
}

/// What the three files have in common.
struct StandardOptions: ParsableArguments {
    @Option(help: "The file; without it, services.json and the like.") var out: String?
    @Option(help: "The council, where the device knows several.") var council: String?
    @Flag(help: "Write over a file that is there already.") var overwrite = false
    @OptionGroup var device: DeviceOptions

    func write(_ standard: Standard, prefix: String? = nil, uri: String? = nil) throws {
        let publication = try device.store().read { session in
            try StandardMaterial(session, council).publication(
                standard,
                PublisherWords(grantPrefix: prefix, uri: uri, today: session.today)
            )
        }
        try StandardLines.requireWhole(publication)
        let path = out ?? "\(standard.rawValue).json"
        let file = try ExportFile(path, replaces: overwrite, option: "--out")
        let envelope = try publication.envelope()
        try file.write(envelope.opening)
        for (number, service) in publication.services.enumerated() {
            try file.write((number == 0 ? "" : ",\n") + publication.entry(service))
        }
        try file.write(envelope.closing)
        try file.finish()
        try tell(publication, path, hasPrefix: prefix != nil)
    }

    private func tell(_ publication: Publication, _ path: String, hasPrefix: Bool) throws {
        let entries = publication.services.count
        let json: JSON = [
            "file": .string(path), "entries": .integer(Int64(entries)),
            "standard": .string(publication.standard.title),
            "unregistered": .integer(Int64(publication.unregistered.count)),
        ]
        try device.show(json) {
            Terminal.line(
                "\(count(entries, publication.standard.noun)) as \(publication.standard.title)"
                    + " in \(inert(path))"
            )
            StandardLines.remarks(publication, hasPrefix: hasPrefix).forEach { Terminal.note($0) }
        }
    }
}
