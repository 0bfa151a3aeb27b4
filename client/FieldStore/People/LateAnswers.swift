// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// An answer of a record that counts as another, which whoever joined the two had not seen.
package struct LateAnswer: Hashable, Sendable {
    /// The record that it was given in.
    package let record: RecordID
    /// As whom the person counts.
    package let survivor: RecordID
    package let field: FieldPath
    package let value: FieldValue?
    /// What the record says that the person counts as.
    package let standing: FieldValue?
    package let author: PersonID
    package let at: HybridTime
}

extension StoreSession {
    /// What was changed in a joined record without, or after, the knowledge that it is joined, and
    /// differs from what the other record says.
    package func lateAnswers(in record: RecordID) throws -> [LateAnswer] {
        let path = try participantPath("merged_into")
        guard let state = try state(of: record), let versions = try versions(of: state.form)
        else { return [] }
        let mapped = versions.read(state)
        guard let register = mapped.registers[path], register.reading(.ask).disputed.isEmpty,
            case .text(let name)? = register.reading(.ask).value, let survivor = RecordID(name),
            let joining = register.live.last?.stamp, let other = try self.state(of: survivor)
        else { return [] }
        let (mine, theirs) = (versions.view(state), versions.view(other))
        return mapped.registers.sorted { $0.key < $1.key }.compactMap { field, register in
            guard field != path, field != .exists, let last = register.live.last,
                !joining.hadBefore(last.stamp), mine.fields[field] != theirs.fields[field]
            else { return nil }
            return LateAnswer(
                record: record,
                survivor: survivor,
                field: field,
                value: mine.fields[field],
                standing: theirs.fields[field],
                author: last.stamp.author,
                at: last.stamp.at
            )
        }
    }

    /// Of every record that is joined with another; none where the form has no such question.
    package func lateAnswers() throws -> [LateAnswer] {
        guard let path = try? participantPath("merged_into") else { return [] }
        return try states(form: FormID.named("participant"))
            .filter { try view($0).fields[path] != nil }
            .flatMap { try lateAnswers(in: $0.record) }
    }

    /// Gives the answer to the record that the person counts as.
    ///
    /// With `isKept` the joined record gets that record's answer instead. Either way both say the
    /// same, and nothing waits any more.
    ///
    /// - Throws: `Problem` `reason.missing`, `request.malformed` where nothing waits, or what
    ///   `edit` throws.
    package func settle(
        _ field: FieldPath,
        of record: RecordID,
        isKept: Bool,
        reason: String
    ) throws -> Saved {
        try requireReason(reason)
        guard let late = try lateAnswers(in: record).first(where: { $0.field == field }) else {
            throw Problem(
                .requestMalformed,
                "No answer to '\(field)' waits there. See: keeplocal participant show \(record)"
            )
        }
        return isKept
            ? try edit(record, fields: [field: late.standing], reason: reason)
            : try edit(late.survivor, fields: [field: late.value], reason: reason)
    }
}

extension Stamp {
    /// True where the writer of this had the other before them.
    fileprivate func hadBefore(_ other: Stamp) -> Bool {
        change == other.change || hasSeen(other) || follows(other)
    }
}
