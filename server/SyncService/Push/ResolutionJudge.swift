// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Whether a resolution, or the undoing of one, may be stored.
///
/// The server fills in what the author may not have seen: the value of the candidate that was
/// taken, and every candidate that was settled.
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
        settled.take = nil
        let seen = edit.settled.map { Set($0.map(\.id)) }
        settled.settled = conflict.candidates.filter { seen?.contains($0.id) ?? true }
        settled.was = conflict.base
        return settled
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
            throw Problem(
                .conflictNone,
                "\(field.text) was not settled, so there is nothing to undo."
            )
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
        return Edit(to: conflict.base, was: last.edit.to, reopened: conflict.candidates)
    }
}

extension Change {
    /// True when the author had a write before them: it was pulled, or is an earlier one of the
    /// same device, which may reach the server in the same push.
    fileprivate func knows(_ stamp: Stamp) -> Bool {
        (stamp.version ?? .max) <= base || stamp.device == device && stamp.counter < counter
    }
}
