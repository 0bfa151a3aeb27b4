// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import FieldStore
import FieldSync
import Foundation
import SyncService

/// What a device shows of what it has pulled, asked past the production code.
struct Shown {
    let records: [Data: Int64]
    let cursor: Data?
    let identity: DeviceID?
    /// The last restore of its server that it was told of.
    let restored: Data?

    init(of device: SimulatedDevice) throws {
        var records: [Data: Int64] = [:]
        for row in try device.disk.rows("SELECT id, version FROM shown") {
            if let id = row["id"] as Data? { records[id] = row["version"] }
        }
        self.records = records
        let facts = try device.disk.rows(
            "SELECT key, value FROM fact WHERE key IN ('cursor', 'restored')"
        )
        let fact = { (key: String) in facts.first { $0["key"] == key }?["value"] as Data? }
        (cursor, restored) = (fact("cursor"), fact("restored"))
        identity = try device.store.read { try $0.identity().device }
    }
}

/// The invariants that are looked at while a history runs, after each sync.
struct Watch {
    let world: World

    func sync(_ device: SimulatedDevice, _ dice: Dice, faultsPerHundred: Int) throws {
        let before = try Shown(of: device)
        let cuts = world.cutAnswers
        let rights = world.rights.feeds(of: device.person)
        let report: SyncReport
        device.isBeingReplaced = false
        do {
            report = try world.sync(device, dice: dice, faultsPerHundred: faultsPerHundred)
        } catch let problem as Problem {
            guard Self.expected.contains(problem.code) || world.cutAnswers > cuts else {
                throw Violation(.live, "a sync ends with \(problem.code.text): \(problem.message)")
            }
            return try brokenOff(device, before: before, wasRevoked: problem.code == .deviceRevoked)
        }
        let after = try Shown(of: device)
        note(before, after, on: device)
        if !device.hearsOfRestore { try neededNoMending(device, report, rights) }
        try cameToItsEnd(device, before, after, rights)
    }

    private static let expected: Set<Problem.Code> = [
        .offline, .unauthenticated, .deviceRevoked, .overloaded, .forbidden, .homeBusy,
    ]

    /// I3: what a pull tells is all that a device needs; comparing range by range is for what went
    /// wrong on its disk, and would hide a pull that leaves records out.
    private func neededNoMending(
        _ device: SimulatedDevice,
        _ report: SyncReport,
        _ rights: Set<Feed>
    ) throws {
        guard device.damaged.isEmpty, rights == world.rights.feeds(of: device.person)
        else { return }
        world.ledger.check(.converged)
        guard report.mended == 0 else {
            throw Violation(
                .converged,
                "the pull left out \(report.mended) records of device \(device.number)"
            )
        }
    }

    /// I3: the digests agree without anything being loaded anew.
    ///
    /// I5: nothing goes back. I6: nothing is here that its reader has no right to.
    private func cameToItsEnd(
        _ device: SimulatedDevice,
        _ before: Shown,
        _ after: Shown,
        _ rights: Set<Feed>
    ) throws {
        if rights == world.rights.feeds(of: device.person) { try inScope(device, rights) }
        world.ledger.check(.converged)
        // Nobody is told of a feed that was taken away while it was being mended.
        let isMendingCutOff =
            !device.damaged.isEmpty && rights != world.rights.feeds(of: device.person)
        // Enrolled again, it asks once more, for what the server has lost.
        let isAnother = after.identity != before.identity && device.wasReplaced
        let isUnsure = before.cursor == nil || isMendingCutOff || device.hearsOfRestore
        guard world.wholePulls <= (isAnother ? 2 : isUnsure ? 1 : 0) else {
            throw Violation(
                .converged,
                "the digest of device \(device.number) differs: it loads everything anew"
            )
        }
        try neverBack(device, before, after)
        (device.damaged, device.hearsOfRestore) = ([], false)
    }

    /// What its server lost goes from a device that hears of it: with the next sync that comes to
    /// its end, and not by itself.
    private func note(_ before: Shown, _ after: Shown, on device: SimulatedDevice) {
        if before.restored != after.restored { device.hearsOfRestore = true }
    }

