// SPDX-License-Identifier: Apache-2.0

/// How far a return has come: the fold of its moves in log order.
package struct ReturnProgress: Hashable, Sendable {
    package private(set) var state: ReturnState = .open
    /// Every revision that was submitted, the first one first.
    package private(set) var revisions: [ReturnRevision] = []
    /// The hash of the last revision; nil before the first was submitted.
    package private(set) var content: Hash?
    /// Who reviewed, accepted and approved the last revision.
    package private(set) var reviewer: PersonID?
    package private(set) var accepter: PersonID?
    package private(set) var approver: PersonID?

    package init(_ state: RecordState) {
        for taken in state.steps {
            guard case .move(let move) = taken.step else { continue }
            // A move that does not apply was never stored by a server; an unsent one that no
            // longer applies is shown by `status`, not here.
            try? take(move, by: taken.stamp.author)
        }
    }

    package init() {}

    /// The states from which a move may be made: the table of the workflow.
    package static func origins(of move: ReturnMove.Name) -> Set<ReturnState> {
        switch move {
        case .prepare: [.open, .ready, .submitted, .inReview, .accepted]
        case .submit: [.ready]
        case .review: [.submitted]
        case .accept: [.inReview]
        case .approve: [.accepted]
        }
    }

    /// Makes a move.
    ///
    /// - Throws: `Problem` `return.changed` when the decision is about another content,
    ///   `return.wrong_state`, or `return.same_person` when the approver also reviewed.
    package mutating func take(_ move: ReturnMove, by person: PersonID) throws(Problem) {
        #if MUTANTS
        if Mutant.approvedUnread.isOn, move.name == .approve, state == .accepted {
            return try advance(move, by: person)
        }
        #endif
        if let decided = move.decidedContent, let content, decided != content {
            throw Problem(
                .returnChanged,
                "The return was corrected after this content was read: the decision was about"
                    + " \(decided.short), the return is now \(content.short). Nothing was decided."
                    + " Read the new revision and decide again."
            )
        }
        guard Self.origins(of: move.name).contains(state) else {
            throw Problem(
                .returnWrongState,
                "A return that is \(state.words) cannot be \(move.name.done). Nothing was changed."
                    + " See where it stands with: keeplocal return show"
            )
        }
        if case .approve = move, person == reviewer || person == accepter {
            throw Problem(
                .returnSamePerson,
                "The person who reviewed or accepted a return cannot approve it as well."
                    + " Ask a champion who did not review it."
            )
        }
        try advance(move, by: person)
    }

    private mutating func advance(_ move: ReturnMove, by person: PersonID) throws(Problem) {
        switch move {
        case .prepare:
            state = .ready
            (reviewer, accepter) = (nil, nil)
        case .submit(let revision):
            do {
                content = try revision.contentHash()
            } catch {
                throw Problem(.changeMalformed, "The return cannot be written as JSON: \(error)")
            }
            revisions.append(revision)
            state = .submitted
            (reviewer, accepter) = (nil, nil)
        case .review: (state, reviewer) = (.inReview, person)
        case .accept: (state, accepter) = (.accepted, person)
        case .approve: (state, approver) = (.approved, person)
        }
    }
}

extension RecordState {
    /// What a council approved stays as it was reviewed.
    ///
    /// - Throws: `Problem` `return.wrong_state` for a return that was approved.
    package func requireUnapproved() throws(Problem) {
        guard steps.contains(where: { $0.step.isApproval }),
            ReturnProgress(self).state == .approved
        else { return }
        throw Problem(
            .returnWrongState,
            "This return was approved, so it stays as it is. Nothing was changed."
        )
    }
}

extension Step {
    fileprivate var isApproval: Bool {
        if case .move(.approve) = self { return true }
        return false
    }
}

extension ReturnState {
    package var words: String { self == .inReview ? "in review" : rawValue }
}

extension ReturnMove.Name {
    package var done: String {
        switch self {
        case .prepare: "prepared"
        case .submit: "submitted"
        case .review: "reviewed"
        case .accept: "accepted"
        case .approve: "approved"
        }
    }
}

extension Hash {
    /// The first twelve digits, enough to tell two apart by eye.
    package var short: String { String(description.prefix(12)) }
}
