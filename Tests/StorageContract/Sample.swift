// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

/// Values to store.
enum Sample {
    static let bradford = key("bradford")
    static let outcome = FormID("outcome")
    static let organisation = DirectoryEntry.Organisation(
        id: OrganisationID(high: 1, low: 1),
        council: bradford,
        name: "Advice Hub"
    )
    static let person = PersonID(high: 2, low: 1)
    static let scope = Scope(
        council: bradford,
        organisation: organisation.id,
        audience: .organisation
    )
    static let feed = Feed(
        council: bradford,
        organisation: organisation.id,
        audience: .organisation
    )
    static let wholeCouncil = Feed(council: bradford, organisation: nil, audience: .organisation)

    private static func key(_ text: String) -> CouncilID {
        CouncilID(text) ?? .network
    }

    static func entry(_ sequence: Sequence64, previous: Hash) throws -> StoredEntry {
        let payload = Data("payload \(sequence)".utf8)
        let entry = LogEntry(
            council: bradford,
            sequence: sequence,
            kind: .change,
            change: ChangeID(high: 3, low: UInt64(sequence)),
            device: DeviceID(high: 4, low: 1),
            counter: sequence,
            record: RecordID(high: 5, low: 1),
            receivedAt: Instant(milliseconds: 1_790_000_000_000),
            payloadHash: Hash(of: payload),
            previous: previous
        )
        return StoredEntry(entry: entry, payload: payload, hash: entry.hash)
    }

    static func record(_ number: UInt64, version: Sequence64) throws -> StoredRecord {
        let change = try change(number, counter: version)
        return try StoredRecord(RecordState(change, version: version), disputes: .none)
    }

    static func change(_ number: UInt64 = 1, counter: Int64 = 1) throws -> Change {
        Change(
            id: ChangeID(high: 6, low: UInt64(counter)),
            device: DeviceID(high: 4, low: 1),
            counter: counter,
            record: RecordID(high: 5, low: number),
            form: try #require(outcome),
            formVersion: 1,
            scope: scope,
            kind: .create,
            base: 0,
            author: person,
            party: .organisation,
            at: HybridTime(instant: Instant(milliseconds: counter))
        )
    }
}
