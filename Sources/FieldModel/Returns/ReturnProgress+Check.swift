// SPDX-License-Identifier: Apache-2.0

extension ReturnProgress {
    func check(_ move: ReturnMove, _ stamp: Stamp) throws(Problem) {
        if let decided = move.decidedContent, let content, decided != content {
            throw Problem(
                .returnChanged,
                "The return was corrected after this content was read: the decision was about"
                    + " \(decided.short), the return is now \(content.short). Nothing was decided."
                    + " Read the new revision and decide again."
            )
        }
        let rule = ReturnRule.of(move.name)
        guard rule.from.contains(state) else { throw tooEarly(rule) }
        if rule.needsReason, (stamp.reason ?? "").allSatisfy(\.isWhitespace) {
            throw Problem(
                .reasonMissing,
                "A return is not \(move.name.done) without a word. Say why, or what is meant."
            )
        }
        if case .force(let to, let content) = move { try checkForce(to, content, stamp) }
        if case .approve = move { try checkApprover(stamp) }
        if case .answer(let query) = move, !queries.contains(where: { $0.isOpen && $0.id == query })
        {
            throw Problem(
                .returnNoQuery,
                "That question was answered already, or was never asked. See what is open with:"
                    + " keeplocal return show"
            )
        }
    }

    private func tooEarly(_ rule: ReturnRule) -> Problem {
        let first = rule.before(in: state).map { move in
            "What comes first: keeplocal return \(move.rawValue)"
        }
        return Problem(
            .returnWrongState,
            "A return that is \(state.words) cannot be \(rule.move.done). Nothing was changed."
                + " \(first ?? "See where it stands with: keeplocal return show") RETURN"
        )
    }
}

extension RecordState {
    /// What a council approved stays as it was reviewed, until it is opened again.
    ///
    /// - Throws: `Problem` `return.wrong_state` for a return that was approved, or is void.
    package func requireUnsettled() throws(Problem) {
        guard steps.contains(where: { $0.step.isSettling }) else { return }
        let state = ReturnProgress(self).state
        guard state.isSettled else { return }
        throw Problem(
            .returnWrongState,
            state == .void
                ? "This return is void, so it stays as it is. Open another for what is right."
                : "This return was approved, so it stays as it is. Nothing was changed. Ask that it"
                    + " be opened again with: keeplocal return ask-reopen RETURN"
        )
    }
}

extension Step {
    fileprivate var isSettling: Bool {
        switch self {
        case .move(.approve), .move(.void), .move(.force): true
        default: false
        }
    }
}

extension Hash {
    /// The first twelve digits, enough to tell two apart by eye.
    package var short: String { String(description.prefix(12)) }
}
