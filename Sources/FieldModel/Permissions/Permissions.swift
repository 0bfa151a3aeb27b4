// SPDX-License-Identifier: Apache-2.0

/// What is asked for.
package enum Action: Hashable, Sendable {
    case read, write, delete, resolve, assign
    /// A move of a return.
    case move(ReturnMove.Name)
    /// To stand by a principle assessment.
    case sign
    /// To make case data unreadable for good.
    case erase
    /// Organisations, services, persons, devices, grants.
    case administer
    /// Conflicts of records that one does not receive, their values masked.
    case inspect

    package static let all: [Action] =
        [.read, .write, .delete, .resolve, .assign, .sign, .erase, .administer, .inspect]
        + ReturnMove.Name.allCases.map(Action.move)

    /// As documents and messages call it.
    package var name: String {
        switch self {
        case .move(let move): move.rawValue
        default: String(describing: self)
        }
    }
}

/// What a record is about; its form says so.
package enum Category: String, Codable, Sendable, CaseIterable {
    case caseData = "case"
    case `return`
    case service
    case spend
    case principle
    case measure
    /// Boundaries, named neighbourhoods, need by place, and what became of organisations: public,
    /// and kept by the council.
    case place
    /// Figures of a council that everybody in the network may read: of no person, and of nobody
    /// who could be recognised.
    case aggregate
}

extension Category {
    /// Who may ever receive its records.
    ///
    /// All categories of one audience are read by the same roles: a feed is delivered whole, so
    /// what one of them may not read must have an audience of its own.
    package var audience: Audience {
        switch self {
        case .caseData: .organisation
        case .return, .service, .principle: .council
        case .spend: .finance
        case .measure, .place, .aggregate: .network
        }
    }
}

/// What is acted upon.
package enum Subject: Hashable, Sendable {
    /// A record of some form.
    ///
    /// `writers` are the roles that its form leaves writing to; nil for all that the category does.
    case record(Scope, Category, writers: Set<Role>? = nil)
    /// A council's or the installation's directory.
    case directory(CouncilID?)
}

/// The one table of permissions: every route, the push, and the device ask here.
///
/// A role speaks only within the place of its grant: a worker's within the organisation, a
/// reviewer's within the council.
package func may(_ actor: Actor, _ action: Action, _ subject: Subject) -> Bool {
    actor.grants.contains { grant in
        switch subject {
        case .record(let scope, let category, let writers):
            scope.audience == category.audience && grant.reaches(scope)
                && allowed(grant.role, category, writers: writers).contains(action)
                && (action == .read || grant.owns(scope, category))
        case .directory(let council):
            (grant.council == nil || grant.council == council)
                && grant.role == .administrator && action == .administer
        }
    }
}

/// One row a role, one column a category (`docs/protocol.md` prints it), less what a form keeps to
/// its `writers`.
package func allowed(
    _ role: Role,
    _ category: Category,
    writers: Set<Role>? = nil
) -> Set<Action> {
    let actions = allowedBesidesMoves(role, category).subtracting(kept(from: role, by: writers))
    guard category == .return else { return actions }
    let moves = ReturnRule.table.filter { $0.roles.contains(role) }.map { Action.move($0.move) }
    return actions.union(moves)
}

/// What a form that names its writers keeps from other roles.
///
/// A dispute that the writers leave is still an administrator's to settle, as every other is.
private func kept(from role: Role, by writers: Set<Role>?) -> Set<Action> {
    guard let writers, !writers.contains(role) else { return [] }
    return role.place == .installation ? [.write, .delete] : [.write, .delete, .resolve]
}

/// Who may make which move of a return stands in `ReturnRule.table`.
private func allowedBesidesMoves(_ role: Role, _ category: Category) -> Set<Action> {
    switch (role, category) {
    case (.worker, .caseData): [.read, .write, .delete]
    case (.coordinator, .caseData): [.read, .write, .delete, .resolve, .assign, .erase]
    case (.signatory, .caseData): [.read]
    case (.worker, .return), (.signatory, .return): [.read, .write]
    case (.coordinator, .return): [.read, .write, .resolve, .assign]
    case (.worker, .service), (.coordinator, .service), (.signatory, .service): [.read]
    case (.coordinator, .spend), (.signatory, .spend): [.read]
    case (.worker, .principle), (.signatory, .principle): [.read, .write]
    case (.coordinator, .principle): [.read, .write, .resolve, .assign]

    case (.reviewer, .return), (.seniorChampion, .return), (.cabinetChampion, .return),
        (.finance, .return):
        [.read]
    case (.reviewer, .service): [.read, .write, .delete, .resolve, .assign]
    case (.seniorChampion, .service): [.read, .write, .resolve, .assign]
    case (.cabinetChampion, .service), (.finance, .service): [.read]
    case (.reviewer, .spend), (.seniorChampion, .spend): [.read]
    case (.finance, .spend): [.read, .write, .delete, .resolve, .assign]
    case (.reviewer, .principle): [.read, .write, .resolve, .assign]
    case (.seniorChampion, .principle): [.read, .write, .resolve, .assign, .sign]
    case (.cabinetChampion, .principle): [.read, .write, .sign]
    case (.finance, .principle): [.read]
    case (.reviewer, .place), (.seniorChampion, .place):
        [.read, .write, .delete, .resolve, .assign]
    case (.seniorChampion, .aggregate): [.read, .write, .delete, .resolve, .assign]

    case (.administrator, .caseData): [.resolve, .assign, .inspect, .erase]
    case (.administrator, .service): [.write, .delete, .resolve, .assign, .inspect]
    case (.administrator, .measure), (.administrator, .aggregate):
        [.read, .resolve, .assign, .inspect]
    case (.administrator, .place): [.read, .write, .delete, .resolve, .assign, .inspect]
    case (.administrator, _): [.resolve, .assign, .inspect]
    case (.auditor, .return), (.auditor, .service), (.auditor, .principle): [.read]
    case (_, .measure), (_, .place), (_, .aggregate): [.read]
    default: []
    }
}

extension Grant {
    /// A principle assessment is its author's: an organisation's is how it sees the council, and no
    /// council changes that.
    fileprivate func owns(_ scope: Scope, _ category: Category) -> Bool {
        category != .principle || role.place != .council || scope.organisation == nil
    }

    fileprivate func reaches(_ scope: Scope) -> Bool {
        switch role.place {
        case .organisation:
            council == scope.council
                && (organisation == scope.organisation || scope.audience == .network)
        // Case data belongs to the organisation: no council role reaches it, whatever the table.
        case .council: council == scope.council && scope.audience != .organisation
        case .installation: true
        }
    }
}

extension Actor {
    /// What this person's devices receive: for each role, the audiences of what it may read.
    package func feeds(councils: [CouncilID]) -> Set<Feed> {
        var feeds: Set<Feed> = []
        for grant in grants {
            let audiences = Set(
                Category.allCases.filter { allowed(grant.role, $0).contains(.read) }
                    .map(\.audience)
            )
            for council in councils where grant.council == nil || grant.council == council {
                for audience in audiences {
                    feeds.insert(
                        Feed(
                            council: council,
                            organisation: audience == .network ? nil : grant.organisation,
                            audience: audience
                        )
                    )
                }
            }
        }
        return feeds
    }

    /// On whose behalf this person acts on a record of a scope.
    package func party(in scope: Scope) -> Party {
        if grants.contains(where: {
            $0.role.place == .organisation && $0.organisation == scope.organisation
        }) {
            return .organisation
        }
        return grants.contains { $0.council == scope.council } ? .council : .network
    }
}
