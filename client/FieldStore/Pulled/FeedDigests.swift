// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

/// The digests of feeds, which add up record by record.
struct FeedDigests {
    private(set) var digests: [Feed: SetDigest]
    private var feeds: [StoredScope: [Feed]] = [:]

    init(_ feeds: [Feed]) {
        digests = Dictionary(feeds.map { ($0, .empty) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func insert(_ hash: Hash, of stored: StoredScope) {
        if feeds[stored] == nil {
            let scope = try? stored.scope()
            feeds[stored] = digests.keys.filter { feed in scope.map(feed.contains) ?? false }
        }
        for feed in feeds[stored] ?? [] { digests[feed]?.insert(hash) }
    }

    /// The feeds of which the server tells otherwise.
    func differing(from told: [FeedStatus]) -> [Feed] {
        told.filter { digests[$0.feed] != $0.digest }.map(\.feed)
    }
}

extension StoreSession {
    func add(to digests: inout FeedDigests, _ part: RecordPart) throws {
        let rows = try StoredRow.fetchCursor(
            self,
            sql: """
                SELECT council, organisation, audience, state FROM \(part.table.rawValue)
                WHERE id > ? AND id <= ?
                """,
            arguments: [part.after, part.through]
        )
        while let row = try rows.next() {
            // Of the bytes themselves: one that went wrong on the disk must show.
            digests.insert(Hash(of: try row.get("state") as Data), of: try StoredScope(row))
        }
    }

    /// By the names of feeds; those that were settled once.
    func digests() throws -> [String: String] {
        let rows = try StoredRow.fetchAll(self, sql: "SELECT feed, digest FROM feed")
        return Dictionary(
            try rows.map { (try $0.get("feed"), try $0.get("digest")) },
            uniquingKeysWith: { first, _ in first }
        )
        .filter { !$0.value.isEmpty }
    }

    func lacks(_ found: FeedDigests) throws -> Bool {
        let known = try digests()
        return found.digests.contains { known[$0.key.description] != $0.value.description }
    }

    func keep(_ found: FeedDigests) throws {
        for (feed, digest) in found.digests {
            try run(
                sql: "UPDATE feed SET digest = ? WHERE feed = ?",
                arguments: [digest.description, feed.description]
            )
        }
    }
}
