// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Which decisions about this person's answers have come to this device, and which of them nobody
/// has read here.
private struct DecisionNotes: Hashable, Codable {
    static let key = "decisions"
    /// By the change that decided: a decision that was undone and made anew is a new one.
    var known: Set<ChangeID> = []
    var unread: Set<ChangeID> = []

    mutating func note(_ told: Set<ChangeID>) {
        unread = unread.intersection(told).union(told.subtracting(known))
        known = told
    }
}

extension FieldStore {
    /// Notes the decisions that came with a sync.
    ///
    /// - Returns: How many about this person's answers they have not read yet.
    /// - Complexity: As `decisionsTold`; nothing is written where none is new.
    package func noteDecisions() throws -> Int {
        let (former, notes) = try read { session in
            let former = try session.decisionNotes()
            var notes = former
            notes.note(Set(try session.decisionsTold().map(\.resolution.change)))
            return (former, notes)
        }
        if notes != former { try write { try $0.set(DecisionNotes.key, notes) } }
        return notes.unread.count
    }

    /// Their messages were shown.
    package func markDecisionsRead() throws {
        guard try !read({ try $0.unreadDecisions() }).isEmpty else { return }
        try write { session in
            var notes = try session.decisionNotes()
            notes.unread = []
            try session.set(DecisionNotes.key, notes)
        }
    }
}

extension StoreSession {
    /// The changes that decided about answers of this person, and of which they were not told.
    package func unreadDecisions() throws -> Set<ChangeID> { try decisionNotes().unread }

    fileprivate func decisionNotes() throws -> DecisionNotes {
        try fact(DecisionNotes.key, as: DecisionNotes.self) ?? DecisionNotes()
    }
}
