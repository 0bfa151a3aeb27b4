// SPDX-License-Identifier: Apache-2.0

/// The workflow of a return as one table: the fold, the permissions, the documentation and the
/// commands all read it.
package struct ReturnRule: Hashable, Sendable {
    package let move: ReturnMove.Name
    package let from: Set<ReturnState>
    /// Nil where the state stays.
    package let to: ReturnState?
    package let roles: Set<Role>
    /// True for a move that must be made with words: a question, an answer, a reason.
    package let needsReason: Bool
    /// True for a move whose author approves neither this revision nor a later one.
    ///
    /// A question is none: it brings nothing further, so a champion may ask and approve.
    package let keepsFromApproving: Bool

    private init(
        _ move: ReturnMove.Name,
        from: Set<ReturnState>,
        to: ReturnState? = nil,
        by roles: Set<Role>,
        needsReason: Bool = false,
        keepsFromApproving: Bool = false
    ) {
        (self.move, self.from, self.to) = (move, from, to)
        (self.roles, self.needsReason) = (roles, needsReason)
        self.keepsFromApproving = keepsFromApproving
    }

    /// The move of the usual way after which this one may be made; nil where it may be made now, or
    /// where more than one comes before it.
    package func before(in state: ReturnState) -> ReturnMove.Name? {
        guard !from.contains(state) else { return nil }
        return Self.table.first { rule in
            !rule.needsReason && rule.from.contains(state) && rule.to.map(from.contains) == true
        }?.move
    }

    private static let organisation: Set<Role> = [.coordinator, .signatory]
    private static let written: Set<ReturnState> = [.open, .returned, .reopened]
    private static let looked: Set<ReturnState> = [.inReview, .queried, .answered]

    /// One row a move, in the order in which most returns go.
    package static let table: [ReturnRule] = [
        Self(
            .complete,
            from: written,
            by: organisation.union([.worker]),
            keepsFromApproving: true
        ),
        Self(
            .prepare,
            from: written.union(looked).union([.ready, .submitted, .accepted, .withdrawn]),
            to: .ready,
            by: organisation,
            keepsFromApproving: true
        ),
        Self(
            .submit,
            from: [.ready],
            to: .submitted,
            by: organisation,
            keepsFromApproving: true
        ),
        Self(
            .review,
            from: [.submitted, .answered],
            to: .inReview,
            by: [.reviewer],
            keepsFromApproving: true
        ),
        Self(
            .query,
            from: looked,
            to: .queried,
            by: [.reviewer, .seniorChampion],
            needsReason: true
        ),
        Self(
            .answer,
            from: [.queried],
            to: .answered,
            by: organisation,
            needsReason: true,
            keepsFromApproving: true
        ),
        Self(
            .giveBack,
            from: looked,
            to: .returned,
            by: [.reviewer, .seniorChampion],
            needsReason: true
        ),
        Self(
            .accept,
            from: [.inReview, .answered],
            to: .accepted,
            by: [.reviewer],
            keepsFromApproving: true
        ),
        Self(.approve, from: [.accepted], to: .approved, by: [.seniorChampion]),
        Self(.publish, from: [.approved], to: .published, by: [.seniorChampion]),
        Self(.endorse, from: [.approved, .published], by: [.cabinetChampion]),
        Self(
            .withdraw,
            from: looked.union([.ready, .submitted]),
            to: .withdrawn,
            by: organisation,
            needsReason: true
        ),
        Self(
            .askReopen,
            from: [.approved, .published],
            by: organisation.union([.reviewer]),
            needsReason: true
        ),
        Self(
            .reopen,
            from: [.approved, .published],
            to: .reopened,
            by: [.seniorChampion],
            needsReason: true
        ),
        Self(
            .void,
            from: written.union(looked).union([.ready, .submitted, .withdrawn]),
            to: .void,
            by: organisation.union([.reviewer]),
            needsReason: true
        ),
        Self(
            .force,
            from: Set(ReturnState.allCases),
            by: [.administrator],
            needsReason: true,
            keepsFromApproving: true
        ),
    ]

    private static let rows = Dictionary(uniqueKeysWithValues: table.map { ($0.move, $0) })

    package static func of(_ move: ReturnMove.Name) -> ReturnRule {
        rows[move] ?? Self(move, from: [], by: [])
    }
}
