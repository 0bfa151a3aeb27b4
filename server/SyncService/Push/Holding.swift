// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// The changes that wait because their author's role was taken away before they arrived, and what
/// became of them.
package struct Holding {
    private let reader: any StorageReader
    private let forms: FormShelf
    private let actor: Actor

    package init(reader: any StorageReader, forms: FormShelf, person: PersonID) throws {
        let grants = try reader.person(person)?.grants ?? []
        (self.reader, self.forms) = (reader, forms)
        actor = Actor(person: person, grants: grants)
    }

    /// Those of records that the person settles disputes of; their content where they may read it.
    package func reports() throws -> [HeldReport] {
        try reader.heldAnswers(limit: Limits.deviceHeldMax).compactMap { answer in
            // What only waits for another device is taken by itself: nobody is to decide about it.
            guard !answer.isAwaiting, let change = answer.held,
                let subject = try subject(of: change)
            else { return nil }
            guard mayDecide(subject) || may(actor, .inspect, subject) else { return nil }
            return HeldReport(change, isShown: may(actor, .read, subject))
        }
    }

    private func subject(of change: Change) throws -> Subject? {
        try forms.form(change.form, version: change.formVersion, in: reader).map {
            .record(change.scope, $0.definition.category)
        }
    }

    /// Nobody decides about what they may not see.
    private func mayDecide(_ subject: Subject) -> Bool {
        may(actor, .resolve, subject) && may(actor, .read, subject)
    }

    /// The change, for someone who may decide about it; to all others it does not exist.
    fileprivate func held(_ id: ChangeID) throws -> (answer: StoredAnswer, change: Change) {
        let missing = Problem(
            .notFound,
            "There is no such change that waits for your decision; somebody may have decided first."
        )
        guard let answer = try reader.heldAnswer(id), let change = answer.held,
            let subject = try subject(of: change), mayDecide(subject)
        else { throw missing }
        return (answer, change)
    }

    /// What one device wrote to one record is taken in the order in which it was made.
    fileprivate func checkFirst(_ change: Change) throws {
        let earlier = try reader.heldAnswers(limit: .max).compactMap(\.held).first {
            $0.device == change.device && $0.record == change.record
                && $0.counter < change.counter
        }
        guard let earlier else { return }
        throw Problem(
            .changeGap,
            "An earlier change of this record by the same device waits as well: \(earlier.id)."
                + " Decide about that one first."
        )
    }

    fileprivate func accepted(_ change: Change, now: Instant) throws -> ChangeJudge.Accepted {
        try ChangeJudge(reader: reader, forms: forms, now: now)
            .judge(change, by: actor, madeBy: change.author)
    }
}

extension StorageWriter {
    /// Takes a held change into the log, as its author made it, or refuses it for good; who decided
    /// and why is kept.
    ///
    /// The device hears of it when it sends the change again.
    ///
    /// - Throws: `Problem`: the refusal of the change where it cannot be stored by the right of the
    ///   person who adopts it; nothing was decided then.
    package func decide(
        _ decision: HeldDecision,
        forms: FormShelf,
        person: PersonID,
        now: Instant
    ) throws -> PushOutcome {
        guard decision.reason.contains(where: { !$0.isWhitespace }) else {
            throw Problem(.reasonMissing, "A decision needs a reason: --reason \"why\"")
        }
        guard decision.reason.utf8.count <= Limits.reasonLengthMax else {
            throw Problem(.requestTooLarge, "A reason has at most \(Limits.reasonLengthMax) bytes.")
        }
        let holding = try Holding(reader: self, forms: forms, person: person)
        let (answer, change) = try holding.held(decision.change)
        var result = PushOutcome.Result.refused(
            problem: Problem(.forbidden, "Your organisation did not adopt this: \(decision.reason)")
        )
        if decision.adopt {
            try holding.checkFirst(change)
            let storing = Storing(writer: self, forms: forms, now: now)
            result = .stored(
                receipt: try storing.store(holding.accepted(change, now: now))
            )
        }
        let outcome = PushOutcome(
            change: change.id,
            counter: change.counter,
            result: result,
            duplicate: false
        )
        try settle(StoredAnswer(device: answer.device, outcome: outcome, held: nil))
        try record(
            .decided(change.id, adopted: decision.adopt, reason: decision.reason),
            in: change.scope.council,
            by: person,
            at: now,
            sealedFor: try sealedRecord(of: change)
        )
        return outcome
    }

    /// The reason may tell of the person: it goes with the record, where there is one.
    private func sealedRecord(of change: Change) throws -> RecordID? {
        guard change.scope.audience == .organisation else { return nil }
        return try mark(change.record).map { _ in change.record }
    }
}
