// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
import Foundation

/// Whether one change may be stored; every rule of a push that is about a single change.
package struct ChangeJudge {
    package struct Accepted {
        /// The change with what a server fills in: the values of candidates that were named.
        package let change: Change
        package let former: StoredRecord?
    }

    static func heldMessage(_ change: Change) -> String {
        change.party == .council
            ? "Your role in this council was taken away before this arrived. The server keeps the"
                + " work for the council's reviewer or its champion in senior leadership; nothing"
                + " is lost."
            : "Your role in this organisation was taken away before this arrived. The server keeps"
                + " the work for the organisation's coordinator; nothing is lost."
    }

    private static let nothingSaid = Problem(
        .changeVoid,
        "The device let go of what it had saved under this counter."
    )

    let reader: any StorageReader
    let forms: FormShelf
    let now: Instant

    package init(reader: any StorageReader, forms: FormShelf, now: Instant) {
        (self.reader, self.forms, self.now) = (reader, forms, now)
    }

    /// Judges by the rights of `actor`: the author, or who adopts the work of one who has none.
    ///
    /// - Throws: `Problem`, which is the refusal.
    package func judge(
        _ sent: Change,
        by actor: Actor,
        madeBy author: PersonID? = nil
    ) throws -> Accepted {
        guard sent.kind != .void else { throw Self.nothingSaid }
        let change = try completed(sent)
        guard change.author == author ?? actor.person else {
            throw Problem(.changeMalformed, "The author is not the person of this device.")
        }
        let former = try reader.record(change.record)
        // Before anything that could have it wait, with its content.
        try checkErased(change, author ?? actor.person)
        let (form, versions) = try checkForm(change)
        // Who may is what the newest version says: an old one opens nothing again.
        let subject = versions.newest.definition.subject(in: change.scope)
        let isAgain = try SameReturn(reader: reader, forms: forms).isOpenedAgain(change, versions)
        try checkPlace(change, isAgain ? nil : former, subject, actor)
        if isAgain { try former?.requireSamePlace(as: change) }
        try checkShape(change)
        try checkLineage(change)
        if let taken = try reader.entry(change: change.id) {
            throw Problem(
                .changeReused,
                "This change's identifier is in the log already, at \(taken.entry.sequence)."
            )
        }
        try checkBase(change, former)
        try checkValues(change, form)
        if change.kind == .edit { try versions.newest.definition.requireChangeable() }
        let settled = try settled(change, former, versions)
        if change.kind == .step, let former {
            try StepJudge(reader: reader, forms: forms)
                .check(change, upon: former, versions, by: actor)
            try checkRole(change, subject, actor)
            try ApprovalJudge(reader: reader).check(change)
        }
        return Accepted(change: settled, former: former)
    }

    /// The change as it is stored: a decision names all that it decides about.
    private func settled(
        _ change: Change,
        _ former: StoredRecord?,
        _ versions: FormVersions
    ) throws -> Change {
        switch (change.kind, former) {
        case (.resolve, .some(let former)):
            let log = LoggedChanges(reader: reader)
            return try ResolutionJudge(record: former.state, versions: versions, log: log)
                .filled(change)
        case (.edit, .some(let former)), (.delete, .some(let former)):
            try former.state.requireUnsettled()
            try checkDisputed(change, former, versions)
            return change
        default: return change
        }
    }

    private func checkForm(
        _ change: Change
    ) throws -> (form: CompiledForm, versions: FormVersions) {
        guard
            let form = try forms.form(change.form, version: change.formVersion, in: reader),
            let versions = try forms.versions(of: change.form, in: reader)
        else {
            throw Problem(
                .formUnknown,
                "This server has no form \(change.form) version \(change.formVersion)."
                    + " See the forms it has with: keeplocal form list"
            )
        }
        guard change.scope.audience == form.definition.audience else {
            throw Problem(
                .changeMalformed,
                "Records of the form \(form.id) are for the \(form.definition.audience.rawValue)."
            )
        }
        return (form, versions)
    }

    /// Who may do this here.
    ///
    /// A record of somebody else's is answered as if it did not exist.
    private func checkPlace(
        _ change: Change,
        _ former: StoredRecord?,
        _ subject: Subject,
        _ actor: Actor
    ) throws {
        #if MUTANTS
        if Mutant.rightNotChecked.isOn { return }
        #endif
        let unknown = Problem(
            .recordUnknown,
            "There is no such record. Nothing was stored.",
            details: ["record": .string(change.record.description)]
        )
        let isVisible = may(actor, .read, subject) || may(actor, .inspect, subject)
        if let former, former.state.scope != change.scope || former.state.form != change.form {
            throw unknown
        }
        if former == nil, change.kind != .create { throw unknown }
        guard may(actor, change.action, subject) else {
            throw isVisible || former == nil || change.kind == .create ? denied(change) : unknown
        }
        if former != nil, change.kind == .create {
            throw Problem(.recordExists, "This record exists already; edit it instead.")
        }
        if former == nil { try checkScope(change.scope, denied(change)) }
        guard change.party == actor.party(in: change.scope) else {
            throw Problem(.changeMalformed, "The change names another party than its author's.")
        }
    }

    private func denied(_ change: Change) -> Problem {
        Problem(
            .forbidden,
            "Your role does not let you \(change.action.name) records of the form"
                + " \(change.form) here. Ask your coordinator or an administrator."
        )
    }

    private func checkScope(_ scope: Scope, _ denied: Problem) throws {
        guard try reader.councilIDs().contains(scope.council) else {
            throw denied
        }
        guard let organisation = scope.organisation else {
            if scope.audience == .organisation { throw denied }
            return
        }
        let isKnown = try reader.organisations().contains {
            $0.id == organisation && $0.council == scope.council
        }
        if !isKnown { throw denied }
    }

    private func checkBase(_ change: Change, _ former: StoredRecord?) throws {
        #if MUTANTS
        if Mutant.baseNotChecked.isOn { return }
        #endif
        let version = former?.state.version ?? 0
        guard try (0...version).contains(change.base) || isUponLost(change),
            change.seen.isWellFormed
        else {
            throw Problem(
                .baseUnknown,
                "The change was made upon version \(change.base) of the record; the newest is"
                    + " \(version). Sync and edit again."
            )
        }
        if let former, former.state.isDeleted, change.kind != .resolve,
            former.state.registers[.exists]?.live.allSatisfy({
                Stamp(change, version: nil).hasSeen($0.stamp)
            }) == true
        {
            throw Problem(.recordDeleted, "The record was deleted before this change was made.")
        }
    }

    /// An edit, or a deletion, by someone who had seen a dispute would settle it in disguise:
    /// without the right, without a reason.
    private func checkDisputed(
        _ change: Change,
        _ former: StoredRecord,
        _ versions: FormVersions
    ) throws {
        guard former.disputes == .open else { return }
        let state = versions.read(former.state)
        let written = Set(change.patch.keys.map { $0 == .exists ? $0 : versions.place(of: $0) })
        let disputed = versions.conflicts(former.state).filter { $0.state == .open }
        for conflict in disputed where written.contains(conflict.field) {
            let seen = state.candidates(of: conflict, knownTo: change)
            guard Set(seen.map(\.value)).count > 1 else { continue }
            let what = change.kind == .delete ? "a deletion" : "an edit"
            throw Problem(
                .conflictDisputed,
                "\(conflict.field.text) is disputed, and waits for a decision: \(what) cannot"
                    + " settle it. See: keeplocal conflict show \(conflict.id)"
            )
        }
    }

    /// What an approval says of its author, the author is on this day.
    private func checkRole(_ change: Change, _ subject: Subject, _ actor: Actor) throws {
        guard case .move(.approve(_, let role?, _))? = change.step else { return }
        let inRole = Actor(person: actor.person, grants: actor.grants.filter { $0.role == role })
        guard may(inRole, change.action, subject) else { throw denied(change) }
    }

    /// True when the author once had a role that allowed this, and lost it.
    ///
    /// What does not hold together by itself, or comes from a device that has much held already, is
    /// refused: nobody could adopt it.
    func mayHold(_ change: Change, of actor: Actor) throws -> Bool {
        let former = try reader.revokedGrants(actor.person)
        guard !former.isEmpty, change.author == actor.person,
            let form = try forms.form(change.form, version: change.formVersion, in: reader),
            let newest = try forms.versions(of: change.form, in: reader)?.newest,
            (try? checkShape(change)) != nil, (try? checkValues(change, form)) != nil
        else { return false }
        let subject = newest.definition.subject(in: change.scope)
        let isLost =
            !may(actor, change.action, subject)
            && may(Actor(person: actor.person, grants: former), change.action, subject)
        return try isLost && reader.heldCount(change.device) < Limits.deviceHeldMax
    }
}
