// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

extension StoreSession {
    /// Removes what this person may not have any more; work that was not sent stays.
    func purge(outside feeds: [Feed], replacing: Bool) throws {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT DISTINCT council, organisation, audience FROM record"
        )
        for row in rows {
            let (council, organisation): (String, Data?) = (row["council"], row["organisation"])
            let audience: String = row["audience"]
            guard let key = CouncilID(council), let kind = Audience(rawValue: audience) else {
                continue
            }
            let scope = Scope(
                council: key,
                organisation: try organisation.map { try OrganisationID(column: $0) },
                audience: kind
            )
            guard !feeds.contains(where: { $0.contains(scope) }) else { continue }
            try database.execute(
                sql: """
                    DELETE FROM record WHERE council = ? AND organisation IS ? AND audience = ?
                    """,
                arguments: [council, organisation, audience]
            )
        }
        if replacing {
            try database.execute(sql: "DELETE FROM record WHERE id NOT IN (SELECT id FROM staged)")
        }
        try purgeJournal(outside: feeds)
    }

    /// A stored change keeps its receipt, and loses its content with the right to see it.
    private func purgeJournal(outside feeds: [Feed]) throws {
        let known = try fact("feeds", as: [Feed].self) ?? []
        try set("feeds", feeds)
        guard !Set(known).isSubset(of: feeds) else { return }
        for entry in try journal(in: [.stored, .dropped])
        where !feeds.contains(where: { $0.contains(entry.change.scope) }) {
            var change = entry.change
            change.patch = [:]
            try replace(entry.number, with: change)
            try set(.purged, of: entry.number)
        }
    }
}
