// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Foundation
import GRDB

/// Of which form and scope a kept entry is; rows name it by its number.
struct EntryPlace: Hashable {
    let kind: CaseEntry.Kind
    let scope: Scope
}

extension StoreSession {
    func entryPlaces() throws -> [Int64: EntryPlace] {
        let rows = try StoredRow.fetchAll(
            self,
            sql: "SELECT number, form, council, organisation, audience FROM counted_place"
        )
        var places: [Int64: EntryPlace] = [:]
        for row in rows {
            guard let kind = CaseEntry.Kind(rawValue: try row.get("form")),
                let council = CouncilID(try row.get("council") as String),
                let audience = Audience(rawValue: try row.get("audience"))
            else { continue }
            let organisation = try (row.find("organisation") as Data?).map {
                try OrganisationID(column: $0)
            }
            let scope = Scope(council: council, organisation: organisation, audience: audience)
            places[try row.get("number")] = EntryPlace(kind: kind, scope: scope)
        }
        return places
    }

    func addEntryPlace(_ place: EntryPlace) throws -> Int64 {
        try run(
            sql: """
                INSERT INTO counted_place (form, council, organisation, audience)
                VALUES (?, ?, ?, ?)
                """,
            arguments: [
                place.kind.rawValue, place.scope.council.text, place.scope.organisation?.data,
                place.scope.audience.rawValue,
            ]
        )
        return database.lastInsertedRowID
    }

    /// Of a scope whose records went, its name goes too.
    func forgetCounted(_ scope: Scope) throws {
        try run(
            sql: """
                DELETE FROM counted_place
                WHERE council = ? AND organisation IS ? AND audience = ?
                """,
            arguments: [scope.council.text, scope.organisation?.data, scope.audience.rawValue]
        )
    }
}
