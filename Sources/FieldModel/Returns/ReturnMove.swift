// SPDX-License-Identifier: Apache-2.0

/// A move of a return; who may make which, and from where, is the table in `ReturnWorkflow`.
///
/// Every decision names the hash of the content it was made about. What a move says in words (a
/// question, an answer, a reply, why) is the reason of its change.
package enum ReturnMove: Hashable, Sendable {
    /// Says that one section is complete; the state stays.
    case complete(section: FieldPath)
    /// The organisation has checked it.
    case prepare
    /// Freezes the content; from then on it is this revision that is reviewed.
    case submit(revision: ReturnRevision)
    case review(content: Hash)
    /// Asks about a field, or about the whole; the change that asks names the question.
    case query(content: Hash, field: FieldPath? = nil, due: PlainDate? = nil)
    case answer(query: ChangeID)
    /// Hands it back for changes, with words at the fields that they are about.
    case giveBack(content: Hash, comments: [FieldPath: String] = [:])
    case accept(content: Hash)
    /// `role` is what its author was on that day; `proof` a signature of an `ApprovalClaim`, sealed
    /// to the server.
    case approve(content: Hash, role: Role? = nil, proof: String? = nil)
    case publish(content: Hash)
    /// The cabinet champion has taken note; the state stays.
    case endorse(content: Hash)
    case withdraw
    /// Asks that an approved return be opened again; the state stays.
    case askReopen
    case reopen(content: Hash)
    /// It was for a wrong service or period.
    case void
    /// Two administrators put it into another state; the state stays until the second says so too.
    ///
    /// `content` is nil only for a return that was never submitted.
    case force(to: ReturnState, content: Hash?)

    package enum Name: String, Codable, Sendable, CaseIterable {
        case complete, prepare, submit, review, query, answer
        case giveBack = "give_back"
        case accept, approve, publish, endorse, withdraw
        case askReopen = "ask_reopen"
        case reopen, void, force
    }

    package var name: Name {
        switch self {
        case .complete: .complete
        case .prepare: .prepare
        case .submit: .submit
        case .review: .review
        case .query: .query
        case .answer: .answer
        case .giveBack: .giveBack
        case .accept: .accept
        case .approve: .approve
        case .publish: .publish
        case .endorse: .endorse
        case .withdraw: .withdraw
        case .askReopen: .askReopen
        case .reopen: .reopen
        case .void: .void
        case .force: .force
        }
    }

    /// The content that a decision was made about.
    package var decidedContent: Hash? {
        switch self {
        case .review(let content), .query(let content, _, _), .giveBack(let content, _),
            .accept(let content), .approve(let content, _, _), .publish(let content),
            .endorse(let content), .reopen(let content):
            content
        case .force(_, let content): content
        case .complete, .prepare, .submit, .answer, .withdraw, .askReopen, .void: nil
        }
    }
}

extension ReturnMove.Name {
    package var done: String {
        switch self {
        case .complete: "completed in part"
        case .prepare: "prepared"
        case .submit: "submitted"
        case .review: "reviewed"
        case .query: "asked about"
        case .answer: "answered"
        case .giveBack: "given back"
        case .accept: "accepted"
        case .approve: "approved"
        case .publish: "published"
        case .endorse: "endorsed"
        case .withdraw: "withdrawn"
        case .askReopen: "asked to be opened again"
        case .reopen: "opened again"
        case .void: "made void"
        case .force: "forced"
        }
    }
}
