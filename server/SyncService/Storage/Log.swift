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
    case enrolled(DeviceID, person: PersonID)
    case forked(DeviceID, from: DeviceID, person: PersonID)
    case revoked(DeviceID, reason: String)
    case decided(ChangeID, adopted: Bool, reason: String)
    case form(FormID, version: Int, hash: Hash)
    case restored(backupOf: Instant, timeline: Int64)
    case revealed(ConflictID?, council: CouncilID, reason: String)

    package struct Signed: Sendable, Codable, Hashable {
        package let event: DirectoryEvent
        /// Nil for what the server did itself when it was set up.
        package let by: PersonID?
        package let at: Instant
    }
}

extension StorageWriter {
    /// Writes an act into a council's log, or the installation's where it concerns none.
    package func record(
        _ event: DirectoryEvent,
        in council: CouncilID?,
        by person: PersonID?,
        at now: Instant
    ) throws {
        let payload = try Canonical.encode(DirectoryEvent.Signed(event: event, by: person, at: now))
        let log = council ?? .network
        let head = try head(log)
        var random = SystemRandomNumberGenerator()
        var kind = LogEntry.Kind.directory
        if case .revealed = event { kind = .audit }
        try append(
            LogEntry(
                council: log,
                sequence: head.sequence.next(in: try timeline()),
                kind: kind,
                change: .make(at: now, using: &random),
                device: DeviceID(high: 0, low: 0),
                counter: 0,
                record: nil,
                receivedAt: now,
                payloadHash: Hash(of: payload),
                previous: head.hash
            ),
            payload: payload
        )
    }
}
