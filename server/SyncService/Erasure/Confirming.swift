// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension StorageReader {
    /// The erasures that a person may order, newest first, with the devices that have not said
    /// that they removed what they held.
    package func erasureReports(for person: PersonID) throws -> [ErasureReport] {
        let actor = Actor(person: person, grants: try self.person(person)?.grants ?? [])
        return try erasures(after: 0, limit: .max).values.reversed().filter { erasure in
            let scope = Scope(
                council: erasure.council,
                organisation: erasure.organisation,
                audience: .organisation
            )
            return may(actor, .erase, .record(scope, .caseData))
        }.map { try report($0) }
    }

    package func report(_ erasure: Erasure) throws -> ErasureReport {
        guard let entry = try entry(change: erasure.id.asChange) else {
            throw StorageFailure.damaged("the erasure \(erasure.id) is not in its log")
        }
        let confirmations = try confirmations(of: erasure.id)
        let reach = try DeviceReach(of: erasure, in: self)
        let lines = try reach.known.map { device in
            ErasureDevice(
                device: device.id,
                name: device.name,
                person: device.person,
                personName: try person(device.person)?.name ?? "",
                lastSync: device.lastSync,
                revoked: device.revoked,
                confirmed: confirmations[device.id]
            )
        }
        let lost = try reach.lost.map { device in
            ErasureDevice(
                device: device.id,
                person: device.person,
                personName: try person(device.person)?.name ?? "",
                lost: device.enrolled
            )
        }
        var report = ErasureReport(
            erasure: erasure,
            receipt: entry.receipt,
            confirmed: lines.filter { $0.confirmed != nil },
            waiting: lines.filter { $0.confirmed == nil } + lost
        )
        if !reach.gaps.isEmpty { report.gaps = reach.gaps }
        return report
    }

    /// True for whoever works, or once worked, in the organisation, and for who settles what it
    /// left open: their devices may hold some of it.
    func reaches(_ erasure: Erasure, _ person: PersonID) throws -> Bool {
        try ((self.person(person)?.grants ?? []) + revokedGrants(person)).contains {
            $0.role == .administrator
                || $0.organisation != nil && $0.organisation == erasure.organisation
        }
    }

    /// Erasures after a number that a person's devices must hear of.
    func erasures(for person: PersonID, after: Int64) throws -> Numbered<Erasure> {
        let found = try erasures(after: after, limit: Limits.pullErasuresMax)
        return Numbered(
            values: try found.values.filter { try reaches($0, person) },
            number: found.number
        )
    }
}

extension StorageWriter {
    /// Takes a device's word for what it removed; a revoked one may speak here, and is told what
    /// else it must remove.
    package func confirm(
        _ request: Confirmation,
        by device: StoredDevice,
        now: Instant
    ) throws -> ConfirmationAnswer {
        for id in request.erasures {
            guard let erasure = try erasure(id), try reaches(erasure, device.person) else {
                continue
            }
            try save(confirmed: id, by: device.id, at: now)
        }
        for lost in try purges() where lost.device == device.id && lost.purge.confirmed == nil {
            guard !request.feeds.contains(lost.purge.feed) else { continue }
            let (feed, since) = (lost.purge.feed, lost.purge.since)
            try save(
                StoredPurge(
                    device: device.id,
                    purge: Purge(feed: feed, since: since, confirmed: now)
                )
            )
        }
        let open = try erasures(after: 0, limit: .max).values.filter { erasure in
            try reaches(erasure, device.person)
                && confirmations(of: erasure.id)[device.id] == nil
        }
        return ConfirmationAnswer(erasures: Array(open.prefix(Limits.pullErasuresMax)))
    }

    /// Remembers which feeds a device lost, for it to confirm that nothing of them is left there.
    func lose(_ feeds: Set<Feed>, _ device: StoredDevice, at now: Instant) throws {
        let open = try purges().filter {
            $0.device == device.id && $0.purge.confirmed == nil
        }.map(\.purge.feed)
        for feed in feeds.subtracting(open).sorted() {
            try save(
                StoredPurge(
                    device: device.id,
                    purge: Purge(feed: feed, since: now, confirmed: nil)
                )
            )
        }
    }

    /// Compares what a person receives now with what they received before.
    func notePurges(
        of person: PersonID,
        before: Set<Feed>,
        at now: Instant
    ) throws {
        let after = try feeds(of: person)
        for device in try devices() where device.person == person {
            try lose(before.subtracting(after), device, at: now)
            for feed in after.subtracting(before) { try removePurge(feed, of: device.id) }
        }
    }
}

extension StorageReader {
    func feeds(of person: PersonID) throws -> Set<Feed> {
        let grants = try self.person(person)?.grants ?? []
        return try Actor(person: person, grants: grants).feeds(councils: councilIDs())
    }
}
