// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Counts how many devices have synced, in each place of whose devices a person is told.
struct FreshnessCount {
    private let actor: Actor
    private let reader: any StorageReader
    private let now: Instant

    init(for actor: Actor, in reader: any StorageReader, now: Instant) {
        (self.actor, self.reader, self.now) = (actor, reader, now)
    }

    /// Nil for who is told of none.
    ///
    /// Costs a look at every device for each council, or organisation, that the person works for.
    func freshness() throws -> Freshness? {
        guard actor.seesDevices else { return nil }
        let places = try reader.councilIDs().flatMap { council in
            try actor.deviceSight(of: nil, in: council) > .nothing
                ? whole(council) : organisations(of: council)
        }
        return places.isEmpty ? nil : Freshness(at: now, places: places)
    }

    private func whole(_ council: CouncilID) throws -> [Freshness.Place] {
        let all = try reader.sightings(council, nil)
        let parts = Dictionary(grouping: all, by: \.organisation)
        let organisations = parts.keys.compactMap { $0 }.sorted()
        return [place(council, nil, all)]
            + organisations.map { place(council, $0, parts[$0] ?? []) }
    }

    private func organisations(of council: CouncilID) throws -> [Freshness.Place] {
        let own = actor.grants.filter { $0.council == council && $0.role.deviceSight > .nothing }
            .compactMap(\.organisation)
        return try Set(own).sorted().map {
            place(council, $0, try reader.sightings(council, $0))
        }
    }

    private func place(
        _ council: CouncilID,
        _ organisation: OrganisationID?,
        _ sightings: [DeviceSighting]
    ) -> Freshness.Place {
        // Somebody with two roles has each device twice.
        var devices: [DeviceID: DeviceSighting] = [:]
        for sighting in sightings { devices[sighting.device] = sighting }
        let since = { (days: Int64) in now.adding(seconds: -days * 24 * 60 * 60) }
        let unseen = devices.values.filter { $0.seen < since(Freshness.unseenDays) }
        return Freshness.Place(
            council: council,
            organisation: organisation,
            devices: devices.count,
            synced: devices.values.count { device in
                device.lastSync.map { $0 >= since(Freshness.syncedDays) } ?? false
            },
            unseen: unseen.count,
            oldest: devices.values.map(\.seen).min(),
            unseenDevices: mayTell(of: organisation, in: council) ? told(unseen) : nil
        )
    }

    private func mayTell(of organisation: OrganisationID?, in council: CouncilID) -> Bool {
        organisation != nil && actor.deviceSight(of: organisation, in: council) == .each
    }

    private func told(_ unseen: [DeviceSighting]) -> [Freshness.Unseen] {
        unseen.sorted { ($0.seen, $0.device) < ($1.seen, $1.device) }
            .prefix(Limits.unseenDevicesMax)
            .map { Freshness.Unseen(device: $0.device, person: $0.person, seen: $0.seen) }
    }
}
