// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// An act of an administrator that is kept in a log, so that who gave what to whom stays known.
package enum DirectoryEvent: Sendable, Codable, Hashable {
    case council(DirectoryEntry.Council)
    case organisation(DirectoryEntry.Organisation)
    case person(DirectoryEntry.Person)
    case granted(Grant, person: PersonID)
    case withdrawn(Grant, person: PersonID)
    /// With the hash of its token, and what it is called; acts of before have neither.
    case enrolled(DeviceID, person: PersonID, token: Hash? = nil, name: String? = nil)
    case forked(
        DeviceID,
        from: DeviceID,
        person: PersonID,
        token: Hash? = nil,
        name: String? = nil
    )
    case revoked(DeviceID, reason: String)
    /// The public half of what somebody approves with from now on.
    case passphrase(person: PersonID, key: String, device: DeviceID)
    case passphraseCode(person: PersonID)
    case decided(ChangeID, adopted: Bool, reason: String)
    case form(FormID, version: Int, hash: Hash)
    case closing(FormClosing)
    case restored(backupOf: Instant, timeline: Int64)
    /// What is left of a deleted record; the payloads of its changes before this are taken out.
    case compacted(RecordState)
    case revealed(ConflictID?, council: CouncilID, reason: String)
    case erased(Erasure)
    case onHold(RecordID, authority: String, released: Bool)

    package struct Signed: Sendable, Codable, Hashable {
        package let event: DirectoryEvent
        /// Nil for what the server did itself when it was set up.
        package let by: PersonID?
        package let at: Instant
    }
}

extension StorageWriter {
    /// Writes an act into a council's log, or the installation's where it concerns none; sealed
    /// where it is about a record of case data.
    @discardableResult
    package func record(
        _ event: DirectoryEvent,
        in council: CouncilID?,
        by person: PersonID?,
        at now: Instant,
        sealedFor record: RecordID? = nil
    ) throws -> Receipt {
        var payload = try Canonical.encode(DirectoryEvent.Signed(event: event, by: person, at: now))
        let log = council ?? .network
        let head = try head(log)
        var random = random
        var (kind, id) = (LogEntry.Kind.directory, ChangeID.make(at: now, using: &random))
        if case .revealed = event { kind = .audit }
        if case .erased(let erasure) = event {
            (kind, id) = (.erasure, erasure.id.asChange)
        }
        if let record {
            payload = try seal(payload, of: record, as: id, in: log, isNew: false)
        }
        let entry = LogEntry(
            council: log,
            sequence: head.sequence.next(in: try timeline()),
            kind: kind,
            change: id,
            device: DeviceID(high: 0, low: 0),
            counter: 0,
            record: record,
            receivedAt: now,
            payloadHash: Hash(of: payload),
            previous: head.hash
        )
        try append(entry, payload: payload)
        return Receipt(sequence: entry.sequence, hash: entry.hash)
    }
}
