// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Which decisions about this person's answers have come to this device, and which of them nobody
/// has read here; each by the change that decided, as one that is made anew is new.
private struct DecisionNotes: Hashable {
    var known: Set<ChangeID>
    var unread: Set<ChangeID>

    mutating func note(_ told: Set<ChangeID>) {
        // What messages do not show any more is not waited for.
        unread = unread.intersection(told).union(told.subtracting(known))
        known.formUnion(told)
    }
}

extension FieldStore {
    /// Notes the decisions that have come; after every sync, as one that broke off brought some.
    ///
    /// - Returns: How many about this person's answers they have not read yet.
    /// - Complexity: As `decisionsTold`; nothing is written where none is new.
    package func noteDecisions() throws -> Int {
        if let unread = try read({ try $0.unnoted() == nil ? $0.unreadDecisions().count : nil }) {
            return unread
        }
        return try write { session in
            if let notes = try session.unnoted() { try session.keep(notes) }
            return try session.unreadDecisions().count
        }
    }

    /// The messages of these were shown.
    ///
    /// Best effort: where another program is writing, they stay new until they are shown again.
    package func markRead(_ decisions: Set<ChangeID>) {
        guard !decisions.isEmpty else { return }
        _ = try? writeIfFree { session in
            var notes = try session.decisionNotes()
            notes.unread.subtract(decisions)
            try session.keep(notes)
        }
    }
}

extension StoreSession {
    private static let known = "decisionsKnown"
    private static let unread = "decisionsUnread"

    /// The changes that decided about answers of this person, and of which they were not told.
    package func unreadDecisions() throws -> Set<ChangeID> {
        Set(try fact(Self.unread, as: [ChangeID].self) ?? [])
    }

    /// Records are gone, and with them what was decided about them.
    func forgetUnreadDecisions() throws { try forget(Self.unread) }

    fileprivate func decisionNotes() throws -> DecisionNotes {
        DecisionNotes(
            known: Set(try fact(Self.known, as: [ChangeID].self) ?? []),
            unread: try unreadDecisions()
        )
    }

    fileprivate func keep(_ notes: DecisionNotes) throws {
        try set(Self.known, notes.known.sorted())
        try set(Self.unread, notes.unread.sorted())
    }

    /// The notes as they are to be; nil where they are so.
    fileprivate func unnoted() throws -> DecisionNotes? {
        let former = try decisionNotes()
        var notes = former
        let told = Set(try decisionsTold().map(\.resolution.change))
        guard try fact(Self.known, as: [ChangeID].self) != nil else {
            // A device that never noted any has told them by its messages.
            return DecisionNotes(known: told, unread: [])
        }
        notes.note(told)
        return notes == former ? nil : notes
    }
}
