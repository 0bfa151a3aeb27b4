// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Pictures

/// How many devices have synced, place by place, and which have not.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Show how many devices have synced lately, and which have not been seen.",
        discussion: """
            It needs no network: the server counts at each sync. Coordinators see which
            devices of their organisation were not seen, signatories and the council how
            many of each organisation. Revoked devices are not counted.
            """
    )

    @Flag(help: "Only where devices were not seen for \(Freshness.unseenDays) days.")
    var unseen = false
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            guard try session.identity().actor.seesDevices else { throw Self.denied }
            guard let known = try session.freshness() else {
                return device.page(["countedAt": .null, "places": .array([])]) {
                    Self.notKnown.wrapped()
                }
            }
            let places = known.places.filter { !unseen || $0.unseen > 0 }
            let words = try DevicePlaceWords(session)
            let json: JSON = [
                "countedAt": .string(known.at.description),
                "places": .array(try places.map { try words.json(of: $0) }),
            ]
            return try device.page(json) { try words.lines(of: places, countedAt: known.at) }
        }
    }

    private static let denied = Problem(
        .forbidden,
        "Which devices have synced is told to coordinators, signatories and the council. When this"
            + " device did: keeplocal status"
    )
    private static let notKnown =
        "How many devices have synced is not known on this device yet. Learn it with: keeplocal"
        + " sync. If it stays so, the server is of a version that does not count them."
}
