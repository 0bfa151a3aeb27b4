// SPDX-License-Identifier: Apache-2.0

/// Who may ever receive a record: named by its form, held for the record's whole life.
package enum Audience: String, Codable, Sendable, CaseIterable, Comparable {
    /// Case data: the people of one organisation only.
    case organisation
    /// Returns, services, spend, contracts: the council, and the organisation concerned.
    case council
    /// Spend rows: the organisation concerned, and those who look after spend at the council.
    case finance
    /// Public aggregates: everybody in the network.
    case network

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The (council, organisation, audience) that a record belongs to; it never changes.
package struct Scope: Hashable, Sendable, Codable, Comparable {
    package let council: CouncilID
    package let organisation: OrganisationID?
    package let audience: Audience

    package init(council: CouncilID, organisation: OrganisationID?, audience: Audience) {
        (self.council, self.organisation, self.audience) = (council, organisation, audience)
    }

    package static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}

extension Scope: CustomStringConvertible {
    /// `bradford/019…/organisation`; a dash where no organisation is concerned.
    package var description: String {
        "\(council)/\(organisation?.description ?? "-")/\(audience.rawValue)"
    }
}

/// A part of a council's records that one person receives as a whole.
package struct Feed: Hashable, Sendable, Codable, Comparable {
    package let council: CouncilID
    /// Nil means every organisation of the council, and records of none.
    package let organisation: OrganisationID?
    package let audience: Audience

    package init(council: CouncilID, organisation: OrganisationID?, audience: Audience) {
        (self.council, self.organisation, self.audience) = (council, organisation, audience)
    }

    package func contains(_ scope: Scope) -> Bool {
        council == scope.council && audience == scope.audience
            && (organisation == nil || organisation == scope.organisation)
    }

    package static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}

extension Feed: CustomStringConvertible {
    /// `bradford/*/council`; a star for every organisation.
    package var description: String {
        "\(council)/\(organisation?.description ?? "*")/\(audience.rawValue)"
    }

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let council = CouncilID(parts[0]),
            let audience = Audience(rawValue: parts[2])
        else { return nil }
        let organisation = OrganisationID(parts[1])
        guard parts[1] == "*" || organisation != nil else { return nil }
        self.init(council: council, organisation: organisation, audience: audience)
    }
}
