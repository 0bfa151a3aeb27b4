// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

extension StoreSession {
    /// Removes what this person may not have any more; work that was not sent stays.
    func purge(_ leaving: Leaving, outside feeds: [Feed]) throws {
        #if MUTANTS
        if Mutant.purgeForgotten.isOn { return }
        #endif
        for stored in leaving.scopes {
            for table in RecordTable.allCases { try removeRecords(of: stored, from: table) }
            if let scope = try stored.scope() { try forgetCounted(scope) }
        }
        for record in leaving.untold {
            goneLines.insert(try RecordID(column: record))
            try run(sql: "DELETE FROM record WHERE id = ?", arguments: [record])
        }
        try purgeJournal(outside: feeds)
    }

    private func removeRecords(of stored: StoredScope, from table: RecordTable) throws {
        let those = "\(table.rawValue) WHERE council = ? AND organisation IS ? AND audience = ?"
        let arguments: StatementArguments = [
            stored.council, stored.organisation, stored.audience,
        ]
        let gone = try Data.fetchAll(self, sql: "SELECT id FROM " + those, arguments: arguments)
        goneLines.formUnion(try gone.map { try RecordID(column: $0) })
        try run(sql: "DELETE FROM " + those, arguments: arguments)
    }

    /// A stored change keeps its receipt, and loses its content with the right to see it.
    private func purgeJournal(outside feeds: [Feed]) throws {
        let known = try fact("feeds", as: [Feed].self) ?? []
        try set("feeds", feeds)
        if !Set(known).isSubset(of: feeds) {
            try set("lostFeeds", true)
            hasLostScope = true
        }
        // What was held, and is stored since by somebody's decision, may be of a scope that went.
        let hadHeld = try fact("hadHeld", as: Bool.self) ?? false
        try set("hadHeld", try !journal(in: [.held], limit: 1).isEmpty)
        guard hadHeld || !Set(known).isSubset(of: feeds) else { return }
        for entry in try journal(in: [.stored, .dropped])
        where !feeds.contains(where: { $0.contains(entry.change.scope) }) {
            try removeContent(of: entry)
        }
    }

    private func removeContent(of entry: JournalEntry) throws {
        isSideStale = true
        goneLines.insert(entry.change.record)
        let bytes = try Canonical.encode(entry.change.withoutContent)
        try run(
            sql: """
                UPDATE journal SET change = ?, seal = ?, problem = NULL, state = ?
                WHERE number = ?
                """,
            arguments: [
                bytes, Hash(of: bytes).data,
                (entry.state == .stored ? JournalEntry.State.purged : .dropped).rawValue,
                entry.number,
            ]
        )
    }
}

extension Change {
    /// Who changed which record and when, and not what.
    var withoutContent: Change {
        Change(
            id: id,
            device: device,
            counter: counter,
            record: record,
            form: form,
            formVersion: formVersion,
            scope: scope,
            kind: kind,
            base: base,
            author: author,
            party: party,
            at: at,
            lineage: lineage,
            trunk: trunk,
            former: former
        )
    }
}
