// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Pictures

/// Places with the devices of their people, as `keeplocal devices` shows them.
struct DevicePlaceWords {
    private let session: StoreSession
    private let names: [DeviceID: String]

    init(_ session: StoreSession) throws {
        (self.session, names) = (session, try session.deviceNames())
    }

    func lines(of places: [Freshness.Place], countedAt at: Instant) throws -> [String] {
        guard !places.isEmpty else {
            return [
                "Counted by the server at \(at.words): every device was seen in the last"
                    + " \(Freshness.unseenDays) days."
            ]
        }
        return [try table(places).text, ""]
            + ("Counted by the server at \(at.words). In \(Freshness.syncedDays) days: devices that"
            + " synced in the \(Freshness.syncedDays) days before. Unseen: those not seen for"
            + " \(Freshness.unseenDays) days, so that figures may be low.")
            .wrapped()
            + (try unseenLines(places))
    }

    private func table(_ places: [Freshness.Place]) throws -> Table {
        var table = Table(
            folding: "place",
            "devices",
            "in \(Freshness.syncedDays) days",
            "unseen",
            "longest ago"
        )
        for place in places {
            table.add(
                try session.name(of: place) + (place.organisation == nil ? ", all" : ""),
                String(place.devices),
                "\(place.synced) (\(place.percent)%)",
                String(place.unseen),
                place.oldest?.words ?? ""
            )
        }
        return table
    }

    /// Those of the organisations whose coordinator asks.
    private func unseenLines(_ places: [Freshness.Place]) throws -> [String] {
        try places.flatMap { place -> [String] in
            guard let devices = place.unseenDevices, !devices.isEmpty else { return [] }
            var table = Table("device", "name", "person", "last seen")
            for unseen in devices {
                table.add(
                    unseen.device.short,
                    names[unseen.device] ?? "",
                    try session.name(of: unseen.person),
                    unseen.seen.words
                )
            }
            let more = place.unseen - devices.count
            return [
                "",
                Style.bold(
                    "Not seen for \(Freshness.unseenDays) days, \(try session.name(of: place))"
                ),
            ]
                + [table.text] + (more > 0 ? ["and \(more) more"] : [])
                + ["", "Ask an administrator to revoke one that is lost or not used any more."]
        }
    }

    func json(of place: Freshness.Place) throws -> JSON {
        var members = place.members
        members["name"] = .string(
            try session.name(of: place.organisation?.description ?? place.council.text)
        )
        members["unseenDevices"] =
            try place.unseenDevices.map { devices in
                .array(
                    try devices.map { unseen in
                        [
                            "device": .string(unseen.device.description),
                            "name": names[unseen.device].map(JSON.string) ?? .null,
                            "person": .string(unseen.person.description),
                            "personName": .string(try session.name(of: unseen.person)),
                            "seen": .string(unseen.seen.description),
                        ]
                    }
                )
            } ?? .null
        return .object(members)
    }
}
