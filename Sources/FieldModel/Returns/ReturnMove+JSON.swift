// SPDX-License-Identifier: Apache-2.0

extension ReturnMove {
    /// The members of a move as they are read, in any order.
    struct Parts {
        private(set) var name: Name?
        private var content: Hash?
        private var revision: ReturnRevision?
        private var section: FieldPath?
        private var field: FieldPath?
        private var due: PlainDate?
        private var query: ChangeID?
        private var comments: [FieldPath: String]?
        private var role: Role?
        private var proof: String?
        private var to: ReturnState?

        mutating func read(_ key: String, _ json: inout JSONReader) throws(JSONFault) {
            switch key {
            case "move": name = try Name(from: &json)
            case "content": content = try json.optional()
            case "revision": revision = try json.optional()
            case "section": section = try json.optional()
            case "field": field = try json.optional()
            case "due": due = try json.optional()
            case "query": query = try json.optional()
            case "comments": comments = try json.optional()
            case "as": role = try json.optional()
            case "proof": proof = try json.optional()
            case "to": to = try json.optional()
            default: try json.skip()
            }
        }

        func whole() throws(JSONFault) -> ReturnMove {
            switch try required(name, "move") {
            case .complete: .complete(section: try required(section, "section"))
            case .prepare: .prepare
            case .submit: .submit(revision: try required(revision, "revision"))
            case .review: .review(content: try decided())
            case .query: .query(content: try decided(), field: field, due: due)
            case .answer: .answer(query: try required(query, "query"))
            case .giveBack: .giveBack(content: try decided(), comments: comments ?? [:])
            case .accept: .accept(content: try decided())
            case .approve: .approve(content: try decided(), role: role, proof: proof)
            case .publish: .publish(content: try decided())
            case .endorse: .endorse(content: try decided())
            case .withdraw: .withdraw
            case .askReopen: .askReopen
            case .reopen: .reopen(content: try decided())
            case .void: .void
            case .force: .force(to: try required(to, "to"), content: content)
            }
        }

        private func decided() throws(JSONFault) -> Hash { try required(content, "content") }
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            if case .approve(_, let role, _) = self { json.member("as", role) }
            if case .giveBack(_, let comments) = self, !comments.isEmpty {
                json.member("comments", comments)
            }
            json.member("content", decidedContent)
            if case .query(_, let field, let due) = self {
                json.member("due", due)
                json.member("field", field)
            }
            json.member("move", name)
            if case .approve(_, _, let proof) = self { json.member("proof", proof) }
            if case .answer(let query) = self { json.member("query", query) }
            if case .submit(let revision) = self { json.member("revision", revision) }
            if case .complete(let section) = self { json.member("section", section) }
            if case .force(let to, _) = self { json.member("to", to) }
        }
    }
}

extension ReturnMove.Name: CanonicalJSON {}
extension ReturnState: CanonicalJSON {}
extension Role: CanonicalJSON {}
