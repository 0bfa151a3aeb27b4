// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// A scope as its columns say.
struct StoredScope: Hashable {
    let council: String
    let organisation: Data?
    let audience: String

    init(_ row: StoredRow) throws {
        council = try row.get("council")
        organisation = try row.find("organisation")
        audience = try row.get("audience")
    }

    /// Nil where they say nothing that could be one.
    func scope() throws -> Scope? {
        guard let key = CouncilID(council), let kind = Audience(rawValue: audience) else {
            return nil
        }
        let place = try organisation.map { try OrganisationID(column: $0) }
        return Scope(council: key, organisation: place, audience: kind)
    }
}

/// What a pull takes away.
package struct Leaving {
    /// Of which this person may not have anything any more.
    var scopes: Set<StoredScope> = []
    /// Records of which a server that tells everything anew did not tell.
    var untold: [Data] = []

    package init() {}
}

extension StoreSession {
    package func leaving(outside feeds: [Feed], replacing: Bool) throws -> Leaving {
        var leaving = Leaving()
        for table in RecordTable.allCases {
            try forEachPart(of: table) {
                try find(&leaving, in: $0, outside: feeds, replacing: replacing)
            }
        }
        return leaving
    }

    func find(
        _ leaving: inout Leaving,
        in part: RecordPart,
        outside feeds: [Feed],
        replacing: Bool
    ) throws {
        let rows = try StoredRow.fetchAll(
            self,
            sql: """
                SELECT DISTINCT council, organisation, audience FROM \(part.table.rawValue)
                WHERE id > ? AND id <= ?
                """,
            arguments: [part.after, part.through]
        )
        for stored in try rows.map(StoredScope.init) {
            guard let scope = try stored.scope(), !feeds.contains(where: { $0.contains(scope) })
            else {
                continue
            }
            leaving.scopes.insert(stored)
        }
        guard replacing, part.table == .record else { return }
        // The hash stands in no index: one that disagrees with its table would hide a row that must
        // go, and SQLite prefers it to the table for the identifiers alone.
        leaving.untold += try Data.fetchAll(
            self,
            sql: """
                SELECT id FROM record
                WHERE id > ? AND id <= ? AND length(hash) > 0 AND id NOT IN (SELECT id FROM staged)
                """,
            arguments: [part.after, part.through]
        )
    }
}
