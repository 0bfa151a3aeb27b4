// SPDX-License-Identifier: Apache-2.0

/// A field with more than one value, for a person to settle; or one that a person settled.
package struct Conflict: Hashable, Sendable, Codable {
    package enum State: String, Codable, Sendable { case open, resolved }

    package struct Resolution: Hashable, Sendable, Codable {
        package let change: ChangeID
        package let value: FieldValue?
        package let author: PersonID
        package let at: HybridTime
        package let reason: String?
        /// False until a server has stored it.
        package let isStored: Bool
    }

    /// Somebody asks that the decision be looked at again.
    package struct Appeal: Hashable, Sendable, Codable {
        package let change: ChangeID
        package let author: PersonID
        package let at: HybridTime
        package let reason: String?
    }

    package let id: ConflictID
    package let record: RecordID
    package let field: FieldPath
    /// The value before the dispute.
    package let base: FieldValue?
    package let candidates: [Candidate]
    package let state: State
    package let resolution: Resolution?
    package let assignee: PersonID?
    /// The last since it was settled; nil while it is open.
    package var appeal: Appeal?
}

extension ConflictID {
    /// One field of one record has one conflict, the same name on every device.
    package init(record: RecordID, field: FieldPath) {
        let hash = Hash(of: Array("\(record)\n\(field)".utf8)).bytes
        let half = { (range: Range<Int>) in hash[range].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        // UUID version 8: a name of our own making.
        self.init(
            high: half(0..<8) & ~0xF000 | 0x8000,
            low: half(8..<16) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        )
    }
}

extension RecordState {
    /// The conflicts of the record, open and resolved, in order of field.
    ///
    /// A conflict is named by the `origin` of its field, the path that it had first: so it keeps
    /// its name when a newer form renames the field.
    package func conflicts(
        _ policy: (FieldPath) -> MergePolicy,
        origin: (FieldPath) -> FieldPath = { $0 }
    ) -> [Conflict] {
        registers.keys.sorted().compactMap { field in
            field == .exists ? existenceConflict : conflict(field, policy(field), origin)
        }
    }

    private func conflict(
        _ field: FieldPath,
        _ policy: MergePolicy,
        _ origin: (FieldPath) -> FieldPath
    ) -> Conflict? {
        guard let register = registers[field] else { return nil }
        let disputed = register.reading(policy).disputed
        if !disputed.isEmpty {
            return make(
                field,
                origin: origin(field),
                base: register.agreed,
                candidates: disputed,
                resolution: nil
            )
        }
        return resolved(field, register, origin: origin)
    }

    func resolved(
        _ field: FieldPath,
        _ register: Register,
        origin: (FieldPath) -> FieldPath = { $0 }
    ) -> Conflict? {
        guard let last = register.live.last, last.stamp.kind == .resolve,
            let settled = last.edit.settled
        else { return nil }
        let resolution = Conflict.Resolution(
            change: last.stamp.change,
            value: last.edit.to,
            author: last.stamp.author,
            at: last.stamp.at,
            reason: last.stamp.reason,
            isStored: last.stamp.version != nil
        )
        return make(
            field,
            origin: origin(field),
            base: last.edit.was,
            candidates: settled,
            resolution: resolution
        )
    }

    func make(
        _ field: FieldPath,
        origin: FieldPath? = nil,
        base: FieldValue?,
        candidates: [Candidate],
        resolution: Conflict.Resolution?
    ) -> Conflict {
        Conflict(
            id: ConflictID(record: record, field: origin ?? field),
            record: record,
            field: field,
            base: base,
            candidates: candidates,
            state: resolution == nil ? .open : .resolved,
            resolution: resolution,
            assignee: assignee(of: field),
            appeal: resolution.flatMap { appeal(of: field, against: $0) }
        )
    }

    private func appeal(
        of field: FieldPath,
        against resolution: Conflict.Resolution
    ) -> Conflict.Appeal? {
        let writes = registers[field]?.writes ?? []
        let decision = writes.first { $0.stamp.change == resolution.change }?.stamp
        let last = steps.last { $0.step == .appeal(field: field) }?.stamp
        guard let last, let decision, decision < last else { return nil }
        return Conflict.Appeal(
            change: last.change,
            author: last.author,
            at: last.at,
            reason: last.reason
        )
    }

    private func assignee(of field: FieldPath) -> PersonID? {
        for taken in steps.reversed() {
            if case .assign(field, let person) = taken.step { return person }
        }
        return nil
    }
}
