// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// When a device of somebody with a role in a place was last here.
package struct DeviceSighting: Hashable, Sendable {
    /// Of the role; nil for one of the whole council.
    package let organisation: OrganisationID?
    package let device: DeviceID
    package let person: PersonID
    package let enrolled: Instant
    package let lastSync: Instant?

    package init(
        organisation: OrganisationID?,
        device: DeviceID,
        person: PersonID,
        enrolled: Instant,
        lastSync: Instant?
    ) {
        (self.organisation, self.device, self.person) = (organisation, device, person)
        (self.enrolled, self.lastSync) = (enrolled, lastSync)
    }

    /// What is enrolled was here, though it has told nothing yet.
    package var seen: Instant { lastSync ?? enrolled }
}
