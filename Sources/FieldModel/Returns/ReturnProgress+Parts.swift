// SPDX-License-Identifier: Apache-2.0

/// What somebody did with a return that keeps them from approving it.
package struct ReturnPart: Hashable, Sendable {
    package let person: PersonID
    package let move: ReturnMove.Name
    /// Which revision it was about; the first is 1.
    package let revision: Int
}

extension ReturnProgress {
    /// False for who had a part in any revision since the return was opened, or opened again: four
    /// eyes are those of two people, whatever was corrected in between.
    package func mayApprove(_ person: PersonID) -> Bool {
        !isPartOfLast(person) && !parts.contains { $0.person == person }
    }

    private func isPartOfLast(_ person: PersonID) -> Bool {
        [submission, review, acceptance].contains { $0?.person == person }
    }

    /// An approval that a server stored was judged by the rule of its day, which looked at the last
    /// revision only: it stands.
    func checkApprover(_ stamp: Stamp) throws(Problem) {
        guard stamp.isStored ? isPartOfLast(stamp.author) : !mayApprove(stamp.author) else {
            return
        }
        let part = parts.last { $0.person == stamp.author }.map {
            "Revision \($0.revision) of this return was \($0.move.done) by the same person"
        }
        throw Problem(
            .returnSamePerson,
            "\(part ?? "The same person had a part in this return"), so another one approves it,"
                + " also when it was corrected since. Nothing was decided. Ask a champion in senior"
                + " leadership who did none of it. If there is no other, an administrator can name"
                + " one: keeplocal admin grant add"
        )
    }

    /// Administrators hold no return, but one of them can be on the council's side as well.
    func checkForcing(_ to: ReturnState, _ stamp: Stamp) throws(Problem) {
        guard [.approved, .published].contains(to) else { return }
        let looks: [ReturnMove.Name] = [.submit, .review, .accept]
        let hasLooked = parts.contains { $0.person == stamp.author && looks.contains($0.move) }
        let isReviewer = [review, acceptance].contains { $0?.person == stamp.author }
        guard isReviewer || (hasLooked && !stamp.isStored) else { return }
        throw Problem(
            .returnSamePerson,
            "The person who submitted, reviewed or accepted a return, in this revision or an"
                + " earlier one, cannot force its approval. Another administrator can."
        )
    }

    /// Called after the move was made.
    mutating func notePart(_ move: ReturnMove, by person: PersonID, from former: ReturnState) {
        if case .force(let to, _) = move {
            guard let done = forces.last(where: \.isDone), done.to == to, state == to else {
                return
            }
            if to == .reopened, [.approved, .published].contains(former) { return parts = [] }
            // Before anything was submitted it is about what becomes the first one.
            let revision = max(1, revisions.count)
            parts += done.said.map {
                ReturnPart(person: $0.person, move: .force, revision: revision)
            }
            return
        }
        if case .reopen = move { return parts = [] }
        guard ReturnRule.of(move.name).keepsFromApproving else { return }
        let isAboutNext = [.complete, .prepare].contains(move.name)
        let revision = revisions.count + (isAboutNext ? 1 : 0)
        parts.append(ReturnPart(person: person, move: move.name, revision: revision))
    }
}

extension Stamp {
    fileprivate var isStored: Bool { version != nil }
}
