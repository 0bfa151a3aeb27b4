// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// What goes with a participant, and whether it may go.
///
/// A participant is a record of case data; with it go every record that names it and, in turn,
/// those that name them. Whoever was recorded twice is one person: with one of the records go all
/// that are joined with it.
package struct Erasing {
    private let reader: any StorageReader
    private let forms: FormShelf
    private let actor: Actor

    package init(reader: any StorageReader, forms: FormShelf, person: PersonID) throws {
        let grants = try reader.person(person)?.grants ?? []
        (self.reader, self.forms) = (reader, forms)
        actor = Actor(person: person, grants: grants)
    }

    /// - Throws: `Problem` `record.unknown`, `permission.denied`, `record.on_hold`,
    ///   `request.malformed` or `request.too_large`.
    package func plan(_ request: ErasureRequest) throws -> (plan: ErasurePlan, scope: Scope) {
        guard Erasure.isAuthority(request.authority) else {
            throw Problem(
                .requestMalformed,
                "An authority is a code of your register, such as DSR-2026-014: at most"
                    + " \(Limits.authorityLengthMax) letters, digits, and - / . _"
            )
        }
        let subject = try subject(request.record)
        try checkRight(subject, request.reason)
        let (records, held) = try ErasureReach(reader: reader, forms: forms).everything(
            of: [request.record],
            called: request.reference,
            in: subject.scope
        )
        for record in records {
            guard let authority = try reader.legalHold(on: record) else { continue }
            throw Problem(
                .recordOnHold,
                "Record \(record) must be kept, by \(authority). Nothing was erased.",
                details: ["record": .string(record.description)]
            )
        }
        let plan = ErasurePlan(
            records: records.sorted(),
            changes: try reader.entryCount(of: records, in: subject.scope.council),
            openConflicts: try records.map { try openConflicts(of: $0) }.reduce(0, +),
            held: held,
            returns: try returns(counting: records, in: subject.scope),
            joined: try others(of: subject, among: records)
        )
        return (plan, subject.scope)
    }

    /// True for what is written down and may not be finished; false also to who may not erase.
    package func isBegun(_ request: ErasureRequest) throws -> Bool {
        do {
            _ = try plan(request)
            return try reader.unfinishedErasures().contains { $0.records.contains(request.record) }
        } catch let problem as Problem {
            return problem.code == .recordErased
        }
    }

    private func subject(_ id: RecordID) throws -> RecordState {
        let unknown = Problem(.recordUnknown, "There is no such record of case data here.")
        if let state = try reader.record(id)?.state {
            guard state.scope.audience == .organisation,
                [.erase, .read, .inspect].contains(where: { may(actor, $0, subject(of: state)) })
            else { throw unknown }
            return state
        }
        guard let erasure = try reader.erased(id) else { throw unknown }
        let scope = Scope(
            council: erasure.council,
            organisation: erasure.organisation,
            audience: .organisation
        )
        guard may(actor, .erase, .record(scope, .caseData)) else { throw unknown }
        throw Problem(
            .recordErased,
            "This was erased already, on \(erasure.at.date) (\(erasure.authority)).",
            details: ["erasure": .string(erasure.id.description)]
        )
    }

    private func subject(of state: RecordState) -> Subject { .record(state.scope, .caseData) }

    private func checkRight(_ state: RecordState, _ reason: Erasure.Reason) throws {
        let own = Actor(
            person: actor.person,
            grants: actor.grants.filter { $0.role != .administrator }
        )
        guard may(actor, .erase, subject(of: state)) else {
            throw Problem(
                .forbidden,
                "Only a coordinator of the organisation may erase. Ask one."
            )
        }
        guard may(own, .erase, subject(of: state)) || reason == .legalObligation else {
            throw Problem(
                .forbidden,
                "An administrator erases case data by order only: --reason legal_obligation."
                    + " Ask the organisation's coordinator for anything else."
            )
        }
    }

    private func others(of subject: RecordState, among records: Set<RecordID>) throws -> [RecordID]
    {
        try records.subtracting([subject.record]).sorted()
            .filter { try reader.record($0)?.state.form == subject.form }
    }

    private func openConflicts(of id: RecordID) throws -> Int {
        guard let state = try reader.record(id)?.state else { return 0 }
        let conflicts = try forms.versions(of: state.form, in: reader)?.conflicts(state) ?? []
        return conflicts.count { $0.state == .open }
    }

    /// A submitted return keeps its figures: they are of many people.
    private func returns(counting records: Set<RecordID>, in scope: Scope) throws -> Int {
        let feed = Feed(
            council: scope.council,
            organisation: scope.organisation,
            audience: .council
        )
        var count = 0
        try reader.forEachRecord(feed, after: 0) { record in
            let isCounted = record.state.steps.contains { taken in
                guard case .move(.submit(let revision)) = taken.step else { return false }
                return revision.manifest.contains { records.contains($0.record) }
            }
            if isCounted { count += 1 }
            return true
        }
        return count
    }
}

extension StorageWriter {
    /// Erases a participant; asked again with the same identifier, it answers as the first time.
    package func erase(
        _ request: ErasureRequest,
        forms: FormShelf,
        person: PersonID,
        now: Instant
    ) throws -> ErasureAnswer {
        if let known = try erasure(request.id) {
            guard known.by == person, known.records.contains(request.record) else {
                throw Problem(.alreadyExists, "There is another erasure with this identifier.")
            }
            let plan = ErasurePlan(
                records: known.records,
                changes: try entryCount(of: Set(known.records), in: known.council),
                openConflicts: 0,
                held: 0,
                returns: 0
            )
            return ErasureAnswer(plan: plan, report: try report(known))
        }
        let (plan, scope) = try Erasing(reader: self, forms: forms, person: person).plan(request)
        let erasure = Erasure(
            id: request.id,
            council: scope.council,
            organisation: scope.organisation,
            records: plan.records,
            at: now,
            by: person,
            reason: request.reason,
            authority: request.authority
        )
        try carryOut(erasure)
        return ErasureAnswer(plan: plan, report: try report(erasure))
    }

    /// Removes what an erasure names, and says so in the council's log.
    package func carryOut(_ erasure: Erasure) throws {
        try erase(erasure)
        guard try entry(change: erasure.id.asChange) == nil else { return }
        try record(.erased(erasure), in: erasure.council, by: erasure.by, at: erasure.at)
    }

    /// Keeps a record from being erased, or takes that back.
    package func hold(_ request: HoldRequest, person: PersonID, now: Instant) throws {
        guard Erasure.isAuthority(request.authority) else {
            throw Problem(.requestMalformed, "A hold names a code, such as COURT-2026-7.")
        }
        let actor = Actor(person: person, grants: try self.person(person)?.grants ?? [])
        guard let state = try self.record(request.record)?.state,
            may(actor, .erase, .record(state.scope, .caseData))
        else {
            throw Problem(.recordUnknown, "There is no such record of case data here.")
        }
        try save(hold: request.isReleased ? nil : request.authority, on: request.record)
        if request.isReleased { try compactAgain(state.scope) }
        try record(
            .onHold(
                request.record,
                authority: request.authority,
                released: request.isReleased
            ),
            in: state.scope.council,
            by: person,
            at: now
        )
    }
}

extension Storage {
    /// Does what the ledger says was erased and the database still holds, as it was restored from
    /// an older copy or stopped in the middle; before anybody is answered.
    package func finishErasures() async throws -> [Erasure] {
        let open = try await read { try $0.unfinishedErasures() }
        for erasure in open { try await write { try $0.carryOut(erasure) } }
        return open
    }
}
