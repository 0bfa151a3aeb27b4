// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// Puts a change that was judged into its council's log, and joins it to its record.
struct Storing {
    let writer: any StorageWriter
    let forms: FormShelf
    let now: Instant

    /// - Throws: `Problem` `change.too_large` when the record would outgrow its bounds; nothing was
    ///   written then.
    func store(_ accepted: ChangeJudge.Accepted) throws -> Receipt {
        let change = accepted.change
        let head = try writer.head(change.scope.council)
        let path = try writer.nextPath(change.scope.council, after: head.sequence)
        let version = path.end
        var state =
            accepted.former?.state ?? RecordState(change, version: version, in: path)
        state.apply(change, version: version, in: path)
        let record = try forms.stored(state, in: writer)
        try checkSize(record)

        let payload = try Canonical.encode(change)
        let entry = LogEntry(
            council: change.scope.council,
            sequence: version,
            kind: .change,
            change: change.id,
            device: change.device,
            counter: change.counter,
            record: change.record,
            receivedAt: now,
            payloadHash: Hash(of: payload),
            previous: head.hash
        )
        try writer.append(entry, payload: payload)
        try writer.save(record, replacing: accepted.former)
        return Receipt(sequence: entry.sequence, hash: entry.hash)
    }

    /// A record is sent, read and merged whole, so one that grows without end stops everybody's
    /// sync.
    private func checkSize(_ record: StoredRecord) throws {
        let full = record.state.registers.filter { _, register in
            register.writes.count > Limits.registerWritesMax
                && register.standing.count > Limits.registerWritesMax
        }
        if let field = full.keys.min() {
            throw Problem(
                .changeTooLarge,
                "\(field.text) was written \(Limits.registerWritesMax) times by people who had not"
                    + " seen each other's. Sync, then edit it again: that takes their place.",
                details: ["field": .string(field.text)]
            )
        }
        guard record.state.steps.count <= Limits.recordStepsMax else {
            throw Problem(
                .changeTooLarge,
                "This record has \(Limits.recordStepsMax) steps already, which is all it can take."
                    + " Make a new one, and go on there."
            )
        }
        guard record.bytes.count <= Limits.stateBytesMax else {
            throw Problem(
                .changeTooLarge,
                "The record would be over \(Limits.stateBytesMax / 1024) kB. Go on in a new one."
            )
        }
    }
}
