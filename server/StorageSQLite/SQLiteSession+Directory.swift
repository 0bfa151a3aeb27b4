// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    func councils() throws -> [DirectoryEntry.Council] {
        try rows("SELECT entry FROM council ORDER BY id").map {
            try Canonical.decode(from: $0.get("entry"))
        }
    }

    func councilIDs() throws -> [CouncilID] {
        try rows("SELECT id FROM council ORDER BY id").map {
            try CouncilID(column: $0.get("id"))
        }
    }

    func save(_ council: DirectoryEntry.Council) throws {
        try run(
            """
            INSERT INTO council VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET entry = excluded.entry, number = excluded.number
            """,
            [council.id.text, try Canonical.encode(council), try nextNumber()]
        )
    }

    func organisations() throws -> [DirectoryEntry.Organisation] {
        try rows("SELECT * FROM organisation ORDER BY council, name, id").map(organisation)
    }

    private func organisation(_ row: StoredRow) throws -> DirectoryEntry.Organisation {
        DirectoryEntry.Organisation(
            id: try OrganisationID(column: row.get("id")),
            council: try CouncilID(column: row.get("council")),
            name: try row.get("name")
        )
    }

    func save(_ organisation: DirectoryEntry.Organisation) throws {
        try run(
            """
            INSERT INTO organisation VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET name = excluded.name, number = excluded.number
            """,
            [
                organisation.id.data, organisation.council.text, organisation.name,
                try nextNumber(),
            ]
        )
    }

    func persons() throws -> [PersonSummary] {
        try rows("SELECT id, name FROM person ORDER BY name, id").map(person)
    }

    func person(_ id: PersonID) throws -> PersonSummary? {
        try row("SELECT id, name FROM person WHERE id = ?", [id.data]).map(person)
    }

    private func person(_ row: StoredRow) throws -> PersonSummary {
        let id = try PersonID(column: row.get("id"))
        #if MUTANTS
        if Mutant.revokedStillPulls.isOn {
            let grants = try grants(id, revoked: false) + grants(id, revoked: true)
            return PersonSummary(id: id, name: try row.get("name"), grants: grants)
        }
        #endif
        return PersonSummary(
            id: id,
            name: try row.get("name"),
            grants: try grants(id, revoked: false)
        )
    }

    func save(_ person: DirectoryEntry.Person) throws {
        try run(
            """
            INSERT INTO person VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET name = excluded.name, number = excluded.number
            """,
            [person.id.data, person.name, try nextNumber()]
        )
    }

    func revokedGrants(_ person: PersonID) throws -> [Grant] { try grants(person, revoked: true) }

    private func grants(_ person: PersonID, revoked: Bool) throws -> [Grant] {
        try rows(
            """
            SELECT role, council, organisation FROM role_grant
            WHERE person = ? AND (revoked IS NOT NULL) = ? ORDER BY role, council, organisation
            """,
            [person.data, revoked]
        ).map { row in
            let council: String = try row.get("council")
            let organisation: Data = try row.get("organisation")
            guard let role = Role(rawValue: try row.get("role")),
                let grant = Grant(
                    role: role,
                    council: council.isEmpty ? nil : try CouncilID(column: council),
                    organisation: organisation.isEmpty
                        ? nil : try OrganisationID(column: organisation)
                )
            else { throw StorageFailure.damaged("a grant does not fit its place") }
            return grant
        }
    }

    func save(_ grant: Grant, of person: PersonID, revoked: Instant?) throws {
        try run(
            """
            INSERT INTO role_grant VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET revoked = excluded.revoked
            """,
            [
                person.data, grant.role.rawValue, grant.council?.text ?? "",
                keyColumn(grant.organisation), revoked?.milliseconds,
            ]
        )
        // Whoever works in that council may know the person from now on: a new number says so.
        try run("UPDATE person SET number = ? WHERE id = ?", [try nextNumber(), person.data])
    }

    func workplaces() throws -> [PersonID: Set<CouncilID?>] {
        var places: [PersonID: Set<CouncilID?>] = [:]
        for row in try rows("SELECT DISTINCT person, council FROM role_grant") {
            let council: String = try row.get("council")
            places[try PersonID(column: row.get("person")), default: []]
                .insert(council.isEmpty ? nil : try CouncilID(column: council))
        }
        return places
    }

    func form(_ id: FormID, version: Int) throws -> Data? {
        try row("SELECT definition FROM form WHERE id = ? AND version = ?", [id.text, version])?
            .get("definition")
    }

    func formVersions(_ id: FormID) throws -> [Int] {
        try rows("SELECT version FROM form WHERE id = ? ORDER BY version", [id.text])
            .map { try $0.get("version") }
    }

    func saveForm(_ id: FormID, version: Int, definition: Data) throws {
        try run(
            "INSERT INTO form VALUES (?, ?, ?, ?)",
            [id.text, version, definition, try nextNumber()]
        )
    }

    func forms(after: Int64) throws -> Numbered<Data> {
        let found = try rows(
            "SELECT definition, number FROM form WHERE number > ? ORDER BY number",
            [after]
        )
        return Numbered(
            values: try found.map { try $0.get("definition") },
            number: try found.last?.get("number") ?? after
        )
    }

    func directory(after: Int64) throws -> Numbered<DirectoryEntry> {
        var found: [(number: Int64, entry: DirectoryEntry)] = []
        for row in try rows("SELECT * FROM council WHERE number > ?", [after]) {
            found.append(
                (try row.get("number"), .council(try Canonical.decode(from: row.get("entry"))))
            )
        }
        for row in try rows("SELECT * FROM organisation WHERE number > ?", [after]) {
            found.append((try row.get("number"), .organisation(try organisation(row))))
        }
        let devices = try devicesOfPersons(after: after)
        for row in try rows("SELECT * FROM person WHERE number > ?", [after]) {
            let id = try PersonID(column: row.get("id"))
            let person = DirectoryEntry.Person(
                id: id,
                name: try row.get("name"),
                devices: devices[id]
            )
            found.append((try row.get("number"), .person(person)))
        }
        found.sort { $0.number < $1.number }
        return Numbered(values: found.map(\.entry), number: found.last?.number ?? after)
    }
}
