// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation

/// The end of a council's log.
package struct ChainHead: Hashable, Sendable {
    package let sequence: Sequence64
    package let hash: Hash

    package init(sequence: Sequence64, hash: Hash) { (self.sequence, self.hash) = (sequence, hash) }

    package static let start = ChainHead(sequence: 0, hash: .zero)
}

/// One entry of a log as it was stored, with the hash that was its receipt.
package struct StoredEntry: Hashable, Sendable {
    package let entry: LogEntry
    package let payload: Data
    package let hash: Hash

    package init(entry: LogEntry, payload: Data, hash: Hash) {
        (self.entry, self.payload, self.hash) = (entry, payload, hash)
    }

    package var receipt: Receipt { Receipt(sequence: entry.sequence, hash: hash) }
}

/// A record of the projection.
package struct StoredRecord: Hashable, Sendable {
    package enum Disputes: Int, Sendable { case none, settled, open }

    package let state: RecordState
    /// The canonical JSON of the state, and its hash.
    package let bytes: Data
    package let hash: Hash
    package let disputes: Disputes

    package init(_ state: RecordState, disputes: Disputes) throws {
        bytes = try Canonical.encode(state)
        (self.state, self.disputes) = (state, disputes)
        hash = Hash(of: bytes)
    }

    /// A record read back from a database.
    ///
    /// - Throws: `StorageFailure.damaged` for one that is not what its hash says, `JSONFault` for
    ///   one that cannot be read.
    package init(bytes: Data, hash: Hash, disputes: Disputes) throws {
        guard Hash(of: bytes) == hash else {
            throw StorageFailure.damaged("a record is not what its hash says")
        }
        state = try Canonical.decode(from: bytes)
        (self.bytes, self.hash, self.disputes) = (bytes, hash, disputes)
    }
}

/// Where a record stands: what a manifest names of it.
package struct RecordMark: Hashable, Sendable {
    package let scope: Scope
    package let version: Sequence64
    package let hash: Hash

    package init(scope: Scope, version: Sequence64, hash: Hash) {
        (self.scope, self.version, self.hash) = (scope, version, hash)
    }
}

/// A refusal or a held change, to be answered again as the first time.
package struct StoredAnswer: Hashable, Sendable {
    package let device: DeviceID
    package let outcome: PushOutcome
    package let held: Change?
    /// What it was about, where that could be read.
    package let record: RecordID?
    /// When the change came first.
    package let received: Instant

    package init(
        device: DeviceID,
        outcome: PushOutcome,
        held: Change?,
        record: RecordID? = nil,
        received: Instant
    ) {
        (self.device, self.outcome, self.held) = (device, outcome, held)
        (self.record, self.received) = (record ?? held?.record, received)
    }

    package var key: AnswerKey { AnswerKey(device: device, counter: outcome.counter) }

    /// The same change with an answer that is final.
    func settled(_ result: PushOutcome.Result) -> Self {
        Self(
            device: device,
            outcome: PushOutcome(
                change: outcome.change,
                counter: outcome.counter,
                result: result,
                duplicate: false
            ),
            held: nil,
            record: record,
            received: received
        )
    }
}

/// Where an answer is found: what it was about need not be read for it.
package struct AnswerKey: Hashable, Sendable {
    package let device: DeviceID
    package let counter: Int64

    package init(device: DeviceID, counter: Int64) {
        (self.device, self.counter) = (device, counter)
    }
}

/// What of a change that waits has to be known to take it in its turn.
package struct AwaitingPlace: Hashable, Sendable {
    package let key: AnswerKey
    package let record: RecordID
    /// Its own in the former log, or that of what it was made upon.
    package let sequence: Sequence64

    package init(key: AnswerKey, record: RecordID, sequence: Sequence64) {
        (self.key, self.record, self.sequence) = (key, record, sequence)
    }
}

extension [AwaitingPlace] {
    /// The order in which what waits is tried.
    ///
    /// By their sequence, but never before what the same device wrote to the same record earlier: a
    /// change that was never stored has no sequence but that of what it was made upon.
    package var inOrder: Self {
        var reached: [RecordID: [DeviceID: Sequence64]] = [:]
        var placed: [(place: AwaitingPlace, sequence: Sequence64)] = []
        for place in sorted(by: { $0.key.counter < $1.key.counter }) {
            let (record, device) = (place.record, place.key.device)
            let sequence = Swift.max(reached[record]?[device] ?? place.sequence, place.sequence)
            reached[record, default: [:]][device] = sequence
            placed.append((place, sequence))
        }
        return placed.sorted {
            ($0.sequence, $0.place.key.counter) < ($1.sequence, $1.place.key.counter)
        }.map(\.place)
    }
}

package struct StoredDevice: Hashable, Sendable {
    package let id: DeviceID
    package let person: PersonID
    package let name: String
    package let token: Hash
    package var lastCounter: Int64
    package let enrolled: Instant
    package var lastSync: Instant?
    package var unsent: Int
    package var revoked: Instant?
    /// The device that this one is a fork of; nil for one that was enrolled with a code.
    package let parent: DeviceID?

    package init(
        id: DeviceID,
        person: PersonID,
        name: String,
        token: Hash,
        lastCounter: Int64 = 0,
        enrolled: Instant,
        lastSync: Instant? = nil,
        unsent: Int = 0,
        revoked: Instant? = nil,
        parent: DeviceID? = nil
    ) {
        (self.id, self.person, self.name, self.token) = (id, person, name, token)
        (self.lastCounter, self.enrolled, self.lastSync) = (lastCounter, enrolled, lastSync)
        (self.unsent, self.revoked, self.parent) = (unsent, revoked, parent)
    }
}

package struct StoredEnrolment: Hashable, Sendable {
    package let code: Hash
    package let person: PersonID
    package let expires: Instant

    package init(code: Hash, person: PersonID, expires: Instant) {
        (self.code, self.person, self.expires) = (code, person, expires)
    }
}

/// Values that changed after a number, and the number to ask from the next time.
package struct Numbered<Value: Sendable>: Sendable {
    package let values: [Value]
    package let number: Int64

    package init(values: [Value], number: Int64) { (self.values, self.number) = (values, number) }
}

extension Numbered: Equatable where Value: Equatable {}
