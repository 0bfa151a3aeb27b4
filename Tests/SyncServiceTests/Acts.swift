// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService

/// What a test begins with; the acts of it are in the installation's log, so that a test can count
/// from the beginning of a council's.
extension StorageWriter {
    func place(_ organisation: DirectoryEntry.Organisation) throws {
        try save(organisation)
        try record(.organisation(organisation), in: nil, by: nil, at: World.start)
    }

    func place(_ person: PersonID, called name: String, with grant: Grant) throws {
        try add(DirectoryEntry.Person(id: person, name: name), by: nil, at: World.start)
        try place(grant, of: person)
    }

    func place(_ grant: Grant, of person: PersonID) throws {
        try save(grant, of: person, revoked: nil)
        try record(.granted(grant, person: person), in: nil, by: nil, at: World.start)
    }

    func takeAway(_ grant: Grant, from person: PersonID) throws {
        try save(grant, of: person, revoked: World.start)
        try record(.withdrawn(grant, person: person), in: nil, by: nil, at: World.start)
    }
}
