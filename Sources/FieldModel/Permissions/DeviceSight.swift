// SPDX-License-Identifier: Apache-2.0

/// What a role is told of the devices in its place.
package enum DeviceSight: Int, Sendable, Comparable {
    case nothing
    /// How many there are, and how many have synced.
    case counts
    /// Also which of an organisation's have not been seen, and when each was.
    case each

    package static func < (one: DeviceSight, other: DeviceSight) -> Bool {
        one.rawValue < other.rawValue
    }
}

extension Role {
    /// A worker knows of their own device, and Locality reads what councils tell everybody.
    package var deviceSight: DeviceSight {
        switch self {
        case .worker, .network: .nothing
        case .coordinator: .each
        case .signatory, .reviewer, .seniorChampion, .cabinetChampion, .finance: .counts
        case .administrator, .auditor: .counts
        }
    }
}

extension Actor {
    /// True for somebody who is told of devices anywhere.
    package var seesDevices: Bool { grants.contains { $0.role.deviceSight > .nothing } }

    /// What this person is told of the devices of an organisation; without one, of all people with
    /// a role in the council.
    package func deviceSight(
        of organisation: OrganisationID?,
        in council: CouncilID
    ) -> DeviceSight {
        let sights = grants.compactMap { grant -> DeviceSight? in
            switch grant.role.place {
            case .organisation:
                guard organisation != nil, grant.organisation == organisation,
                    grant.council == council
                else { return nil }
            case .council: guard grant.council == council else { return nil }
            case .installation: break
            }
            return grant.role.deviceSight
        }
        return sights.max() ?? .nothing
    }
}
