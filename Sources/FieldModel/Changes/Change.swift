// SPDX-License-Identifier: Apache-2.0

/// The place of a change in its council's log: timeline and position (see `LogPath`); also the
/// version of what it wrote.
package typealias Sequence64 = Int64

/// One edit of one record, made on one device: the only thing that is ever pushed.
///
/// `counter` counts a device's changes from 1 without a gap and is the key of idempotency.
/// `base` is the version of the record that the author had before them, 0 for none.
package struct Change: Hashable, Sendable, Codable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case create, edit, delete, resolve, step
        /// The counter of a change that its device has let go of: nothing is said under it.
        case void
    }

    package let id: ChangeID
    package let device: DeviceID
    package let counter: Int64
    package let record: RecordID
    package let form: FormID
    package let formVersion: Int
    package let scope: Scope
    package let kind: Kind
    package let base: Sequence64
    /// Only the fields that were edited.
    package var patch: [FieldPath: Edit]
    /// For the kind `step` only: a move in a workflow, an assignment, an appeal, or a signature.
    package let step: Step?
    package let reason: String?
    package let author: PersonID
    package let party: Party
    package let at: HybridTime
    /// The former identities of the device; nil for one that was never restored from a copy.
    package var lineage: [Ancestor]?
    /// Where the timelines before that of the base were left, so that the base means the same
    /// whatever the server goes back to; nil where it was never restored.
    package var trunk: [Sequence64]?
    /// For a change that is sent again to a server which had stored and lost it: the sequences
    /// that it had, in the order it got them.
    package var former: [Sequence64]?

    package init(
        id: ChangeID,
        device: DeviceID,
        counter: Int64,
        record: RecordID,
        form: FormID,
        formVersion: Int,
        scope: Scope,
        kind: Kind,
        base: Sequence64,
        patch: [FieldPath: Edit] = [:],
        step: Step? = nil,
        reason: String? = nil,
        author: PersonID,
        party: Party,
        at: HybridTime,
        lineage: [Ancestor]? = nil,
        trunk: [Sequence64]? = nil,
        former: [Sequence64]? = nil
    ) {
        (self.lineage, self.trunk, self.former) = (lineage, trunk, former)
        (self.id, self.device, self.counter, self.record) = (id, device, counter, record)
        (self.form, self.formVersion, self.scope, self.kind) = (form, formVersion, scope, kind)
        (self.base, self.patch, self.step, self.reason) = (base, patch, step, reason)
        (self.author, self.party, self.at) = (author, party, at)
    }

    /// What the author had before them.
    package var seen: LogPath { LogPath(trunk: trunk, end: base) }
}

/// On whose behalf a person acts; a field may be owned by one party.
package enum Party: String, Codable, Sendable, CaseIterable {
    case organisation, council, network
}

/// The new value of one field, and the one it replaced as its author saw it.
package struct Edit: Hashable, Sendable, Codable {
    package var to: FieldValue?
    package var was: FieldValue?
    /// In a resolution: the candidate that was chosen.
    ///
    /// An administrator who sees values masked names it without knowing it; the server then fills
    /// in `to`.
    package var take: ChangeID?
    /// In a resolution: every candidate that was before its author, kept for good.
    package var settled: [Candidate]?
    /// In an undone resolution: the candidates that stand against each other again.
    package var reopened: [Candidate]?

    package init(
        to: FieldValue?,
        was: FieldValue? = nil,
        take: ChangeID? = nil,
        settled: [Candidate]? = nil,
        reopened: [Candidate]? = nil
    ) {
        (self.to, self.was, self.take) = (to, was, take)
        (self.settled, self.reopened) = (settled, reopened)
    }
}

/// One of the values that a field could have, and who says so.
package struct Candidate: Hashable, Sendable, Codable {
    /// The change that wrote it; this names the candidate.
    package let id: ChangeID
    package let value: FieldValue?
    package let author: PersonID
    package let party: Party
    package let device: DeviceID
    package let at: HybridTime

    package init(
        id: ChangeID,
        value: FieldValue?,
        author: PersonID,
        party: Party,
        device: DeviceID,
        at: HybridTime
    ) {
        (self.id, self.value, self.author) = (id, value, author)
        (self.party, self.device, self.at) = (party, device, at)
    }
}

/// What a change of the kind `step` does to a record besides its fields.
package enum Step: Hashable, Sendable {
    /// A move of a return through its workflow.
    case move(ReturnMove)
    /// Who is to settle the conflict of a field; nil takes the assignment back.
    case assign(field: FieldPath, to: PersonID?)
    /// Asks that a settled conflict be looked at again; why is the reason of the change.
    case appeal(field: FieldPath)
    /// A champion stands by a principle assessment as it is: the hash of its fields.
    case sign(content: Hash)
}
