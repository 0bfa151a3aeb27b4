// SPDX-License-Identifier: Apache-2.0

/// What a person is to an organisation, a council or the whole installation.
package enum Role: String, Codable, Sendable, CaseIterable {
    case worker, coordinator, signatory
    case reviewer
    case seniorChampion = "senior_champion"
    case cabinetChampion = "cabinet_champion"
    case finance
    /// Locality: public aggregates only.
    case network
    case administrator
    case auditor

    package enum Place: Sendable { case organisation, council, installation }

    /// Several people who have it, as sentences call them.
    package var people: String {
        switch self {
        case .worker: "workers"
        case .coordinator: "coordinators"
        case .signatory: "signatories"
        case .reviewer: "reviewers"
        case .seniorChampion: "champions in senior leadership"
        case .cabinetChampion: "champions in cabinet"
        case .finance: "finance"
        case .network: "the network"
        case .administrator: "administrators"
        case .auditor: "auditors"
        }
    }

    package var place: Place {
        switch self {
        case .worker, .coordinator, .signatory: .organisation
        case .reviewer, .seniorChampion, .cabinetChampion, .finance: .council
        case .network, .administrator, .auditor: .installation
        }
    }
}

/// A role given to a person, with the place it holds in.
package struct Grant: Hashable, Sendable, Codable {
    package let role: Role
    package let council: CouncilID?
    package let organisation: OrganisationID?

    /// Nil when the place does not fit the role.
    package init?(role: Role, council: CouncilID?, organisation: OrganisationID?) {
        switch role.place {
        case .organisation: guard council != nil, organisation != nil else { return nil }
        case .council: guard council != nil, organisation == nil else { return nil }
        case .installation: guard council == nil, organisation == nil else { return nil }
        }
        (self.role, self.council, self.organisation) = (role, council, organisation)
    }
}

/// Who acts.
package struct Actor: Hashable, Sendable {
    package let person: PersonID
    package let grants: Set<Grant>

    package init(person: PersonID, grants: some Sequence<Grant>) {
        self.person = person
        self.grants = Set(grants)
    }

    package var isAdministrator: Bool { grants.contains { $0.role == .administrator } }
}
