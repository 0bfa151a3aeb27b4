// SPDX-License-Identifier: Apache-2.0

/// That a return was put into another state past the table of moves, or is asked to be.
///
/// One administrator asks; it is done when another says the same about the same content. Any move
/// that leads on in between overtakes it.
package struct ReturnForce: Hashable, Sendable {
    package let from: ReturnState
    package let to: ReturnState
    package let content: Hash?
    /// The administrator who asked, and the one who made it so.
    package internal(set) var said: [ReturnSignature]
    package internal(set) var isOvertaken = false

    package var isDone: Bool { said.count > 1 }
    package var isOpen: Bool { !isDone && !isOvertaken }
}

extension ReturnState {
    /// What has to be submitted before, so that there is something which it is said about.
    fileprivate var isAboutContent: Bool { ![.open, .ready, .withdrawn, .void].contains(self) }

    /// Why nobody can put a return from this state into another one; nil where two may.
    package func hindrance(forcing to: ReturnState, isSubmitted: Bool) -> String? {
        if to == self { return "It is \(words) already." }
        if [.queried, .answered].contains(to) {
            return "A question is asked and answered in words; it cannot be forced."
        }
        if to.isAboutContent, !isSubmitted {
            return "It was never submitted, so there is no content that could be \(to.words)."
        }
        return nil
    }
}

extension ReturnProgress {
    func checkForce(
        _ to: ReturnState,
        _ decided: Hash?,
        _ stamp: Stamp
    ) throws(Problem) {
        guard decided == content else {
            throw Problem(
                .returnChanged,
                "The return is not what it was when this was asked. Nothing was forced. Look at it"
                    + " again: keeplocal admin return list"
            )
        }
        if let why = state.hindrance(forcing: to, isSubmitted: content != nil) {
            throw Problem(.returnWrongState, "\(why) Nothing was forced.")
        }
        let open = forces.filter { $0.isOpen && $0.to == to }
        guard !open.contains(where: { $0.said.contains { $0.person == stamp.author } }) else {
            throw Problem(
                .returnSamePerson,
                "You asked for this already. Another administrator has to say the same, with a"
                    + " reason of their own."
            )
        }
        try checkForcing(to, stamp)
    }

    /// The first to say so is only noted.
    mutating func force(_ to: ReturnState, _ content: Hash?, _ signature: ReturnSignature) {
        guard let index = forces.firstIndex(where: { $0.isOpen && $0.to == to }) else {
            forces.append(ReturnForce(from: state, to: to, content: content, said: [signature]))
            return
        }
        forces[index].said.append(signature)
        overtakeForces()
        for index in queries.indices where queries[index].isOpen {
            queries[index].isOvertaken = true
        }
        clear(for: to)
        if to.isAboutContent { restore() }
        state = to
    }

    mutating func overtakeForces() {
        for index in forces.indices where forces[index].isOpen { forces[index].isOvertaken = true }
    }

    /// Lets go of what stands only in later states; who forced it approves nothing by that.
    private mutating func clear(for to: ReturnState) {
        if [.approved, .published].contains(to) {
            if to == .approved {
                keepPast([.publish])
                publication = nil
            }
            approved = revisions.last
            return
        }
        guard [.inReview, .accepted].contains(to) else {
            undo()
            if to == .withdrawn { retract() }
            return
        }
        keepPast([.approve, .publish, .endorse, .askReopen])
        (approval, publication, endorsements, pleas) = (nil, nil, [], [])
        guard to == .inReview else { return }
        keepPast([.accept])
        acceptance = nil
    }
}
