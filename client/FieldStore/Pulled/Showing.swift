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

extension FieldStore {
    /// Sets the last page of a pull aside, and shows everything that is, with that page's word on
    /// feeds, rights and digests.
    ///
    /// It all shows at once, by one row. Only then is it put in the place of what was here, portion
    /// by portion, so that no save waits for the whole; where little is here, in one transaction.
    /// Stopped in between, it goes on with `layShown`.
    ///
    /// For parameters and errors see `StoreSession.show`.
    package func show(
        _ last: PullAnswer,
        replacing: Bool,
        for device: DeviceID? = nil
    ) throws -> Shown {
        if try portion == .unnoticed && read({ try $0.isSmall() }) {
            return try write { session in
                try session.stage(last)
                return try session.show(last, replacing: replacing, for: device)
            }
        }
        let feeds = last.feeds.map(\.feed)
        try write { try $0.stage(last) }
        var leaving = Leaving()
        for table in RecordTable.allCases {
            try readParts(of: table) { session, part in
                try session.find(&leaving, in: part, outside: feeds, replacing: replacing)
            }
        }
        try write { try $0.beginShowing(last, without: leaving, for: device) }
        let count = try layShown()
        var digests = FeedDigests(feeds)
        try readParts(of: .record) { try $0.add(to: &digests, $1) }
        return Shown(records: count, differing: try settle(digests, against: last.feeds))
    }

    /// Puts the rest of what shows in the place of what was here.
    ///
    /// - Returns: How many records.
    package func layShown() throws -> Int {
        var count = 0
        guard try read({ try $0.isShowing() }) else { return 0 }
        while true {
            let began = ContinuousClock.now
            let laid = try write { try $0.layInPlace(portion) }
            count += laid.records
            if laid.isLast { return count }
            portion.pause(after: .now - began)
        }
    }

    private func settle(_ digests: FeedDigests, against told: [FeedStatus]) throws -> [Feed] {
        if try read({ try $0.lacks(digests) }) { try write { try $0.keep(digests) } }
        return digests.differing(from: told)
    }

    /// Only a sync writes records, and syncs run alone: what is read part by part fits together.
    private func readParts(
        of table: RecordTable,
        _ body: (StoreSession, RecordPart) throws -> Void
    ) throws {
        var next: RecordPart?
        repeat {
            let former = next
            next = try read { session in
                let part = try session.part(of: table, after: former, count: Self.readAtOnce)
                if let part { try body(session, part) }
                return part
            }
        } while next != nil
    }

    private static let readAtOnce = 1_000
}

extension StoreSession {
    /// Shows everything staged, with the last page's word on feeds, rights and digests, in this
    /// transaction.
    ///
    /// With `replacing`, records that were not staged go: the server has told everything anew.
    /// A page that was asked for by another `device`, before this one took a new identity, is
    /// refused.
    package func show(
        _ last: PullAnswer,
        replacing: Bool,
        for device: DeviceID? = nil
    ) throws -> Shown {
        let feeds = last.feeds.map(\.feed)
        try beginShowing(
            last,
            without: leaving(outside: feeds, replacing: replacing),
            for: device
        )
        let count = try layInPlace(.whole).records
        var digests = FeedDigests(feeds)
        try forEachPart(of: .record) { try add(to: &digests, $0) }
        try keep(digests)
        return Shown(records: count, differing: digests.differing(from: last.feeds))
    }

    /// From here on everything staged shows, and what is leaving does not any more.
    package func beginShowing(
        _ last: PullAnswer,
        without leaving: Leaving,
        for device: DeviceID? = nil
    ) throws {
        var identity = try identity()
        if let device { try require(device) }
        try run(sql: "INSERT OR IGNORE INTO showing VALUES (1)")
        try purge(leaving, outside: last.feeds.map(\.feed))
        try take(last.feeds)
        let isOtherRole = Set(identity.grants) != Set(last.grants)
        identity.grants = last.grants
        try save(identity)
        if isOtherRole { try noteReturnsAnew() }
        try take(last.closed)
        try take(last.freshness)
        try forgetFormsFetchedAgain()
        try set("cursor", last.cursor)
        try forget("stagedCursor")
        // A copy that was restored from an old backup has used fewer counters than the server knows
        // of: the next ones here are still its own, and must show.
        try set("answered", min(last.answered, try nextCounter(of: identity.device) - 1))
        try take(last.logs, last.restored, answered: last.answered)
        try set("lastSync", now)
        try shrinkSide()
    }

    /// The digests are settled when all is in its place; until then they are what they were.
    private func take(_ feeds: [FeedStatus]) throws {
        let former = try digests()
        try run(sql: "DELETE FROM feed")
        for status in feeds {
            try run(
                sql: "INSERT INTO feed (feed, digest, up_to) VALUES (?, ?, ?)",
                arguments: [
                    status.feed.description, former[status.feed.description] ?? "", status.upTo,
                ]
            )
        }
    }

    /// True between the moment in which a pull shows and that in which it is all in its place.
    func isShowing() throws -> Bool {
        try Bool.fetchOne(self, sql: "SELECT EXISTS (SELECT 1 FROM showing)") ?? false
    }

    /// Puts a portion of what shows in the place of what was here.
    ///
    /// - Throws: `SQLITE_CORRUPT` for one that is not what arrived.
    package func layInPlace(_ portion: Portion) throws -> (records: Int, isLast: Bool) {
        guard try isShowing() else { return (0, true) }
        let isDone = portion.begin()
        var (count, latest): (Int, HybridTime?) = (0, nil)
        var laid = (records: 0, isLast: false)
        repeat {
            laid = try layStep(portion.step, &latest)
            count += laid.records
        } while !laid.isLast && !isDone(count)
        if let latest { try observe(latest) }
        if laid.isLast {
            try run(sql: "DELETE FROM showing")
            try makeUntoldLinesDue()
        }
        return (count, laid.isLast)
    }

    private func layStep(
        _ step: Int,
        _ latest: inout HybridTime?
    ) throws -> (records: Int, isLast: Bool) {
        #if MUTANTS
        let step = Mutant.stagedKept.isOn ? Int.max : step
        #endif
        let rows = try StoredRow.fetchAll(
            self,
            sql: "SELECT id, state, hash FROM staged ORDER BY id LIMIT ?",
            arguments: [step]
        )
        for row in rows {
            let (bytes, hash): (Data, Data) = (try row.get("state"), try row.get("hash"))
            guard Hash(of: bytes).data == hash else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
            let state = try memory.state(from: bytes)
            try save(state, bytes, hash: hash)
            latest = [latest, state.latestTime].compactMap { $0 }.max()
        }
        let isLast = rows.count < step
        #if MUTANTS
        if Mutant.stagedKept.isOn { return (rows.count, isLast) }
        #endif
        if let last = rows.last {
            try run(
                sql: "DELETE FROM staged WHERE id <= ?",
                arguments: [try last.get("id") as Data]
            )
        }
        return (rows.count, isLast)
    }
}
