// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation

/// Acts that change the directory: what is kept and what the log says of it, in one transaction, as
/// `verify` compares the two.
extension StorageWriter {
    package func add(
        _ organisation: DirectoryEntry.Organisation,
        by giver: PersonID?,
        at now: Instant
    ) throws {
        try save(organisation)
        try record(.organisation(organisation), in: organisation.council, by: giver, at: now)
    }

    package func add(
        _ person: DirectoryEntry.Person,
        by giver: PersonID?,
        at now: Instant
    ) throws {
        try save(person)
        try record(.person(person), in: nil, by: giver, at: now)
    }

    /// Gives a person a role; the log of the council that it holds in says so.
    package func give(
        _ grant: Grant,
        to person: PersonID,
        by giver: PersonID?,
        at now: Instant
    ) throws {
        try save(grant, of: person, revoked: nil)
        try record(.granted(grant, person: person), in: grant.council, by: giver, at: now)
    }

    package func withdraw(
        _ grant: Grant,
        from person: PersonID,
        by giver: PersonID?,
        at now: Instant
    ) throws {
        try save(grant, of: person, revoked: now)
        try record(.withdrawn(grant, person: person), in: grant.council, by: giver, at: now)
    }

    package func add(
        _ form: FormID,
        version: Int,
        definition: Data,
        by giver: PersonID?,
        at now: Instant
    ) throws {
        try saveForm(form, version: version, definition: definition)
        let hash = Hash(of: definition)
        try record(.form(form, version: version, hash: hash), in: nil, by: giver, at: now)
    }

    /// A new device, under the key that it shows from now on.
    package func add(_ device: StoredDevice, by giver: PersonID?) throws {
        try save(device)
        let (token, name) = (device.token, device.name)
        let event: DirectoryEvent =
            if let parent = device.parent {
                .forked(device.id, from: parent, person: device.person, token: token, name: name)
            } else {
                .enrolled(device.id, person: device.person, token: token, name: name)
            }
        try record(event, in: nil, by: giver, at: device.enrolled)
    }
}
