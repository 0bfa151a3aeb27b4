// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Disclosure
import FieldModel

/// The smallest number of people that reports for others tell.
struct ThresholdOptions: ParsableArguments {
    @Option(help: "The smallest number of people that files for others tell: 3 to 100; else 5.")
    var threshold: Int?

    func validate() throws {
        let allowed = DirectoryEntry.Council.thresholds
        guard threshold.map(allowed.contains) ?? true else {
            throw ValidationError(
                "--threshold is \(allowed.lowerBound) to \(allowed.upperBound): of two people,"
                    + " each would know the other."
            )
        }
    }
}

struct AdminCouncilSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set the smallest number of people that files for others tell of.",
        discussion: """
            keeplocal admin council set bradford --threshold 10
            Devices take it over with their next sync; what was told before stays told.
            """
    )

    @Argument(help: "The council, such as bradford.") var council: String
    @OptionGroup var told: ThresholdOptions
    @OptionGroup var device: DeviceOptions

    func validate() throws {
        guard told.threshold != nil else { throw ValidationError("Say it with: --threshold N") }
    }

    func run() throws {
        let directory = try Directory(device)
        let id = try directory.council(council)
        guard let known = try directory.councils().first(where: { $0.id == id }) else {
            throw Problem(.notFound, "There is no council \(id) any more. Nothing was set.")
        }
        try directory.act(
            "v1/admin/councils",
            AdminRequest.Council(
                id: known.id,
                name: known.name,
                gss: known.gss,
                region: known.region,
                orgID: known.orgID,
                type: known.type,
                officialName: known.officialName,
                threshold: told.threshold
            )
        )
        let least = told.threshold ?? known.least
        try device.show(["id": .string(id.text), "threshold": .integer(Int64(least))]) {
            Terminal.line(
                "\(inert(known.name)): files for others tell of \(least) people or more, from the"
                    + " next sync of each device on."
            )
        }
    }
}

extension DirectoryEntry.Council {
    var least: Int { threshold ?? Threshold.usual }

    var json: JSON {
        [
            "id": .string(id.text), "name": .string(name),
            "threshold": .integer(Int64(least)),
        ]
    }
}
