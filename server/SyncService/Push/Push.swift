// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// One push of one device, within one transaction.
///
/// Every change gets an outcome that is final for its counter: stored, held or refused. One bad
/// change never stands in the way of those behind it.
package struct Push {
    private let writer: any StorageWriter
    private let forms: FormShelf
    private let now: Instant
    private let lost: Set<RecordID>

    /// What is for a damaged record is held where it is one of the lost, which cannot be mended.
    package init(
        writer: any StorageWriter,
        forms: FormShelf,
        now: Instant,
        lost: Set<RecordID> = []
    ) {
        (self.writer, self.forms, self.now, self.lost) = (writer, forms, now, lost)
    }

    /// - Throws: `Problem` for a batch that cannot be answered change by change: not in counter
    ///   order, another device's, a gap (`details.expected` is the counter wanted), or a counter
    ///   that was used for another change. Nothing was written then. `DamagedRecords` where one is
    ///   met that may not be lost: the transaction must be undone.
    package func take(_ request: PushRequest, from sender: DeviceID) throws -> PushAnswer {
        try take(PushBatch(request), from: sender)
    }

    package func take(_ batch: PushBatch, from sender: DeviceID) throws -> PushAnswer {
        guard var device = try writer.device(sender), device.revoked == nil,
            let person = try writer.person(device.person)
        else { throw Problem(.deviceRevoked, "This device was revoked.") }
        try checkOrder(batch, device)
        #if MUTANTS
        if Mutant.noDeduplication.isOn { device.lastCounter = 0 }
        #endif
        let actor = Actor(person: person.id, grants: person.grants)
        let awaiting = Awaiting(writer: writer, forms: forms, now: now, lost: lost)
        // Of a server that was never restored only what is for damaged records waits.
        let mayWait = try writer.timeline() > 0 || writer.awaitingCount(sender) > 0
        let repeated = batch.elements.prefix { $0.counter <= device.lastCounter }
        if mayWait { try awaiting.retry(touching: waitingRecords(of: repeated)) }
        let repeats = try repeated.map { try firstAnswer(to: $0) }
        var outcomes = repeats
        var waiting = mayWait ? try Backlog(of: sender, in: writer) : .none
        for element in batch.elements.dropFirst(repeats.count) {
            outcomes.append(try settle(element, actor: actor, &waiting))
            #if MUTANTS
            if Mutant.refusedBlocks.isOn, case .refused? = outcomes.last?.result { break }
            #endif
            device.lastCounter = element.counter
        }
        if mayWait {
            try awaiting.retry(touching: batch.records(stored: outcomes))
        }
        device.lastSync = now
        device.unsent = max(0, batch.unsent ?? 0)
        try writer.save(device)
        return PushAnswer(outcomes: outcomes, expected: device.lastCounter + 1)
    }

    private func checkOrder(_ batch: PushBatch, _ device: StoredDevice) throws {
        guard batch.elements.count <= Limits.pushChangesMax else {
            throw Problem(
                .requestTooLarge,
                "A push holds at most \(Limits.pushChangesMax) changes; send them in parts."
            )
        }
        for (change, next) in zip(batch.elements, batch.elements.dropFirst())
        where change.counter &+ 1 != next.counter {
            throw Problem(
                .requestMalformed,
                "The changes must be in counter order without a gap: \(next.counter) follows"
                    + " \(change.counter)."
            )
        }
        if let stranger = batch.elements.first(where: { $0.device != device.id }) {
            throw Problem(
                .requestMalformed,
                "Change \(stranger.counter) was made by another device."
            )
        }
        #if MUTANTS
        if Mutant.gapNotChecked.isOn { return }
        #endif
        if let first = batch.elements.first, first.counter > device.lastCounter + 1 {
            throw Problem(
                .changeGap,
                "Change \(first.counter) came, but \(device.lastCounter + 1) is next."
                    + " Send from there.",
                details: ["expected": .integer(device.lastCounter + 1)]
            )
        }
    }

    /// The records for which something waits that the device asks about: it is judged again in its
    /// turn, as an earlier change of the record may wait as well.
    private func waitingRecords(of asked: ArraySlice<PushBatch.Element>) throws -> Set<RecordID> {
        try Set(
            asked.compactMap {
                try writer.answer(device: $0.device, counter: $0.counter)?.awaiting?.record
            }
        )
    }

    private func firstAnswer(to change: PushBatch.Element) throws -> PushOutcome {
        let stored = try writer.entry(device: change.device, counter: change.counter)
        if let stored, stored.entry.change == change.id {
            return PushOutcome(
                change: change.id,
                counter: change.counter,
                result: .stored(receipt: stored.receipt),
                duplicate: true
            )
        }
        let answer = try writer.answer(device: change.device, counter: change.counter)
        if let answer, answer.outcome.change == change.id {
            return PushOutcome(
                change: change.id,
                counter: change.counter,
                result: answer.outcome.result,
                duplicate: true
            )
        }
        #if MUTANTS
        if Mutant.forkNotNoticed.isOn, let stored {
            let result = PushOutcome.Result.stored(receipt: stored.receipt)
            let (id, counter) = (change.id, change.counter)
            return PushOutcome(change: id, counter: counter, result: result, duplicate: true)
        }
        #endif
        throw Problem(
            .changeForked,
            "Counter \(change.counter) was used for another change: this device was restored from"
                + " an old copy. It must take a new identity and send its unsent work under it.",
            details: ["counter": .integer(change.counter)]
        )
    }

    private func settle(
        _ element: PushBatch.Element,
        actor: Actor,
        _ waiting: inout Backlog
    ) throws -> PushOutcome {
        switch element {
        case .change(let change):
            if let receipt = try receiptUnderAnotherCounter(of: change) {
                return try answer(element, .stored(receipt: receipt), isElsewhere: true)
            }
            let (result, held) =
                if waiting.contains(change.record), change.kind != .void {
                    try behind(change, waiting, actor)
                } else {
                    try settle(change, actor: actor)
                }
            if case .held(let why) = result, why.code == .changeAwaiting {
                waiting.add(change.record)
            }
            return try answer(element, result, held: held, record: change.record)
        case .unreadable(_, _, _, let fault):
            let problem = Problem(
                .changeMalformed,
                "The server cannot read this change: \(fault). Nothing of it was stored."
            )
            return try answer(element, .refused(problem: problem))
        }
    }

    /// What comes behind a change that waits.
    private func behind(
        _ change: Change,
        _ waiting: Backlog,
        _ actor: Actor
    ) throws -> (PushOutcome.Result, held: Change?) {
        do {
            let judge = ChangeJudge(reader: writer, forms: forms, now: now)
            try judge.checkErased(change, actor.person)
        } catch let problem as Problem {
            return (.refused(problem: problem), nil)
        }
        guard !waiting.isFull else { return (.refused(problem: Awaiting.full), nil) }
        let isLost = lost.contains(change.record)
        return (.held(why: isLost ? .damaged(since: now) : Awaiting.why(since: now)), change)
    }

    /// Keeps what is not in the log, so that it is answered again as the first time.
    private func answer(
        _ element: PushBatch.Element,
        _ result: PushOutcome.Result,
        held: Change? = nil,
        record: RecordID? = nil,
        isElsewhere: Bool = false
    ) throws -> PushOutcome {
        let outcome = PushOutcome(
            change: element.id,
            counter: element.counter,
            result: result,
            duplicate: false
        )
        if case .stored = result, !isElsewhere { return outcome }
        #if MUTANTS
        if Mutant.answerNotKept.isOn { return outcome }
        let held = Mutant.heldWorkDropped.isOn ? nil : held
        #endif
        try writer.save(
            StoredAnswer(
                device: element.device,
                outcome: outcome,
                held: held,
                record: record,
                received: now
            )
        )
        return outcome
    }

    /// The result, and the change itself where it is to be held.
    private func settle(
        _ change: Change,
        actor: Actor
    ) throws -> (PushOutcome.Result, held: Change?) {
        let judge = ChangeJudge(reader: writer, forms: forms, now: now)
        do {
            let accepted = try judge.judge(change, by: actor)
            let storing = Storing(writer: writer, forms: forms, now: now)
            let receipt = try storing.store(accepted)
            if case .move(.approve(_, _, _?))? = change.step {
                try writer.notePassphrase(of: change.author, isWrong: false)
            }
            return (.stored(receipt: receipt), nil)
        } catch let damage as DamagedRecords where damage.records.isSubset(of: lost) {
            return try judge.resultUponDamage(of: change, by: actor)
        } catch let problem as Problem {
            if problem.code == .approvalWrong {
                try writer.notePassphrase(of: change.author, isWrong: true)
            }
            if problem.code != .recordErased, try judge.mayAwait(change, problem, of: actor) {
                return (.held(why: Awaiting.why(since: now)), change)
            }
            guard problem.code != .recordErased, try judge.mayHold(change, of: actor) else {
                return (.refused(problem: problem), nil)
            }
            return (.held(why: Problem(.forbidden, ChangeJudge.heldMessage(change))), change)
        }
    }

    /// What a device that has a new identity sends again may be there under the former one.
    ///
    /// That it is the same is told by what it says, or by the place that it names as its own.
    private func receiptUnderAnotherCounter(of change: Change) throws -> Receipt? {
        guard let entry = try writer.entry(change: change.id) else { return nil }
        // What was in it was taken out when its time was over; it was stored all the same.
        if entry.isEmptied, entry.entry.record == change.record {
            let maker = try writer.device(entry.entry.device)?.person
            return change.former != nil || maker == change.author ? entry.receipt : nil
        }
        guard let content = try writer.content(of: entry),
            let kept = try? Canonical.decode(Change.self, from: content),
            kept.author == change.author, kept.record == change.record,
            change.former != nil || kept.says(change)
        else { return nil }
        return entry.receipt
    }
}

extension Change {
    /// The same as its author made, but for what a server fills in.
    fileprivate func says(_ made: Change) -> Bool {
        (kind, base, at, reason, step) == (made.kind, made.base, made.at, made.reason, made.step)
            && Set(patch.keys) == Set(made.patch.keys)
            && (kind == .resolve || patch == made.patch)
    }
}

extension PushBatch {
    /// The records of those changes that were stored.
    fileprivate func records(stored outcomes: [PushOutcome]) -> Set<RecordID> {
        Set(
            zip(elements, outcomes).compactMap { element, outcome in
                guard case .stored = outcome.result, case .change(let change) = element else {
                    return nil
                }
                return change.record
            }
        )
    }
}
