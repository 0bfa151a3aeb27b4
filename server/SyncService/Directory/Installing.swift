// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
import Foundation

extension StorageWriter {
    /// Sets a new installation up: the pack's councils and forms, one administrator, and the code
    /// for that person's first device.
    ///
    /// - Throws: `Problem` `directory.exists` where it was done before; a code for an
    ///   administrator who lost theirs is made by `recoverAdministrator`.
    package func install(_ pack: Pack, epoch: String, now: Instant) throws -> EnrolmentCode {
        guard try setting("epoch") == nil else {
            throw Problem(.alreadyExists, "This database was set up before.")
        }
        try set("epoch", to: epoch)
        for council in pack.councils {
            let entry = DirectoryEntry.Council(
                id: council.id,
                name: council.name,
                gss: council.gss,
                region: council.regionCode,
                orgID: council.orgID,
                type: council.type,
                officialName: council.officialName,
                threshold: council.suppressionThreshold
            )
            try save(entry)
            try record(.council(entry), in: council.id, by: nil, at: now)
        }
        for form in pack.forms {
            try add(
                form.id,
                version: form.version,
                definition: try Canonical.encode(form),
                by: nil,
                at: now
            )
        }
        var random = random
        let person = DirectoryEntry.Person(
            id: .make(at: now, using: &random),
            name: "Administrator"
        )
        try add(person, by: nil, at: now)
        if let grant = Grant(role: .administrator, council: nil, organisation: nil) {
            try give(grant, to: person.id, by: nil, at: now)
        }
        return try makeEnrolmentCode(for: person.id, now: now)
    }

    /// A new code for the first administrator, for whoever can reach the database's files.
    package func recoverAdministrator(now: Instant) throws -> EnrolmentCode {
        let administrator = try persons().first { person in
            person.grants.contains { $0.role == .administrator }
        }
        guard let administrator else {
            throw Problem(.notFound, "This database has no administrator. Run: keeplocald init")
        }
        return try makeEnrolmentCode(for: administrator.id, now: now)
    }
}
