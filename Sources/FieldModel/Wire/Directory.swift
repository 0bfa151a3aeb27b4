// SPDX-License-Identifier: Apache-2.0

/// A council, organisation or person that a device may know by name.
package enum DirectoryEntry: Sendable, Codable, Hashable {
    case council(Council)
    case organisation(Organisation)
    case person(Person)

    package struct Council: Sendable, Codable, Hashable {
        package let id: CouncilID
        package let name: String
        package let gss: String?
        package let region: String?
        /// Its identifier in org-id.guide, such as `GB-LAE-BRD`.
        package let orgID: String?
        /// What kind of council it is, such as `unitary`.
        package let type: String?
        package let officialName: String?
        /// The smallest number of people that reports for others tell; nil for the usual five.
        package let threshold: Int?
        /// Whether its champions approve with a passphrase only; nil as `optional`.
        package let stepUp: StepUp?

        package enum StepUp: String, Sendable, Codable, CaseIterable {
            /// Of everybody.
            case required
            /// Of who has set one.
            case optional
        }

        /// Below the least, a person in a pair would know the other.
        package static let thresholds = 3...100

        package init(
            id: CouncilID,
            name: String,
            gss: String?,
            region: String?,
            orgID: String? = nil,
            type: String? = nil,
            officialName: String? = nil,
            threshold: Int? = nil,
            stepUp: StepUp? = nil
        ) {
            (self.id, self.name, self.gss, self.region) = (id, name, gss, region)
            (self.orgID, self.type, self.officialName) = (orgID, type, officialName)
            (self.threshold, self.stepUp) = (threshold, stepUp)
        }
    }

    package struct Organisation: Sendable, Codable, Hashable {
        package let id: OrganisationID
        package let council: CouncilID
        package let name: String

        package init(id: OrganisationID, council: CouncilID, name: String) {
            (self.id, self.council, self.name) = (id, council, name)
        }
    }

    package struct Person: Sendable, Codable, Hashable {
        package let id: PersonID
        package let name: String
        /// Those that they enrolled, also revoked ones; nil where nobody said.
        package let devices: [Device]?

        package init(id: PersonID, name: String, devices: [Device]? = nil) {
            (self.id, self.name, self.devices) = (id, name, devices)
        }
    }

    package struct Device: Sendable, Codable, Hashable {
        package let id: DeviceID
        /// That it was enrolled under.
        package let name: String

        package init(id: DeviceID, name: String) { (self.id, self.name) = (id, name) }
    }
}
