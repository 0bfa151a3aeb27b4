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
        lineage: [Ancestor]?
    ) {
        self.lineage = lineage
        (self.change, self.device, self.counter) = (change, device, counter)
        (self.base, self.version, self.kind) = (base, version, kind)
        (self.author, self.party, self.at, self.reason) = (author, party, at, reason)
    }

    package init(_ change: Change, version: Sequence64?) {
        (self.change, device, counter, base) = (
            change.id, change.device, change.counter, change.base
        )
        (self.version, kind, reason) = (version, change.kind, change.reason)
        (author, party, at) = (change.author, change.party, change.at)
        lineage = change.lineage
    }

    /// True when the writer of `self` had `other` before them: it was stored at or below the base.
    ///
    /// An own, earlier change is seen too, but stays on record (see `Register`).
    package func hasSeen(_ other: Stamp) -> Bool {
        guard let version = other.version else { return false }
        return version <= base
    }
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
        (a.version ?? .max, a.counter, a.device, a.change)
            < (b.version ?? .max, b.counter, b.device, b.change)
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
