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

extension DirectoryEntry.Council.StepUp: ExpressibleByArgument {}

struct AdminCouncilSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set of how few people files for others tell, and how champions approve.",
        discussion: """
            keeplocal admin council set bradford --threshold 10
            keeplocal admin council set bradford --step-up required
            Devices take it over with their next sync; what was told before stays told.
            """
    )

    @Argument(help: "The council, such as bradford.") var council: String
    @OptionGroup var told: ThresholdOptions
    @Option(help: "Who approves a return with a passphrase: all, or only who has set one.")
    var stepUp: DirectoryEntry.Council.StepUp?
    @OptionGroup var device: DeviceOptions

    func validate() throws {
        guard told.threshold != nil || stepUp != nil else {
            throw ValidationError("Say what to set: --threshold N, --step-up required")
        }
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
                threshold: told.threshold,
                stepUp: stepUp
            )
        )
        let least = told.threshold ?? known.least
        let isRequired = (stepUp ?? known.stepUp) == .required
        try device.show([
            "id": .string(id.text), "threshold": .integer(Int64(least)),
            "stepUp": .string(isRequired ? "required" : "optional"),
        ]) {
            let name = inert(known.name)
            if told.threshold != nil {
                Terminal.line(
                    "\(name): files for others tell of \(least) people or more, from the next sync"
                        + " of each device on."
                )
            }
            if stepUp != nil {
                Terminal.line(
                    isRequired
                        ? "\(name): returns are approved with a passphrase only. Who has none yet"
                            + " needs a code: keeplocal admin passphrase code PERSON"
                        : "\(name): only who has set a passphrase approves with it."
                )
            }
        }
    }
}

extension DirectoryEntry.Council {
    var least: Int { threshold ?? Threshold.usual }

    var json: JSON {
        [
            "id": .string(id.text), "name": .string(name),
            "threshold": .integer(Int64(least)),
            "stepUp": .string((stepUp ?? .optional).rawValue),
        ]
    }
}
