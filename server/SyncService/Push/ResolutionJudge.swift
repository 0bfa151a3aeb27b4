// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Whether a resolution, or the undoing of one, may be stored.
///
/// The server fills in what the author may not have seen: the value of the candidate that was
/// taken, and every candidate that was settled: all that the resolution takes out of the field.
///
/// What is disputed is told by the newest version of the form. What is filled in reads as the
/// version says that the change was made with: a state is mapped forward from there.
struct ResolutionJudge {
    let state: RecordState
    let versions: FormVersions
    let log: LoggedChanges
    private let stored: RecordState

    init(record: RecordState, versions: FormVersions, log: LoggedChanges) {
        (stored, self.versions, state) = (record, versions, versions.read(record))
        self.log = log
    }

    func filled(_ change: Change) throws -> Change {
        let conflicts = versions.conflicts(stored)
        let known = Known(to: change, of: stored, versions)
        var filled = change
        for (path, edit) in change.patch {
            let field = path == .exists ? path : versions.place(of: path)
            let conflict = conflicts.first { $0.field == field }
            let full =
                switch (edit.reopened == nil, !Self.isAgain(change)) {
                case (true, true): try settle(edit, field, conflict, by: change)
                case (true, false): try settleAgain(edit, field, conflict, by: change)
                case (false, true): try reopen(edit, field, conflict, by: change)
                case (false, false): try reopenAgain(edit, field, by: change)
                }
            filled.patch[path] = known.told(full, at: path, taken: edit.take)
        }
        return filled
    }

    /// True for what was stored once, and is sent again to a restored server.
    private static func isAgain(_ change: Change) -> Bool {
        #if MUTANTS
        if Mutant.decisionJudgedAnew.isOn { return false }
        #endif
        return change.former != nil
    }

    private func settle(
        _ edit: Edit,
        _ field: FieldPath,
        _ conflict: Conflict?,
        by change: Change
    ) throws -> Edit {
        guard let conflict else { throw nothingDisputed(field) }
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
        try checkScale(settled, field, conflict.candidates)
        let known = state.candidates(of: conflict, knownTo: change)
        try checkNamed(edit, field, conflict, known: known)
        settled.take = nil
        settled.settled = known
        settled.was = conflict.base
        return settled
    }

    /// A decision looks at all candidates that its author knew.
    private func checkNamed(
        _ edit: Edit,
        _ field: FieldPath,
        _ conflict: Conflict,
        known: [Candidate]
    ) throws {
        guard let named = edit.settled.map({ Set($0.map(\.id)) }) else { return }
        if let other = known.first(where: { !named.contains($0.id) }) {
            throw Problem(
                .conflictMoved,
                "\(field.text) has a candidate that this decision did not look at, \(other.id)."
                    + " Nothing was changed. Sync, look again with:"
                    + " keeplocal conflict show \(conflict.id)"
            )
        }
    }

    func checkExistence(_ edit: Edit) throws {
        if case .boolean? = edit.to { return }
        throw Problem(
            .fieldType,
            "\(FieldPath.exists.text) is yes or no: true keeps the record, false deletes it.",
            details: ["field": .string(FieldPath.exists.text)]
        )
    }

    /// Only what somebody wrote on a former scale can be decided for.
    func checkScale(_ edit: Edit, _ field: FieldPath, _ candidates: [Candidate]) throws {
        guard let value = edit.to, value.isScaled,
            !candidates.contains(where: { $0.value == value })
        else { return }
        throw Problem(
            .fieldType,
            "\(field.text): no candidate has this value on a former scale.",
            details: ["field": .string(field.text)]
        )
    }

    /// Another resolution that its author had not seen stands among the candidates.
    private func refuseIfOvertaken(
        _ field: FieldPath,
        _ conflict: Conflict,
        by change: Change
    ) throws {
        let live = state.registers[field]?.live ?? []
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
        guard let last = state.registers[field]?.live.last,
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
        for write in state.registers[field]?.live ?? []
        where write.stamp.change != last.stamp.change && change.knows(write.stamp) {
            reopened += write.candidates.filter { candidate in
                !reopened.contains { $0.id == candidate.id }
            }
        }
        guard !reopened.isEmpty else { throw nothingToUndo(field) }
        // The field reads as before the dispute, not as the decision that is taken back.
        return Edit(to: conflict.base, was: conflict.base, reopened: reopened)
    }

    func nothingToUndo(_ field: FieldPath) -> Problem {
        Problem(.conflictNone, "\(field.text) was not settled, so there is nothing to undo.")
    }

    func nothingDisputed(_ field: FieldPath) -> Problem {
        Problem(.conflictNone, "Nothing is disputed in \(field.text).")
    }
}

extension Change {
    /// True when the author had a write before them: it was pulled, or is an earlier one of the
    /// same device, which may reach the server in the same push.
    func knows(_ stamp: Stamp) -> Bool {
        let own = Stamp(self, version: nil)
        return own.hasSeen(stamp) || own.follows(stamp)
    }
}

extension RecordState {
    /// The candidates of a conflict that the author of a change had before them: those that a
    /// resolution takes out of the field.
    ///
    /// For a deletion that is disputed, an edit stands in the list under the change that made it;
    /// it is a write of another field.
    func candidates(of conflict: Conflict, knownTo change: Change) -> [Candidate] {
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

/// What the author of a change, who may have had an older form, read in the fields.
private struct Known {
    private let candidates: [FieldPath: [ChangeID: Candidate]]?
    private let bases: [FieldPath: FieldValue]

    init(to change: Change, of state: RecordState, _ versions: FormVersions) {
        guard change.formVersion < versions.newest.version,
            let then = versions.upTo(change.formVersion)
        else {
            (candidates, bases) = (nil, [:])
            return
        }
        var found: [FieldPath: [ChangeID: Candidate]] = [:]
        var bases: [FieldPath: FieldValue] = [:]
        for conflict in then.conflicts(state) { bases[conflict.field] = conflict.base }
        for (path, register) in then.read(state).registers {
            for candidate in register.writes.flatMap({ $0.candidates + ($0.edit.settled ?? []) }) {
                found[path, default: [:]][candidate.id] = candidate
            }
        }
        (candidates, self.bases) = (found, bases)
    }

    func told(_ edit: Edit, at path: FieldPath, taken: ChangeID?) -> Edit {
        guard let candidates, path != .exists else { return edit }
        let told = { (candidate: Candidate) in candidates[path]?[candidate.id] ?? candidate }
        var full = edit
        full.settled = edit.settled?.map(told)
        full.reopened = edit.reopened?.map(told)
        full.was = bases[path]
        if edit.reopened != nil { full.to = bases[path] }
        if let taken, let candidate = candidates[path]?[taken] { full.to = candidate.value }
        return full
    }
}
