// SPDX-License-Identifier: Apache-2.0

/// How many devices had synced, as a server counted: how far figures can be complete.
package struct Freshness: Sendable, Codable, Hashable {
    /// When the server counted, by its own clock.
    package let at: Instant
    /// By council; each whole council before its organisations.
    package let places: [Place]

    /// "Synced" is within so many days before.
    package static let syncedDays: Int64 = 7
    /// "Not seen" is for so many days.
    package static let unseenDays: Int64 = 14

    package init(at: Instant, places: [Place]) { (self.at, self.places) = (at, places) }

    /// The devices, but for revoked ones, of the people who have a role in one place.
    package struct Place: Sendable, Codable, Hashable {
        package let council: CouncilID
        /// Nil for everybody with a role in the council, in any of its organisations or none.
        package let organisation: OrganisationID?
        package let devices: Int
        package let synced: Int
        package let unseen: Int
        /// The longest ago that one of them was seen; nil where there is none.
        package let oldest: Instant?
        /// Those not seen, the longest ago first and at most `Limits.unseenDevicesMax`; nil for who
        /// is told numbers only.
        package let unseenDevices: [Unseen]?

        package init(
            council: CouncilID,
            organisation: OrganisationID?,
            devices: Int,
            synced: Int,
            unseen: Int,
            oldest: Instant?,
            unseenDevices: [Unseen]? = nil
        ) {
            (self.council, self.organisation) = (council, organisation)
            (self.devices, self.synced, self.unseen) = (devices, synced, unseen)
            (self.oldest, self.unseenDevices) = (oldest, unseenDevices)
        }
    }

    /// A device that was not seen lately.
    package struct Unseen: Sendable, Codable, Hashable {
        package let device: DeviceID
        package let person: PersonID
        /// Its last sync, or its enrolment where it never synced.
        package let seen: Instant

        package init(device: DeviceID, person: PersonID, seen: Instant) {
            (self.device, self.person, self.seen) = (device, person, seen)
        }
    }
}

extension Freshness {
    /// Of the places that a figure is about, and numbers only: which devices they are is nothing
    /// that leaves with a figure.
    ///
    /// Of one organisation, itself. Of a council, or of all without one, the whole; of a council of
    /// which no whole was told, its organisations of which it was. Nil where nothing was told.
    package func told(
        of organisation: OrganisationID?,
        in council: CouncilID?
    ) -> Freshness? {
        let within = places.filter { council == nil || $0.council == council }
        let wholes = Set(within.filter { $0.organisation == nil }.map(\.council))
        let found = within.filter { place in
            if let organisation { return place.organisation == organisation }
            return (place.organisation == nil) == wholes.contains(place.council)
        }
        guard !found.isEmpty else {
            // Where the whole council was told, an organisation that was not has no device.
            let only = wholes.count == 1 ? wholes.first : nil
            guard let organisation, let council = council ?? only, wholes.contains(council) else {
                return nil
            }
            return Freshness(at: at, places: [.empty(organisation, council)])
        }
        return Freshness(at: at, places: found.map(\.withoutDevices))
    }
}

extension Freshness.Place {
    fileprivate static func empty(_ organisation: OrganisationID, _ council: CouncilID) -> Self {
        Self(
            council: council,
            organisation: organisation,
            devices: 0,
            synced: 0,
            unseen: 0,
            oldest: nil
        )
    }

    fileprivate var withoutDevices: Self {
        Self(
            council: council,
            organisation: organisation,
            devices: devices,
            synced: synced,
            unseen: unseen,
            oldest: oldest
        )
    }
}
