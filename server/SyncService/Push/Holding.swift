// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// The changes that wait because their author's role was taken away before they arrived, or since
/// a restore for what the server lacks, and what became of them.
package struct Holding {
    private let reader: any StorageReader
    private let forms: FormShelf
    private let actor: Actor
    private let now: Instant

    package init(
        reader: any StorageReader,
        forms: FormShelf,
        person: PersonID,
        now: Instant
    ) throws {
        let grants = try reader.person(person)?.grants ?? []
        (self.reader, self.forms, self.now) = (reader, forms, now)
        actor = Actor(person: person, grants: grants)
    }

    /// Those of records that the person settles disputes of; their content where they may read it.
    ///
    /// What is to be decided comes before what waits, each up to `Limits.deviceHeldMax` and
    /// `Limits.heldBytesMax`; the rest is listed when these are decided.
    package func reports() throws -> [HeldReport] {
        var (disputed, waiting) = (Listed(), Listed())
        try reader.forEachHeld { try disputed.take(report($0)) }
        try reader.forEachAwaiting { try waiting.take(report($0)) }
        return disputed.reports + waiting.reports
    }

    /// As much as an answer may hold.
    private struct Listed {
        private(set) var reports: [HeldReport] = []
        private var bytes = 0

        /// - Returns: Whether more may follow.
        mutating func take(_ report: HeldReport?) throws -> Bool {
            guard let report else { return true }
            reports.append(report)
            bytes += try Canonical.encode(report).count
            return reports.count < Limits.deviceHeldMax && bytes < Limits.heldBytesMax
        }
    }

    private func report(_ answer: StoredAnswer) throws -> HeldReport? {
        guard let change = answer.held else { return nil }
        let subjects = try subjects(of: change)
        guard mayDecide(change, subjects) || subjects.contains(where: { may(actor, .inspect, $0) })
        else {
            return nil
        }
        return HeldReport(
            change,
            isShown: !subjects.isEmpty && subjects.allSatisfy { may(actor, .read, $0) },
            waiting: try waiting(answer)
        )
    }

    /// Nil for what does not wait for other devices.
    private func waiting(_ answer: StoredAnswer) throws -> HeldReport.Waiting? {
        guard let change = answer.awaiting else { return nil }
        var why = Problem.Code.changeAwaiting
        var isDamaged = answer.isForDamaged
        do {
            let author = try reader.sender(of: answer)
            _ = try ChangeJudge(reader: reader, forms: forms, now: now).judge(change, by: author)
        } catch let problem as Problem {
            why = problem.code
            // It waits for somebody else's work now, whatever it waited for first.
            if why != .changeAwaiting { isDamaged = false }
        } catch is DamagedRecords {
            // The record is mended by who needs it; until then this waits as it did.
            isDamaged = true
        }
        return HeldReport.Waiting(since: answer.received, why: why, isDamaged: isDamaged)
    }

    /// What it may be about: one thing, but for a restored server that lacks the form and can tell
    /// only whom such a change is for.
    private func subjects(of change: Change) throws -> [Subject] {
        if try forms.form(change.form, version: change.formVersion, in: reader) != nil,
            let versions = try forms.versions(of: change.form, in: reader)
        {
            return [versions.newest.definition.subject(in: change.scope)]
        }
        return Category.allCases.filter { $0.audience == change.scope.audience }
            .map { .record(change.scope, $0) }
    }

    /// Nobody decides about what they may not see, whatever of these it is; what was done for the
    /// council is the council's, though it be a step of an organisation's record.
    private func mayDecide(_ change: Change, _ subjects: [Subject]) -> Bool {
        guard !subjects.isEmpty else { return false }
        let settles = subjects.allSatisfy { may(actor, .resolve, $0) && may(actor, .read, $0) }
        guard change.party == .council else { return settles }
        let isSeen = subjects.allSatisfy { may(actor, .read, $0) || may(actor, .inspect, $0) }
        return isSeen && actor.decidesFor(change.scope.council)
            || settles && actor.party(in: change.scope) == .council
    }

    /// The change, for someone who may decide about it; to all others it does not exist.
    fileprivate func held(_ id: ChangeID) throws -> (answer: StoredAnswer, change: Change) {
        let missing = Problem(
            .notFound,
            "There is no such change that waits for your decision; somebody may have decided first."
        )
        guard let answer = try reader.heldAnswer(id), let change = answer.held,
            mayDecide(change, try subjects(of: change))
        else { throw missing }
        return (answer, change)
    }

    /// What one device wrote to one record is taken in the order in which it was made.
    fileprivate func checkFirst(_ change: Change) throws {
        guard let earlier = try reader.heldBefore(change) else { return }
        throw Problem(
            .changeGap,
            "An earlier change of this record by the same device waits as well: \(earlier)."
                + " Decide about that one first."
        )
    }

    /// What may still come by itself is not given up.
    fileprivate func checkAge(_ answer: StoredAnswer) throws {
        guard let change = answer.awaiting else { return }
        let waiting = HeldReport.Waiting(since: answer.received, why: .changeAwaiting)
        guard now < waiting.end else { return }
        throw Problem(
            .changeAwaiting,
            "\(change.id) waits since \(waiting.since.date) for what another device has to send"
                + " again, and is taken by itself when that comes. It can be given up from"
                + " \(waiting.end.date) on.",
            details: ["from": .string(waiting.end.description)]
        )
    }

    fileprivate func accepted(_ change: Change) throws -> ChangeJudge.Accepted {
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
        now: Instant,
        lost: Set<RecordID> = []
    ) throws -> PushOutcome {
        guard decision.reason.contains(where: { !$0.isWhitespace }) else {
            throw Problem(.reasonMissing, "A decision needs a reason: --reason \"why\"")
        }
        guard decision.reason.utf8.count <= Limits.reasonLengthMax else {
            throw Problem(.requestTooLarge, "A reason has at most \(Limits.reasonLengthMax) bytes.")
        }
        let holding = try Holding(reader: self, forms: forms, person: person, now: now)
        let (answer, change) = try holding.held(decision.change)
        var result = PushOutcome.Result.refused(problem: .notAdopted(answer, decision.reason))
        if decision.adopt {
            try holding.checkFirst(change)
            let storing = Storing(writer: self, forms: forms, now: now)
            result = .stored(receipt: try storing.store(holding.accepted(change)))
        } else {
            try holding.checkAge(answer)
        }
        let decided = answer.settled(result)
        try settle(decided)
        if decision.adopt {
            // Others may have waited for just that.
            let awaiting = Awaiting(writer: self, forms: forms, now: now, lost: lost)
            try awaiting.retry(touching: [change.record])
        }
        try record(
            .decided(change.id, adopted: decision.adopt, reason: decision.reason),
            in: change.scope.council,
            by: person,
            at: now,
            sealedFor: try sealedRecord(of: change)
        )
        return decided.outcome
    }

    /// The reason may tell of the person: it goes with the record, where there is one.
    private func sealedRecord(of change: Change) throws -> RecordID? {
        guard change.scope.audience == .organisation else { return nil }
        return try mark(change.record).map { _ in change.record }
    }
}

extension Actor {
    /// Whoever speaks for a council about its own decisions.
    fileprivate func decidesFor(_ council: CouncilID) -> Bool {
        grants.contains { grant in
            grant.role == .administrator
                || [.reviewer, .seniorChampion].contains(grant.role) && grant.council == council
        }
    }
}

extension Problem {
    fileprivate static func notAdopted(_ answer: StoredAnswer, _ reason: String) -> Self {
        guard answer.awaiting != nil else {
            let who = answer.held?.party == .council ? "council" : "organisation"
            return Self(.forbidden, "Your \(who) did not adopt this: \(reason)")
        }
        return Self(
            .changeAwaiting,
            "After the server was restored from a backup, what this was made upon did not come"
                + " back, and it was given up: \(reason)"
        )
    }
}
