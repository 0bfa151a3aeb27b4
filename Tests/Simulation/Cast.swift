// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Who takes part: two councils, three organisations, and as many people as there are devices.
struct Cast {
    static let organisations: [(id: OrganisationID, council: CouncilID)] = {
        let (first, second) = (Templates.councils[0], Templates.councils[1])
        return [
            (OrganisationID(high: 1, low: 1), first), (OrganisationID(high: 1, low: 2), first),
            (OrganisationID(high: 1, low: 3), second),
        ]
    }()

    let flavour: Flavour

    /// People of one organisation, who meet over the same records; its council; an administrator;
    /// then whoever else there is.
    func grant(of number: Int) -> Grant? {
        switch number {
        case 0: Self.grant(.coordinator, in: 0)
        case 1: Self.grant(flavour == .disputes ? .coordinator : .worker, in: 0)
        case 2: Self.grant(flavour == .returns ? .reviewer : .worker, in: 0)
        case 3: Self.grant(.administrator, in: 0)
        case 4: Self.grant(flavour == .returns ? .seniorChampion : .worker, in: 0)
        case 5: Self.grant(.coordinator, in: 1)
        case 6: Self.grant(.signatory, in: 0)
        case 7: Self.grant(.reviewer, in: 2)
        case 8: Self.grant(.coordinator, in: 2)
        case 9: Self.grant(.seniorChampion, in: 0)
        default: Self.grant(.worker, in: number % 3)
        }
    }

    static func grant(_ role: Role, in place: Int) -> Grant? {
        let (organisation, council) = organisations[place]
        return Grant(
            role: role,
            council: role.place == .installation ? nil : council,
            organisation: role.place == .organisation ? organisation : nil
        )
    }
}

/// What the people of a history may do, kept beside the server so that checks need not ask it.
struct Rights: Equatable {
    private(set) var grants: [PersonID: Set<Grant>] = [:]
    private(set) var former: [PersonID: Set<Grant>] = [:]

    mutating func give(_ grant: Grant, to person: PersonID) {
        grants[person, default: []].insert(grant)
        former[person]?.remove(grant)
    }

    mutating func take(_ grant: Grant, from person: PersonID) {
        grants[person]?.remove(grant)
        former[person, default: []].insert(grant)
    }

    func feeds(of person: PersonID) -> Set<Feed> {
        Actor(person: person, grants: grants[person] ?? []).feeds(councils: Templates.councils)
    }
}
