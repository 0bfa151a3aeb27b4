// SPDX-License-Identifier: Apache-2.0

/// What is asked for.
package enum Action: String, Sendable, CaseIterable {
    case read, write, delete, resolve, assign
    case prepare, submit, review, accept, approve
    /// Organisations, services, persons, devices, grants.
    case administer
    /// Conflicts of records that one does not receive, their values masked.
    case inspect
}

/// What a record is about; its form says so.
package enum Category: String, Codable, Sendable, CaseIterable {
    case caseData = "case"
    case `return`
    case service
    case spend
    case principle
    case measure
}

/// What is acted upon.
package enum Subject: Hashable, Sendable {
    case record(Scope, Category)
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
        case .record(let scope, let category):
            grant.reaches(scope) && allowed(grant.role, category, scope).contains(action)
        case .directory(let council):
            (grant.council == nil || grant.council == council)
                && grant.role == .administrator && action == .administer
        }
    }
}

/// One row a role, one column a category (`docs/protocol.md` prints it).
package func allowed(_ role: Role, _ category: Category, _ scope: Scope) -> Set<Action> {
    switch (role, category) {
    case (.worker, .caseData): [.read, .write, .delete]
    case (.coordinator, .caseData): [.read, .write, .delete, .resolve, .assign]
    case (.signatory, .caseData): [.read]
    case (.worker, .return): [.read, .write]
    case (.coordinator, .return): [.read, .write, .prepare, .submit, .resolve, .assign]
    case (.signatory, .return): [.read, .write, .prepare, .submit]
    case (.worker, .service), (.coordinator, .service), (.signatory, .service): [.read]
    case (.coordinator, .spend), (.signatory, .spend): [.read]
    case (.worker, .principle), (.coordinator, .principle), (.signatory, .principle): [.read]

    case (.reviewer, .return): [.read, .review, .accept]
    case (.seniorChampion, .return): [.read, .review, .approve]
    case (.cabinetChampion, .return), (.finance, .return): [.read]
    case (.reviewer, .service): [.read, .write, .delete, .resolve, .assign]
    case (.seniorChampion, .service): [.read, .write, .resolve, .assign]
    case (.cabinetChampion, .service), (.finance, .service): [.read]
    case (.reviewer, .spend), (.seniorChampion, .spend): [.read]
    case (.finance, .spend): [.read, .write, .delete, .resolve, .assign]
    case (.reviewer, .principle): [.read, .write, .resolve, .assign]
    case (.seniorChampion, .principle): [.read, .write, .resolve, .assign]
    case (.cabinetChampion, .principle), (.finance, .principle): [.read]

    case (.administrator, .service): [.read, .write, .delete, .resolve, .assign, .inspect]
    case (.administrator, _): [.resolve, .assign, .inspect]
    case (.auditor, .return), (.auditor, .service), (.auditor, .principle): [.read]
    case (_, .measure): [.read]
    default: []
    }
}

extension Grant {
    fileprivate func reaches(_ scope: Scope) -> Bool {
        switch role.place {
        case .organisation: council == scope.council && organisation == scope.organisation
        // Case data belongs to the organisation: no council role reaches it, whatever the table.
        case .council: council == scope.council && scope.audience != .organisation
        case .installation: true
        }
    }
}

extension Actor {
    /// What this person's devices receive.
    ///
    /// An administrator's device receives no case data.
    package func feeds(councils: [CouncilID]) -> Set<Feed> {
        var feeds: Set<Feed> = []
        for grant in grants {
            for council in councils where grant.council == nil || grant.council == council {
                feeds.insert(Feed(council: council, organisation: nil, audience: .network))
                switch grant.role.place {
                case .organisation:
                    for audience in [Audience.organisation, .council] {
                        feeds.insert(
                            Feed(
                                council: council,
                                organisation: grant.organisation,
                                audience: audience
                            )
                        )
                    }
                case .council:
                    feeds.insert(Feed(council: council, organisation: nil, audience: .council))
                case .installation where grant.role == .auditor:
                    feeds.insert(Feed(council: council, organisation: nil, audience: .council))
                case .installation: break
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
