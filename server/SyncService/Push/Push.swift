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

    package init(writer: any StorageWriter, forms: FormShelf, now: Instant) {
        (self.writer, self.forms, self.now) = (writer, forms, now)
    }

    /// - Throws: `Problem` for a batch that cannot be answered change by change: not in counter
    ///   order, another device's, a gap (`details.expected` is the counter wanted), or a counter
    ///   that was used for another change. Nothing was written then.
    package func take(_ request: PushRequest, from sender: DeviceID) throws -> PushAnswer {
        guard var device = try writer.device(sender), device.revoked == nil,
            let person = try writer.person(device.person)
        else { throw Problem(.deviceRevoked, "This device was revoked.") }
        try checkOrder(request, device)
        let repeats = try request.changes.prefix { $0.counter <= device.lastCounter }.map {
            try firstAnswer(to: $0)
        }
        let actor = Actor(person: person.id, grants: person.grants)
        var outcomes = repeats
        for change in request.changes.dropFirst(repeats.count) {
            outcomes.append(
                PushOutcome(
                    change: change.id,
                    counter: change.counter,
                    result: try settle(change, actor: actor),
                    duplicate: false
                )
            )
            device.lastCounter = change.counter
        }
        device.lastSync = now
        device.unsent = max(0, request.unsent ?? 0)
        try writer.save(device)
        return PushAnswer(outcomes: outcomes, expected: device.lastCounter + 1)
    }

    private func checkOrder(_ request: PushRequest, _ device: StoredDevice) throws {
        guard request.changes.count <= Limits.pushChangesMax else {
            throw Problem(
                .requestTooLarge,
                "A push holds at most \(Limits.pushChangesMax) changes; send them in parts."
            )
        }
        for (change, next) in zip(request.changes, request.changes.dropFirst())
        where change.counter &+ 1 != next.counter {
            throw Problem(
                .requestMalformed,
                "The changes must be in counter order without a gap: \(next.counter) follows"
                    + " \(change.counter)."
            )
        }
        if let stranger = request.changes.first(where: { $0.device != device.id }) {
            throw Problem(
                .requestMalformed,
                "Change \(stranger.counter) was made by another device."
            )
        }
        if let first = request.changes.first, first.counter > device.lastCounter + 1 {
            throw Problem(
                .changeGap,
                "Change \(first.counter) came, but \(device.lastCounter + 1) is next."
                    + " Send from there.",
                details: ["expected": .integer(device.lastCounter + 1)]
            )
        }
    }

    private func firstAnswer(to change: Change) throws -> PushOutcome {
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
        throw Problem(
            .changeForked,
            "Counter \(change.counter) was used for another change: this device was restored from"
                + " an old copy. It must take a new identity and send its unsent work under it.",
            details: ["counter": .integer(change.counter)]
        )
    }

    private func settle(_ change: Change, actor: Actor) throws -> PushOutcome.Result {
        let judge = ChangeJudge(reader: writer, forms: forms, now: now)
        do {
            let accepted = try judge.judge(change, by: actor)
            return .stored(receipt: try store(accepted))
        } catch let problem as Problem {
            let isHeld = try judge.wasGranted(change, to: actor)
            let result: PushOutcome.Result =
                isHeld
                ? .held(why: Problem(.forbidden, ChangeJudge.heldMessage))
                : .refused(problem: problem)
            let outcome = PushOutcome(
                change: change.id,
                counter: change.counter,
                result: result,
                duplicate: false
            )
            try writer.save(
                StoredAnswer(device: change.device, outcome: outcome, held: isHeld ? change : nil)
            )
            return result
        }
    }

    private func store(_ accepted: ChangeJudge.Accepted) throws -> Receipt {
        let change = accepted.change
        let head = try writer.head(change.scope.council)
        let payload = try Canonical.encode(change)
        let entry = LogEntry(
            council: change.scope.council,
            sequence: head.sequence + 1,
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
        var state = accepted.former?.state ?? RecordState(change, version: entry.sequence)
        state.apply(change, version: entry.sequence)
        try writer.save(try forms.stored(state, in: writer), replacing: accepted.former)
        return Receipt(sequence: entry.sequence, hash: entry.hash)
    }
}
