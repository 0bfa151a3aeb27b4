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

        let payload = try payload(of: change, isNew: accepted.former == nil)
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
        #if MUTANTS
        if Mutant.acknowledgedUnwritten.isOn, version % 7 == 0 {
            return Receipt(sequence: entry.sequence, hash: entry.hash)
        }
        #endif
        try writer.append(entry, payload: payload)
        try writer.save(record, replacing: accepted.former)
        try saveSubjects(of: record.state, change: change, isNew: accepted.former == nil)
        return Receipt(sequence: entry.sequence, hash: entry.hash)
    }

    /// Case data is sealed, so that it can be made unreadable; the rest is the council's or public.
    private func payload(of change: Change, isNew: Bool) throws -> Data {
        let content = try Canonical.encode(change)
        guard change.scope.audience == .organisation else { return content }
        return try writer.seal(
            content,
            of: change.record,
            as: change.id,
            in: change.scope.council,
            isNew: isNew
        )
    }

    private func saveSubjects(of state: RecordState, change: Change, isNew: Bool) throws {
        guard try forms.mayName(change, in: writer) else { return }
        try writer.save(
            subjects: try forms.subjects(of: state, in: writer),
            of: state.record,
            organisation: state.scope.organisation,
            isNew: isNew
        )
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
