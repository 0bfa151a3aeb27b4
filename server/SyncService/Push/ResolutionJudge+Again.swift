// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Decisions that were stored once, were lost when the server was restored, and are sent again.
///
/// Such a one is taken as soon as the log has again what it names, whatever was written or decided
/// meanwhile: what its author had not seen stands beside it, and somebody decides between them.
extension ResolutionJudge {
    func settleAgain(
        _ edit: Edit,
        _ field: FieldPath,
        _ conflict: Conflict?,
        by change: Change
    ) throws -> Edit {
        let named = edit.take.map { [$0] } ?? edit.settled?.map(\.id) ?? []
        guard conflict != nil || !named.isEmpty else { throw nothingDisputed(field) }
        if let missing = try named.sorted().first(where: { try !log.contains($0) }) {
            throw notHereAgain(missing, field)
        }
        let candidates = try candidates(named, field, conflict)
        let known = try candidates.filter { try isKnown($0.id, to: change) }
        var settled = edit
        if let take = edit.take {
            // It may have come back without its place: it then stands beside the decision for it.
            guard let taken = candidates.first(where: { $0.id == take }) else {
                throw notHereAgain(take, field)
            }
            settled.to = taken.value
        }
        if field == .exists { try checkExistence(settled) }
        try checkScale(settled, field, candidates)
        settled.take = nil
        settled.settled = known
        if let conflict { settled.was = conflict.base }
        return settled
    }

    func reopenAgain(
        _ edit: Edit,
        _ field: FieldPath,
        by change: Change
    ) throws -> Edit {
        let writes = state.registers[field]?.writes.filter { change.knows($0.stamp) } ?? []
        guard let decision = writes.last(where: { $0.edit.settled != nil }) else {
            throw nothingToUndo(field)
        }
        let beside = state.registers[field]?.live.filter { live in
            live.stamp.change != decision.stamp.change && change.knows(live.stamp)
        }
        var reopened = decision.edit.settled ?? []
        for candidate in (beside ?? []).flatMap(\.candidates)
        where !reopened.contains(where: { $0.id == candidate.id }) {
            reopened.append(candidate)
        }
        return Edit(to: decision.edit.was, was: decision.edit.was, reopened: reopened)
    }

    private func notHereAgain(_ id: ChangeID, _ field: FieldPath) -> Problem {
        Problem(.candidateUnknown, "\(id) of \(field.text) is not here again yet.")
    }

    /// The candidates that stand now, and those that the decision names: their own authors may have
    /// written over them since.
    private func candidates(
        _ named: [ChangeID],
        _ field: FieldPath,
        _ conflict: Conflict?
    ) throws -> [Candidate] {
        var found = conflict?.candidates ?? []
        for id in named where !found.contains(where: { $0.id == id }) {
            if let candidate = try candidate(id, of: field) { found.append(candidate) }
        }
        return found
    }

    /// True for what the author of a change had before them.
    private func isKnown(_ candidate: ChangeID, to change: Change) throws -> Bool {
        guard let (logged, version) = try log.find(candidate) else { return false }
        return change.knows(Stamp(logged, version: version))
    }

    /// What a change of the log says that a field is; an edit speaks against a deletion.
    private func candidate(_ id: ChangeID, of field: FieldPath) throws -> Candidate? {
        guard let (logged, version) = try log.find(id), logged.record == state.record else {
            return nil
        }
        let read = versions.read(RecordState(logged, version: version))
        if let register = read.registers[field] {
            return register.writes.flatMap(\.candidates).first { $0.id == id }
        }
        guard field == .exists else { return nil }
        let edit = Edit(to: .boolean(true))
        return Write(stamp: Stamp(logged, version: version), edit: edit).candidates.first
    }
}
