// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// What a person decides about a disputed field.
package enum Decision: Hashable, Sendable {
    case take(ChangeID)
    /// A value that none of the candidates has; nil clears the field.
    case value(FieldValue?)
}

extension StoreSession {
    /// Settles a conflict.
    ///
    /// Every candidate is kept with the resolution, which can be undone.
    ///
    /// - Throws: `Problem` `reason.missing`, `conflict.none`, `conflict.candidate_unknown`, or
    ///   `permission.denied`.
    package func resolve(
        _ conflict: Conflict,
        _ decision: Decision,
        reason: String
    ) throws -> Saved {
        let (target, state) = try target(of: conflict)
        try requireReason(reason)
        try requireUnmoved(conflict, in: state)
        guard conflict.state == .open else {
            throw Problem(
                .conflictNone,
                "\(conflict.field) is settled already. To decide again, undo that first:"
                    + " keeplocal conflict undo \(conflict.id) --reason TEXT"
            )
        }
        let value = try conflict.value(of: decision)
        if case .value(let value) = decision, conflict.field != .exists {
            // Within the whole record: a rule may name other fields.
            var fields = try view(state).fields
            fields[conflict.field] = value
            let surroundings = try surroundings(checking: target.form)
            let problems = target.form.check(record: fields, in: surroundings)
                .filter { $0.path == conflict.field.text }
            guard problems.isEmpty else { throw FieldProblems(problems) }
        }
        let edit = Edit(to: value, was: conflict.base, settled: conflict.candidates)
        return try save(.resolve, target, [conflict.field: edit], reason)
    }

    /// Puts the candidates of a settled conflict back, for people to decide again.
    package func undo(_ conflict: Conflict, reason: String) throws -> Saved {
        let (target, state) = try target(of: conflict)
        try requireReason(reason)
        try requireUnmoved(conflict, in: state)
        guard conflict.state == .resolved, conflict.resolution != nil else {
            throw Problem(
                .conflictNone,
                "\(conflict.field) was not settled, so there is nothing to undo."
            )
        }
        let edit = Edit(to: conflict.base, was: conflict.base, reopened: conflict.candidates)
        return try save(.resolve, target, [conflict.field: edit], reason)
    }

    /// True for somebody who may settle it, or undo what was settled.
    package func mayResolve(_ conflict: Conflict) throws -> Bool {
        guard let state = try state(of: conflict.record),
            let form = try versions(of: state.form)?.newest.definition
        else { return false }
        return may(try identity().actor, .resolve, form.subject(in: state.scope))
    }

    /// Asks that a decision be looked at again; whoever settles conflicts here reads why.
    ///
    /// - Throws: `Problem` `reason.missing`, `conflict.none` or `conflict.moved`.
    package func appeal(_ conflict: Conflict, reason: String) throws -> Saved {
        let (target, state) = try target(of: conflict)
        try requireReason(reason)
        try requireUnmoved(conflict, in: state)
        guard conflict.state == .resolved else {
            throw Problem(
                .conflictNone,
                "\(conflict.field) was not settled, so there is no decision to appeal against."
            )
        }
        let change = try write(
            .step,
            target,
            step: .appeal(field: conflict.field),
            reason: reason
        )
        return Saved(record: target.record, change: change.id)
    }

    /// Says who is to settle a conflict; nil takes that back.
    package func assign(_ conflict: Conflict, to person: PersonID?) throws -> Saved {
        let (target, _) = try target(of: conflict)
        let step = Step.assign(field: conflict.field, to: person)
        let change = try write(.step, target, step: step)
        return Saved(record: target.record, change: change.id)
    }

    /// A decision is made under the newest version that asks for the field.
    private func target(of conflict: Conflict) throws -> (target: Target, state: RecordState) {
        let (target, state) = try target(conflict.record)
        let form = try versions(of: state.form)?.form(asking: conflict.field)
        return (try self.target(state, under: form ?? target.form), state)
    }

    /// A sync may have brought news since the person looked: what they had not seen must not go.
    private func requireUnmoved(_ conflict: Conflict, in state: RecordState) throws {
        let current = try conflicts(of: state).first { $0.id == conflict.id }
        guard let current, current.state == conflict.state,
            current.candidates.map(\.id) == conflict.candidates.map(\.id),
            current.resolution?.change == conflict.resolution?.change
        else {
            throw Problem(
                .conflictMoved,
                "\(conflict.field) changed while you were deciding. Nothing was saved."
                    + " Look again with: keeplocal conflict show \(conflict.id)"
            )
        }
    }

    private func save(
        _ kind: Change.Kind,
        _ target: Target,
        _ patch: [FieldPath: Edit],
        _ reason: String
    ) throws -> Saved {
        let change = try write(kind, target, patch: patch, reason: reason)
        return Saved(record: target.record, change: change.id)
    }

    func requireReason(_ reason: String) throws {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw Problem(
                .reasonMissing,
                "A decision needs a reason, which everybody concerned can read:"
                    + " --reason \"why this value\""
            )
        }
    }
}

/// Conflicts of records that this device does not hold, as the server reported them.
extension StoreSession {
    package func resolve(
        _ report: ConflictReport,
        _ decision: Decision,
        reason: String
    ) throws -> Saved {
        let target = try target(report)
        try requireReason(reason)
        guard report.conflict.state == .open else {
            throw Problem(.conflictNone, "\(report.conflict.field) is settled already.")
        }
        let edit: Edit
        switch decision {
        case .take(let id):
            // Named, not valued: who decides may not be allowed to see it.
            _ = try report.conflict.value(of: decision)
            edit = Edit(to: nil, take: id)
        case .value(let value): edit = Edit(to: value)
        }
        return try save(.resolve, target, [report.conflict.field: edit], reason)
    }

    package func undo(_ report: ConflictReport, reason: String) throws -> Saved {
        try requireReason(reason)
        guard report.conflict.state == .resolved else {
            throw Problem(.conflictNone, "\(report.conflict.field) was not settled.")
        }
        let edit = Edit(to: nil, reopened: [])
        return try save(.resolve, try target(report), [report.conflict.field: edit], reason)
    }

    package func assign(_ report: ConflictReport, to person: PersonID?) throws -> Saved {
        let target = try target(report)
        let step = Step.assign(field: report.conflict.field, to: person)
        let change = try write(.step, target, step: step)
        return Saved(record: target.record, change: change.id)
    }

    private func target(_ report: ConflictReport) throws -> Target {
        guard let form = try form(report.form, version: report.formVersion) else {
            throw Problem(
                .formUnknown,
                "This device has no form \(report.form) version \(report.formVersion) yet."
                    + " Fetch it with: keeplocal sync"
            )
        }
        return Target(
            record: report.conflict.record,
            form: form,
            scope: report.scope,
            base: report.version,
            trunk: report.trunk
        )
    }
}

extension Conflict {
    fileprivate func value(of decision: Decision) throws -> FieldValue? {
        switch decision {
        case .value(let value): return value
        case .take(let id):
            guard let candidate = candidates.first(where: { $0.id == id }) else {
                throw Problem(
                    .candidateUnknown,
                    "\(id) is none of the candidates of \(field). See them with:"
                        + " keeplocal conflict show \(self.id)"
                )
            }
            return candidate.value
        }
    }
}
