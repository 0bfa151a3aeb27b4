// SPDX-License-Identifier: Apache-2.0

/// How far a return has come: the fold of its moves in log order.
package struct ReturnProgress: Hashable, Sendable {
    package internal(set) var state: ReturnState = .open
    /// Every revision that was submitted, the first one first; each is kept as it was reported.
    package private(set) var revisions: [ReturnRevision] = []
    /// Who submitted each of them, and when, in the same order.
    package private(set) var submissions: [ReturnSignature] = []
    /// The hash of the last revision; nil before the first was submitted.
    package private(set) var content: Hash?
    var approved: ReturnRevision?
    /// What the council has taken as the organisation's figures: what is accepted, else what was
    /// approved last, also while a correction of it is under way.
    package var reported: ReturnRevision? {
        switch state {
        case .accepted: revisions.last
        case .void: nil
        default: approved
        }
    }
    /// Who did what with the last revision.
    package internal(set) var submission: ReturnSignature?
    /// Who submitted the first revision, and when: that day says whether it was in time.
    package internal(set) var firstSubmission: ReturnSignature?
    /// The council's first word about it since it was first submitted: a question, a hand-back or
    /// an acceptance.
    package internal(set) var firstFeedback: ReturnSignature?
    /// What withdrawing took back: a return that is forced out of that state was sent then.
    var retracted: Sending?
    package internal(set) var review: ReturnSignature?
    package internal(set) var acceptance: ReturnSignature?
    package internal(set) var approval: ReturnSignature?
    package internal(set) var publication: ReturnSignature?
    package internal(set) var endorsements: [ReturnSignature] = []
    package internal(set) var queries: [ReturnQuery] = []
    /// Every time that it was given back.
    package private(set) var comments: [ReturnComments] = []
    /// Sections that somebody said are complete, since it was last submitted.
    package private(set) var completed: [FieldPath: ReturnSignature] = [:]
    /// Who asked that it be opened again, since it was approved.
    package internal(set) var pleas: [ReturnSignature] = []
    /// What administrators asked to be put into another state, the first one first.
    package internal(set) var forces: [ReturnForce] = []
    /// What people did since it was opened, or opened again, that keeps them from approving it.
    package internal(set) var parts: [ReturnPart] = []
    /// What was decided about revisions, and undone since, with what undid it.
    package internal(set) var past: [Past] = []
    /// The move that was made last.
    package private(set) var last: Last?

    package struct Last: Hashable, Sendable {
        package let move: ReturnMove.Name
        package let by: ReturnSignature

        package init(move: ReturnMove.Name, by: ReturnSignature) {
            (self.move, self.by) = (move, by)
        }
    }

    package init(_ state: RecordState) {
        for taken in state.steps {
            guard case .move(let move) = taken.step else { continue }
            // A move that does not apply was never stored by a server; an unsent one that no
            // longer applies is shown by `status`, not here.
            try? take(move, taken.stamp)
        }
    }

    package init() {}

    package var reviewer: PersonID? { review?.person }
    package var accepter: PersonID? { acceptance?.person }
    package var approver: PersonID? { approval?.person }

    /// Makes a move.
    ///
    /// - Throws: `Problem` `return.changed` when the decision is about another content,
    ///   `return.wrong_state`, `return.same_person` for who `mayApprove` leaves out,
    ///   `reason.missing`, or `return.no_query` for an answer to no open question.
    package mutating func take(_ move: ReturnMove, _ stamp: Stamp) throws(Problem) {
        #if MUTANTS
        if Mutant.approvedUnread.isOn, move.name == .approve, state == .accepted {
            return try advance(move, stamp)
        }
        #endif
        try check(move, stamp)
        try advance(move, stamp)
    }

    private mutating func advance(_ move: ReturnMove, _ stamp: Stamp) throws(Problem) {
        let (signature, former) = (ReturnSignature(stamp), state)
        if [.query, .giveBack, .accept].contains(move.name) {
            firstFeedback = firstFeedback ?? signature
        }
        switch move {
        case .complete(let section): completed[section] = signature
        case .prepare: undo()
        case .submit(let revision): try freeze(revision, signature)
        case .review: review = signature
        case .query(let content, let field, let due):
            queries.append(
                ReturnQuery(signature, about: content, revision: revisions.count, field, due)
            )
        case .answer(let query):
            for index in queries.indices where queries[index].id == query {
                queries[index].answer = signature
            }
        case .giveBack(let content, let fields):
            comments.append(
                ReturnComments(signature, about: content, revision: revisions.count, fields)
            )
        case .accept: acceptance = signature
        case .approve(_, let role, _):
            (approval, approved) = (ReturnSignature(stamp, role: role), revisions.last)
        case .publish: publication = signature
        case .endorse: endorsements.append(signature)
        case .askReopen: pleas.append(signature)
        case .reopen:
            undo()
            past.append(Past(.reopen, signature, revision: revisions.count))
        case .withdraw: retract()
        case .void: break
        case .force(let to, let content): force(to, content, signature)
        }
        if let next = ReturnRule.of(move.name).to {
            state = next == .answered && queries.contains(where: \.isOpen) ? .queried : next
        }
        if move.name != .force, ReturnRule.of(move.name).to != nil { overtakeForces() }
        notePart(move, by: signature.person, from: former)
        last = Last(move: move.name, by: signature)
    }

    private mutating func freeze(
        _ revision: ReturnRevision,
        _ signature: ReturnSignature
    ) throws(Problem) {
        do {
            content = try revision.contentHash()
        } catch {
            throw Problem(.changeMalformed, "The return cannot be written as JSON: \(error)")
        }
        revisions.append(revision)
        submissions.append(signature)
        (submission, review, acceptance, completed) = (signature, nil, nil, [:])
        (firstSubmission, retracted) = (firstSubmission ?? signature, nil)
        for index in queries.indices where queries[index].isOpen {
            queries[index].isOvertaken = true
        }
        for index in comments.indices { comments[index].isOvertaken = true }
    }
}
