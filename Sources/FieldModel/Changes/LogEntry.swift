// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The envelope of one entry of a council's log: nothing personal, and all that the chain covers.
///
/// `hash` covers the previous entry's hash and every other line here, the payload by its own hash,
/// so that a payload can become unreadable while the chain still verifies. The hash is the receipt.
package struct LogEntry: Hashable, Sendable {
    package enum Kind: String, Codable, Sendable { case change, directory, audit, erasure }

    package let council: CouncilID
    package let sequence: Sequence64
    package let kind: Kind
    package let change: ChangeID
    package let device: DeviceID
    package let counter: Int64
    package let record: RecordID?
    package let receivedAt: Instant
    package let payloadHash: Hash
    package let previous: Hash

    package init(
        council: CouncilID,
        sequence: Sequence64,
        kind: Kind,
        change: ChangeID,
        device: DeviceID,
        counter: Int64,
        record: RecordID?,
        receivedAt: Instant,
        payloadHash: Hash,
        previous: Hash
    ) {
        (self.council, self.sequence, self.kind) = (council, sequence, kind)
        (self.change, self.device, self.counter) = (change, device, counter)
        (self.record, self.receivedAt) = (record, receivedAt)
        (self.payloadHash, self.previous) = (payloadHash, previous)
    }

    /// SHA-256 over the lines below, each ended by a line feed; no value can hold one.
    package var hash: Hash {
        #if MUTANTS
        if Mutant.hashNotOverPayload.isOn { return Hash(of: Data("\(previous) \(change)".utf8)) }
        #endif
        let lines = [
            "keeplocal log 1", previous.description, council.text, String(sequence), kind.rawValue,
            change.description, device.description, String(counter), record?.description ?? "-",
            String(receivedAt.milliseconds), payloadHash.description, "",
        ]
        return Hash(of: Data(lines.joined(separator: "\n").utf8))
    }
}

/// The proof that a server stored a change.
package struct Receipt: Hashable, Sendable, Codable {
    package let sequence: Sequence64
    package let hash: Hash

    package init(sequence: Sequence64, hash: Hash) { (self.sequence, self.hash) = (sequence, hash) }
}