    /// I5: a sync that did not come to its end shows nothing of what it had begun to receive.
    func brokenOff(
        _ device: SimulatedDevice,
        before: Shown,
        wasRevoked: Bool = false
    ) throws {
        let after = try Shown(of: device)
        note(before, after, on: device)
        world.ledger.check(.seen)
        // What was erased goes at once, with the page that says so; what was damaged is put right.
        let erased = try world.server.storage.readNow {
            try Set($0.erasures(after: 0, limit: .max).values.flatMap(\.records))
        }
        let gone = before.records.keys.filter { record in
            after.records[record] == nil && erased.contains(RecordID(bytes: record))
        }
        let isAsBefore = try Set(before.records.keys).union(after.records.keys)
            .subtracting(device.damaged).subtracting(gone)
            .allSatisfy { record in
                try before.records[record] == after.records[record]
                    || device.hearsOfRestore && isAsOnServer(record, after)
            }
        guard wasRevoked || after.cursor != before.cursor || isAsBefore else {
            throw Violation(.seen, "device \(device.number) shows half of a pull")
        }
        try neverBack(device, before, after)
        try pendingShows(device)
    }

    /// After a restore it may be range by range that a device finds out what its server lost, and
    /// what was put right in that way shows at once.
    private func isAsOnServer(_ record: Data, _ shown: Shown) throws -> Bool {
        let stored = try world.server.storage.readNow {
            try $0.record(RecordID(bytes: record))?.state.version
        }
        return shown.records[record] == stored
    }

    private func neverBack(
        _ device: SimulatedDevice,
        _ before: Shown,
        _ after: Shown
    ) throws {
        // With its server, and no further than that.
        if before.restored == after.restored {
            world.ledger.check(.seen, before.records.count)
            for (record, version) in before.records {
                if let now = after.records[record], now < version {
                    throw Violation(.seen, "a record on device \(device.number) goes back")
                }
            }
        }
        world.ledger.check(.once)
        let mayChange = device.wasRestored || device.isBeingReplaced
        guard after.identity == before.identity || mayChange else {
            throw Violation(
                .once,
                "device \(device.number) takes a new identity, and was never put back from a copy"
            )
        }
    }

    /// I5: what waits to be sent shows on the device that made it.
    private func pendingShows(_ device: SimulatedDevice) throws {
        let waiting = try device.store.read { try $0.journal(in: [.saved, .sent], limit: 3) }
        // What is sent again may have been settled since it was stored first.
        for change in waiting.map(\.change)
        where (change.kind == .edit || change.kind == .create) && !device.wasRestored
            && change.former == nil
        {
            world.ledger.check(.seen)
            let state = try device.store.read { try $0.state(of: change.record) }
            // Where the record went with the right to see it, there is nothing to lay it over.
            guard let state else { continue }
            for path in change.patch.keys {
                let writes = state.registers[path]?.writes ?? []
                guard writes.contains(where: { $0.stamp.change == change.id }) else {
                    throw Violation(.seen, "unsent work in \(path) does not show any more")
                }
            }
        }
    }

    private func inScope(_ device: SimulatedDevice, _ rights: Set<Feed>) throws {
        world.ledger.check(.inScope)
        for scope in try device.pulledScopes() where !rights.contains(where: { $0.contains(scope) })
        {
            throw Violation(.inScope, "device \(device.number) holds records of \(scope)")
        }
    }
}

extension SimulatedDevice {
    func pulledScopes() throws -> [Scope] {
        try disk.rows("SELECT DISTINCT council, organisation, audience FROM record").compactMap {
            guard let council = ($0["council"] as String?).flatMap({ CouncilID($0) }),
                let audience = ($0["audience"] as String?).flatMap({ Audience(rawValue: $0) })
            else { return nil }
            return Scope(
                council: council,
                organisation: ($0["organisation"] as Data?).map { OrganisationID(bytes: $0) },
                audience: audience
            )
        }
    }

    /// True for a record with an own change that the server has not taken, and that still shows.
    func hasPending(_ record: RecordID) throws -> Bool {
        try store.read { try $0.journal(of: record) }.contains { $0.state != .stored }
    }
}
