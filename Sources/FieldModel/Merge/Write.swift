// SPDX-License-Identifier: Apache-2.0

/// Who wrote something, when, and what they had seen: the part of a change that its writes share.
package struct Stamp: Hashable, Sendable, Codable {
    package let change: ChangeID
    package let device: DeviceID
    package let counter: Int64
    package let base: Sequence64
    /// The sequence of the change; nil while it has not been stored by a server.
    package let version: Sequence64?
    package let kind: Change.Kind
    package let author: PersonID
    package let party: Party
    package let at: HybridTime
    package let reason: String?
    package let lineage: [Ancestor]?
    /// The version of the form that the change was made with: its values mean what that says.
    package let formVersion: Int
    /// The last sequence of the log that the author had before them: the base, unless that lies in
    /// what a restored server has lost.
    package let floor: Sequence64
    package let trunk: [Sequence64]?
    package let former: [Sequence64]?

    init(
        change: ChangeID,
        device: DeviceID,
        counter: Int64,
        base: Sequence64,
        version: Sequence64?,
        kind: Change.Kind,
        author: PersonID,
        party: Party,
        at: HybridTime,
        reason: String?,
        lineage: [Ancestor]?,
        formVersion: Int = 1,
        floor: Sequence64? = nil,
        trunk: [Sequence64]? = nil,
        former: [Sequence64]? = nil
    ) {
        (self.lineage, self.trunk, self.former) = (lineage, trunk, former)
        self.formVersion = formVersion
        (self.change, self.device, self.counter) = (change, device, counter)
        (self.base, self.version, self.kind) = (base, version, kind)
        (self.author, self.party, self.at, self.reason) = (author, party, at, reason)
        self.floor = floor ?? base
    }

    /// `log` is the way to the place where the change stands, or is about to.
    package init(_ change: Change, version: Sequence64?, in log: LogPath? = nil) {
        (self.change, device, counter, base) = (
            change.id, change.device, change.counter, change.base
        )
        (self.version, kind, reason) = (version, change.kind, change.reason)
        (author, party, at) = (change.author, change.party, change.at)
        (lineage, trunk, former) = (change.lineage, change.trunk, change.former)
        formVersion = change.formVersion
        floor = log.map { change.base == 0 ? 0 : $0.parting(from: change.seen) } ?? change.base
    }

    /// True when the writer of `self` had `other` before them: one of the sequences that it has, or
    /// had, is at or below the base.
    ///
    /// An own, earlier change is seen too, but stays on record (see `Register`).
    package func hasSeen(_ other: Stamp) -> Bool {
        if let version = other.version, hasSeen(version) { return true }
        return other.former?.contains(where: hasSeen) ?? false
    }

    private func hasSeen(_ sequence: Sequence64) -> Bool {
        #if MUTANTS
        if Mutant.lostWorkSeen.isOn { return sequence <= base }
        #endif
        if sequence <= base, sequence.timeline == base.timeline { return true }
        return trunk?.reach(sequence) ?? false
    }

    /// Where it was stored first: a change that was sent again keeps its place among the others.
    var origin: Sequence64? { former?.first ?? version }
}

extension Stamp {
    /// True when the writer of `self` made `other` before, as the same device or as a former
    /// identity of it.
    package func follows(_ other: Stamp) -> Bool {
        if device == other.device { return other.counter < counter }
        return lineage?.contains { $0.device == other.device && other.counter <= $0.counter }
            ?? false
    }
}

extension Stamp: Comparable {
    /// The order of the log; what is not stored yet comes last, in the order it was made.
    package static func < (a: Stamp, b: Stamp) -> Bool {
        (a.origin ?? .max, a.counter, a.device, a.change)
            < (b.origin ?? .max, b.counter, b.device, b.change)
    }
}

/// One value written to one field.
package struct Write: Hashable, Sendable {
    package let stamp: Stamp
    package let edit: Edit

    package init(stamp: Stamp, edit: Edit) { (self.stamp, self.edit) = (stamp, edit) }

    /// What this write says the field is: one candidate, or those that an undo put back.
    package var candidates: [Candidate] {
        edit.reopened ?? [
            Candidate(
                id: stamp.change,
                value: edit.to,
                author: stamp.author,
                party: stamp.party,
                device: stamp.device,
                at: stamp.at
            )
        ]
    }
}
