// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Whether a resolution, or the undoing of one, may be stored.
///
/// The server fills in what the author may not have seen: the value of the candidate that was
/// taken, and every candidate that was settled: all that the resolution takes out of the field.
struct ResolutionJudge {
    let record: StoredRecord
    let form: CompiledForm

    func filled(_ change: Change) throws -> Change {
        let conflicts = record.state.conflicts { form.policy(for: $0) }
        var filled = change
        for (field, edit) in change.patch {
            let conflict = conflicts.first { $0.field == field }
            filled.patch[field] =
                edit.reopened == nil
                ? try settle(edit, field, conflict, by: change)
                : try reopen(edit, field, conflict, by: change)
        }
        return filled
    }

    private func settle(
        _ edit: Edit,
        _ field: FieldPath,
        _ conflict: Conflict?,
        by change: Change
    ) throws -> Edit {
        guard let conflict else {
            throw Problem(.conflictNone, "Nothing is disputed in \(field.text).")
        }
        if let first = conflict.resolution, conflict.state == .resolved {
            throw Problem(
                .conflictMoved,
                "Someone settled \(field.text) first, at \(first.at.instant). Nothing was changed."
                    + " Sync, look again with: keeplocal conflict show \(conflict.id)"
            )
        }
        try refuseIfOvertaken(field, conflict, by: change)
        var settled = edit
        if let take = edit.take {
            guard let candidate = conflict.candidates.first(where: { $0.id == take }) else {
                throw Problem(
                    .candidateUnknown,
                    "\(take) is none of the candidates of \(field.text). See them with:"
                        + " keeplocal conflict show \(conflict.id)"
                )
            }
            settled.to = candidate.value
        }
        if field == .exists { try checkExistence(settled) }
        let known = record.candidates(of: conflict, knownTo: change)
        if let named = edit.settled.map({ Set($0.map(\.id)) }),
            let other = known.first(where: { !named.contains($0.id) })
        {
            throw Problem(
                .conflictMoved,
                "\(field.text) has a candidate that this decision did not look at, \(other.id)."
                    + " Nothing was changed. Sync, look again with:"
                    + " keeplocal conflict show \(conflict.id)"
            )
        }
        settled.take = nil
        settled.settled = known
        settled.was = conflict.base
        return settled
    }

    private func checkExistence(_ edit: Edit) throws {
        if case .boolean? = edit.to { return }
        throw Problem(
            .fieldType,
            "\(FieldPath.exists.text) is yes or no: true keeps the record, false deletes it.",
            details: ["field": .string(FieldPath.exists.text)]
        )
    }

    /// Another resolution that its author had not seen stands among the candidates.
    private func refuseIfOvertaken(
        _ field: FieldPath,
        _ conflict: Conflict,
        by change: Change
    ) throws {
        let live = record.state.registers[field]?.live ?? []
        let other = live.last { $0.stamp.kind == .resolve && !change.knows($0.stamp) }
        guard let other, other.edit.reopened == nil else { return }
        throw Problem(
            .conflictMoved,
            "Someone settled \(field.text) meanwhile, at \(other.stamp.at.instant). Nothing was"
                + " changed. Sync, look again with: keeplocal conflict show \(conflict.id)"
        )
    }

    private func reopen(
        _ edit: Edit,
        _ field: FieldPath,
        _ conflict: Conflict?,
        by change: Change
    ) throws -> Edit {
        guard let conflict, conflict.state == .resolved, conflict.resolution != nil else {
            throw nothingToUndo(field)
        }
        guard let last = record.state.registers[field]?.live.last,
            change.knows(last.stamp)
        else {
            throw Problem(
                .conflictMoved,
                "\(field.text) was settled again meanwhile. Sync and look again with:"
                    + " keeplocal conflict show \(conflict.id)"
            )
        }
        // What stands beside the resolution, of the same value, goes with it: it is put back too.
        var reopened = conflict.candidates
        for write in record.state.registers[field]?.live ?? []
        where write.stamp.change != last.stamp.change && change.knows(write.stamp) {
            reopened += write.candidates.filter { candidate in
                !reopened.contains { $0.id == candidate.id }
            }
        }
        guard !reopened.isEmpty else { throw nothingToUndo(field) }
        // The field reads as before the dispute, not as the decision that is taken back.
        return Edit(to: conflict.base, was: conflict.base, reopened: reopened)
    }

    private func nothingToUndo(_ field: FieldPath) -> Problem {
        Problem(.conflictNone, "\(field.text) was not settled, so there is nothing to undo.")
    }
}

extension Change {
    /// True when the author had a write before them: it was pulled, or is an earlier one of the
    /// same device, which may reach the server in the same push.
    func knows(_ stamp: Stamp) -> Bool {
        (stamp.version ?? .max) <= base || Stamp(self, version: nil).follows(stamp)
    }
}

extension StoredRecord {
    /// The candidates of a conflict that the author of a change had before them: those that a
    /// resolution takes out of the field.
    ///
    /// For a deletion that is disputed, an edit stands in the list under the change that made it;
    /// it is a write of another field.
    func candidates(of conflict: Conflict, knownTo change: Change) -> [Candidate] {
        let registers = state.registers
        let live = registers[conflict.field]?.live.filter { change.knows($0.stamp) } ?? []
        var known = Set(live.flatMap(\.candidates).map(\.id))
        if conflict.field == .exists {
            for register in registers.values {
                known.formUnion(
                    register.writes.map(\.stamp).filter { change.knows($0) }.map(\.change)
                )
            }
        }
        return conflict.candidates.filter { known.contains($0.id) }
    }
}
