// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// The moves of a return after it was prepared.
extension StoreSession {
    /// Makes the council's decision that `make` gives for the content which this device shows.
    ///
    /// `prove` gives the proof of an approval.
    package func decide(
        on record: RecordID,
        saying words: String? = nil,
        proving prove: ((ApprovalClaim) throws -> String)? = nil,
        _ make: (Hash) -> ReturnMove
    ) throws -> (saved: Saved, content: Hash) {
        guard let content = try returnOnDevice(record).progress.content else {
            throw Problem(
                .returnWrongState,
                "This return was not submitted yet, so there is nothing to decide."
            )
        }
        return (try move(record, make(content), saying: words, proving: prove), content)
    }

    /// Tries the move on this device's own copy first, so that what cannot be is said at once.
    package func move(
        _ record: RecordID,
        _ move: ReturnMove,
        saying words: String? = nil,
        proving prove: ((ApprovalClaim) throws -> String)? = nil
    ) throws -> Saved {
        let target = try target(record).target
        var move = try signed(move, target.scope)
        try requireAsked(move, target.form)
        try requireTime(move)
        var progress = try returnOnDevice(record).progress
        // As a change would carry it; only the author and the words decide.
        try progress.take(move, try trialStamp(target, words))
        var id: ChangeID?
        if case .approve(let content, let role, nil) = move, let prove {
            let own = ChangeID.make(at: now, using: &random)
            let claim = ApprovalClaim(
                change: own,
                record: record,
                content: content,
                person: try identity().person
            )
            move = .approve(content: content, role: role, proof: try prove(claim))
            id = own
        }
        let change = try write(.step, target, step: .move(move), reason: words, id: id)
        if move.name == .approve { try dropRefusedApprovals(of: record) }
        return Saved(record: record, change: change.id)
    }

    private func trialStamp(_ target: Target, _ words: String?) throws -> Stamp {
        let identity = try identity()
        let change = Change(
            id: .make(at: now, using: &random),
            device: identity.device,
            counter: 1,
            record: target.record,
            form: target.form.id,
            formVersion: target.form.version,
            scope: target.scope,
            kind: .step,
            base: target.base,
            reason: words,
            author: identity.person,
            party: identity.actor.party(in: target.scope),
            at: HybridTime(instant: now)
        )
        return Stamp(change, version: nil)
    }

    /// An approval says what its author is on this day.
    private func signed(_ move: ReturnMove, _ scope: Scope) throws -> ReturnMove {
        guard case .approve(let content, nil, _) = move else { return move }
        let actor = try identity().actor
        let role = ReturnRule.of(.approve).roles.sorted { $0.rawValue < $1.rawValue }.first {
            role in
            actor.grants.contains { $0.role == role && $0.council == scope.council }
        }
        return .approve(content: content, role: role)
    }

    /// Nobody can answer by a day that is over.
    private func requireTime(_ move: ReturnMove) throws {
        guard case .query(_, _, let due?) = move, due < today else { return }
        throw Problem(
            .fieldConstraint,
            "\(due) is over, so nobody can answer by then. Nothing was asked. Name a day from"
                + " \(today) on, or none."
        )
    }

    /// Questions and comments are about fields that the return has.
    private func requireAsked(_ move: ReturnMove, _ form: CompiledForm) throws {
        let fields: [FieldPath] =
            switch move {
            case .query(_, let field?, _): [field]
            case .giveBack(_, let comments): Array(comments.keys)
            default: []
            }
        guard let unknown = fields.sorted().first(where: { form.field($0) == nil }) else { return }
        throw Problem(
            .fieldUnknown,
            "The return has no field \(unknown.text). See them with: keeplocal form show"
                + " \(form.id)"
        )
    }
}
