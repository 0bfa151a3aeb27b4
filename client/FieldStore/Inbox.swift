// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// What a pull has changed on the device.
package struct Shown: Hashable, Sendable {
    package let records: Int
    /// True when the device holds exactly what the server says it should.
    package var digestsAgree: Bool { differing.isEmpty }
    /// The feeds of which it does not.
    package let differing: [Feed]
}

/// The pages of a pull: set aside one by one, shown all together.
extension StoreSession {
    /// Where the next page starts: after the last staged one, else after the last pull.
    package func cursor() throws -> String? {
        try fact("stagedCursor", as: String.self) ?? fact("cursor", as: String.self)
    }

    /// True when the server tells everything anew: there was no pull yet that came to its end.
    package func isLoadingAnew() throws -> Bool { try fact("cursor", as: String.self) == nil }

    /// Sets one page aside.
    ///
    /// - Throws: `Problem` `server.failed` when a record is not what its hash says.
    package func stage(_ page: PullAnswer) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO staged (id, state, hash) VALUES (?, ?, ?)"
        )
        for pulled in page.records {
            guard pulled.isIntact else {
                throw Problem(
                    .serverFailed,
                    "A record arrived that is not what its hash says. Nothing was changed here."
                        + " Sync again; if it stays, tell an administrator."
                )
            }
            try statement.execute(
                arguments: [pulled.state.record.data, pulled.bytes, pulled.hash.data]
            )
            memory.remember(pulled.state, from: pulled.bytes)
        }
        for definition in page.forms { try save(form: definition) }
        for entry in page.directory {
            let bytes = try Canonical.encode(entry)
            try run(
                sql: "INSERT OR REPLACE INTO directory (id, entry, seal) VALUES (?, ?, ?)",
                arguments: [entry.key, bytes, Hash(of: bytes).data]
            )
        }
        try take(page.erasures)
        try set("stagedCursor", page.cursor)
        #if MUTANTS
        if Mutant.stagedShownEarly.isOn { _ = try moveStaged() }
        #endif
    }

    /// Shows everything staged, with the last page's word on feeds, rights and digests.
    ///
    /// With `replacing`, records that were not staged go: the server has told everything anew.
    /// A page that was asked for by another `device`, before this one took a new identity, is
    /// refused.
    package func show(
        _ last: PullAnswer,
        replacing: Bool,
        for device: DeviceID? = nil
    ) throws -> Shown {
        var identity = try identity()
        if let device { try require(device) }
        let feeds = last.feeds.map(\.feed)
        let count = try moveStaged()
        try purge(outside: feeds, replacing: replacing)
        try makeUntoldLinesDue()
        #if MUTANTS
        if !Mutant.stagedKept.isOn { try run(sql: "DELETE FROM staged") }
        #else
        try run(sql: "DELETE FROM staged")
        #endif
        try run(sql: "DELETE FROM feed")
        var differing: [Feed] = []
        for status in last.feeds {
            let own = try digest(of: status.feed)
            if own != status.digest { differing.append(status.feed) }
            try run(
                sql: "INSERT INTO feed (feed, digest, up_to) VALUES (?, ?, ?)",
                arguments: [status.feed.description, own.description, status.upTo]
            )
        }
        let isOtherRole = Set(identity.grants) != Set(last.grants)
        identity.grants = last.grants
        try save(identity)
        if isOtherRole { try noteReturnsAnew() }
        try take(last.closed)
        try set("cursor", last.cursor)
        try forget("stagedCursor")
        // A copy that was restored from an old backup has used fewer counters than the server knows
        // of: the next ones here are still its own, and must show.
        try set("answered", min(last.answered, try nextCounter(of: identity.device) - 1))
        try take(last.logs, last.restored, answered: last.answered)
        try set("lastSync", now)
        try shrinkSide()
        return Shown(records: count, differing: differing)
    }

    #if MUTANTS
    package func skip(to cursor: String) throws { try set("cursor", cursor) }
    #endif
    /// Forgets how far was read, so that the next pull loads everything.
    ///
    /// A server that tells everything anew may be another one, or have gone back: which files it
    /// has is asked anew as well.
    package func forgetCursor() throws {
        try run(sql: "UPDATE evidence SET present = 0")
        try run(sql: "DELETE FROM staged")
        try forget("cursor")
        try forget("stagedCursor")
    }

    private func save(form definition: JSON) throws {
        let bytes = try Canonical.encode(definition)
        guard let form = try? FormHead(bytes) else {
            throw Problem(
                .serverFailed,
                "The server sent a form that this program cannot read. Nothing was changed here."
                    + " Update keeplocal, and sync again."
            )
        }
        try run(
            sql: "INSERT OR REPLACE INTO form (id, version, definition, seal) VALUES (?, ?, ?, ?)",
            arguments: [form.id.text, form.version, bytes, Hash(of: bytes).data]
        )
        forgetForms()
    }

    private func moveStaged() throws -> Int {
        var (count, latest): (Int, HybridTime?) = (0, nil)
        let rows = try StoredRow.fetchCursor(self, sql: "SELECT state, hash FROM staged")
        while let row = try rows.next() {
            let bytes: Data = try row.get("state")
            let state = try memory.state(from: bytes)
            try save(state, bytes, hash: row.get("hash"))
            latest = [latest, state.latestTime].compactMap { $0 }.max()
            count += 1
        }
        if let latest { try observe(latest) }
        return count
    }

    /// Puts what the server told of a record in the place of what was here.
    private func save(_ state: RecordState, _ bytes: Data, hash: Data) throws {
        let open = try conflicts(of: state).filter { $0.state == .open }.count
        try run(
            sql: """
                INSERT OR REPLACE INTO record
                    (id, council, organisation, audience, form, version, conflicts, state, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                state.record.data, state.scope.council.text, state.scope.organisation?.data,
                state.scope.audience.rawValue, state.form.text, state.version, open, bytes, hash,
            ]
        )
        for file in state.blobs { try note(file, of: state.record, isOwn: false) }
    }

    func save(_ pulled: PulledRecord) throws {
        try save(pulled.state, pulled.bytes, hash: pulled.hash.data)
        if let latest = pulled.state.latestTime { try observe(latest) }
    }

    /// Everything the server has told this device of, as it was told.
    package func pulledRecords() throws -> [PulledRecord] {
        try StoredRow.fetchAll(self, sql: "SELECT state, hash FROM record ORDER BY id").map {
            try pulledRecord($0)
        }
    }

    /// Records that arrived and are not shown yet.
    package func stagedCount() throws -> Int {
        try Int.fetchOne(self, sql: "SELECT count(*) FROM staged") ?? 0
    }

    func digest(of feed: Feed) throws -> SetDigest {
        var digest = SetDigest.empty
        let rows = try StoredRow.fetchCursor(
            self,
            sql: """
                SELECT state FROM record WHERE council = ?1 AND audience = ?2
                AND (?3 IS NULL OR organisation = ?3)
                """,
            arguments: [feed.council.text, feed.audience.rawValue, feed.organisation?.data]
        )
        while let row = try rows.next() {
            // Of the bytes themselves: one that went wrong on the disk must show.
            digest.insert(Hash(of: try row.get("state") as Data))
        }
        return digest
    }
}

extension RecordState {
    fileprivate var latestTime: HybridTime? {
        (registers.values.flatMap { $0.writes.map(\.stamp.at) } + steps.map(\.stamp.at)).max()
    }
}
