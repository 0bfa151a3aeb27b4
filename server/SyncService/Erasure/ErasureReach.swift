// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// How far an erasure reaches in one database: every record that names the participant, and in turn
/// those that name them.
struct ErasureReach {
    let reader: any StorageReader
    let forms: FormShelf

    /// The records, those of held changes included, and how many changes are held of them.
    ///
    /// - Throws: `Problem` `request.too_large`.
    func everything(
        of known: Set<RecordID>,
        called reference: String?,
        in scope: Scope
    ) throws -> (records: Set<RecordID>, held: Int) {
        var records = known
        var subjects = known.map(\.description) + [reference].compactMap { $0 }
        let waiting = try heldChanges(in: scope)
        while let subject = subjects.popLast() {
            let named =
                try reader.records(naming: subject, in: scope.organisation)
                + waiting.filter { $0.subjects.contains(subject) }.map(\.record)
            for record in try named + joined(to: RecordID(subject), in: scope)
            where records.insert(record).inserted {
                subjects.append(record.description)
            }
            guard records.count <= Limits.erasureRecordsMax else {
                throw Problem(
                    .requestTooLarge,
                    "More than \(Limits.erasureRecordsMax) records name this participant. Erase"
                        + " those that do one by one first."
                )
            }
        }
        return (records, waiting.filter { records.contains($0.record) }.count)
    }

    /// Of the same organisation only: a record may say anything.
    private func joined(to record: RecordID?, in scope: Scope) throws -> [RecordID] {
        guard let record, let state = try reader.record(record)?.state, state.scope == scope else {
            return []
        }
        return try forms.joined(state, in: reader).filter {
            try reader.record($0)?.state.scope == scope
        }
    }

    private func heldChanges(
        in scope: Scope
    ) throws -> [(record: RecordID, subjects: Set<String>)] {
        var found: [(record: RecordID, subjects: Set<String>)] = []
        let take = { (answer: StoredAnswer) in
            if let change = answer.held, change.scope == scope {
                found.append((change.record, try forms.subjects(of: change, in: reader)))
            }
            return true
        }
        try reader.forEachHeld(take)
        try reader.forEachAwaiting(take)
        return found
    }
}

extension StorageReader {
    /// An erasure with what goes by it in this database, which may know more of the person than the
    /// one that it was decided upon.
    ///
    /// What must be kept stays; the erasure was not refused for it, as nobody knew of it.
    package func widened(_ erasure: Erasure, called reference: String?) throws -> Erasure {
        let scope = Scope(
            council: erasure.council,
            organisation: erasure.organisation,
            audience: .organisation
        )
        let named = Set(erasure.records)
        let found = try ErasureReach(reader: self, forms: FormShelf())
            .everything(of: named, called: reference, in: scope).records
        let more = try found.subtracting(named).filter { try legalHold(on: $0) == nil }
        return Erasure(
            id: erasure.id,
            council: erasure.council,
            organisation: erasure.organisation,
            records: named.union(more).sorted(),
            at: erasure.at,
            by: erasure.by,
            reason: erasure.reason,
            authority: erasure.authority
        )
    }
}
