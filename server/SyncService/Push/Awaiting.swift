// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// After a restore devices send again what the server has lost, in any order of devices: an edit
/// may come before the record that it is of, a decision before the candidates that it is about.
///
/// Such a change waits, held, and is judged again whenever something of its record arrives.
struct Awaiting {
    let writer: any StorageWriter
    let forms: FormShelf
    let now: Instant

    static let why = Problem(
        .changeAwaiting,
        "The server was restored from a backup, and has not got back yet what this was made upon."
            + " It keeps this, and takes it when the other device has synced; nothing is lost."
    )

    /// Takes what waited for one of these records, and what waited for that.
    func retry(touching records: Set<RecordID>) throws {
        // Hardly ever does anything wait: then nothing more is read.
        guard try !writer.heldAnswers(limit: 1).isEmpty else { return }
        var touched = records
        while !touched.isEmpty {
            let waiting = try writer.heldAnswers(limit: .max).filter { answer in
                guard answer.isAwaiting, let change = answer.held else { return false }
                // A return is judged by the records that it was made from, too.
                return touched.contains(change.record) || change.kind == .step
            }
            touched = []
            var blocked: Set<Line> = []
            for answer in waiting.sorted(by: { $0.place < $1.place }) {
                guard let change = answer.held else { continue }
                let line = Line(device: answer.device, record: change.record)
                guard !blocked.contains(line), try settle(answer) != nil else {
                    blocked.insert(line)
                    continue
                }
                touched.insert(change.record)
            }
        }
    }

    /// What one device wrote to one record is taken in the order in which it was made.
    private struct Line: Hashable {
        let device: DeviceID
        let record: RecordID
    }

    /// The receipt where it can be taken now.
    func settle(_ answer: StoredAnswer) throws -> Receipt? {
        guard let change = answer.held, let device = try writer.device(answer.device),
            let person = try writer.person(device.person)
        else { return nil }
        let actor = Actor(person: person.id, grants: person.grants)
        do {
            let judge = ChangeJudge(reader: writer, forms: forms, now: now)
            let storing = Storing(writer: writer, forms: forms, now: now)
            let receipt = try storing.store(judge.judge(change, by: actor))
            let outcome = PushOutcome(
                change: change.id,
                counter: change.counter,
                result: .stored(receipt: receipt),
                duplicate: false
            )
            try writer.settle(StoredAnswer(device: answer.device, outcome: outcome, held: nil))
            return receipt
        } catch is Problem {
            return nil
        }
    }

    /// The records to which this device wrote something that waits: what it writes to them next
    /// waits as well.
    func records(of device: DeviceID) throws -> Set<RecordID> {
        guard try writer.heldCount(device) > 0 else { return [] }
        return try Set(
            writer.heldAnswers(limit: .max).filter { $0.device == device && $0.isAwaiting }
                .compactMap(\.held?.record)
        )
    }
}

extension StoredAnswer {
    var isAwaiting: Bool {
        if case .held(let why) = outcome.result { why.code == .changeAwaiting } else { false }
    }

    /// The order in which the server had stored them before.
    fileprivate var place: (Sequence64, Int64) {
        (held?.former?.first ?? held?.base ?? 0, outcome.counter)
    }
}

extension Change {
    /// The sequences that this change had in what the log has lost; nil where there is none.
    func formers(lostBy path: LogPath) -> [Sequence64]? {
        let lost = (former ?? []).filter { path.hasLost($0) && !seen.contains($0) }
        return lost.isEmpty ? nil : Set(lost).sorted()
    }
}

extension ChangeJudge {
    /// The change with what this log knows of the way to its base, and of its former sequences
    /// only those that were lost.
    func completed(_ change: Change) throws -> Change {
        guard change.former != nil || change.base.timeline > 0 else { return change }
        // A base that can be nowhere is answered as one that is not here.
        guard change.seen.isWellFormed || change.trunk != nil else { return change }
        guard change.former?.count ?? 0 <= Limits.timelinesMax, change.seen.isWellFormed else {
            throw Problem(.changeMalformed, "The change names timelines that cannot be.")
        }
        let path = try reader.path(change.scope.council)
        var completed = change
        completed.former = change.formers(lostBy: path)
        if path.contains(change.base) {
            let trunk = path.ends.filter { $0.timeline < change.base.timeline }
            completed.trunk = trunk.isEmpty ? nil : trunk
        }
        return completed
    }

    private static let mayComeTrue: Set<Problem.Code> = [
        .recordUnknown, .formUnknown, .recordDeleted, .conflictMoved, .conflictDisputed,
        .conflictNone, .candidateUnknown, .returnChanged, .returnWrongState, .returnSamePerson,
    ]

    /// True when the change was made upon what the log has lost.
    func isUponLost(_ change: Change) throws -> Bool {
        try reader.path(change.scope.council).hasLost(change.base)
    }

    /// True for a change that was stored once, or made upon what was lost, and that the server
    /// cannot take for want of something that others have to send again.
    func mayAwait(_ change: Change, _ problem: Problem, of actor: Actor) throws -> Bool {
        guard try reader.timeline() > 0, change.kind != .void, change.author == actor.person,
            try reader.heldCount(change.device) < Limits.deviceHeldMax,
            (try? checkShape(change)) != nil
        else { return false }
        if change.former != nil, problem.code == .forbidden { return true }
        guard Self.mayComeTrue.contains(problem.code) else { return false }
        return try change.former != nil || isUponLost(change)
    }
}
