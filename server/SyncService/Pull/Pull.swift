// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// One page of what a device has not read yet, from one snapshot.
///
/// The cost follows what is new, not what is stored.
package struct Pull {
    private let reader: any StorageReader
    private let now: Instant
    private let limit: Int
    private let lost: Set<RecordID>

    /// Reads at most `limit` records, held within 1 and `Limits.pullRecordsMax`; those that are
    /// lost are left out.
    package init(
        reader: any StorageReader,
        now: Instant,
        limit: Int = Limits.pullRecordsDefault,
        lost: Set<RecordID> = []
    ) {
        (self.reader, self.now, self.lost) = (reader, now, lost)
        self.limit = min(max(limit, 1), Limits.pullRecordsMax)
    }

    /// - Throws: `DamagedRecords` with all damaged ones of the page that may not be lost.
    package func page(for device: StoredDevice, cursor text: String?) throws -> PullAnswer {
        guard let person = try reader.person(device.person) else {
            throw Problem(.deviceRevoked, "This device was revoked.")
        }
        var cursor = try self.cursor(text)
        let actor = try actor(person)
        let feeds = try actor.feeds(councils: reader.councilIDs()).sorted()
        let names = Set(feeds.map(\.description))
        // Who works in another council now may know its organisations and people, old as they are.
        if Set(cursor.feeds.keys) != names { cursor.directory = 0 }
        cursor.feeds = cursor.feeds.filter { names.contains($0.key) }

        var page = RecordPage(limit: limit)
        let statuses = try feeds.map { feed in
            let after = cursor.feeds[feed.description] ?? 0
            let reached = try page.read(feed, after: after, from: reader)
            cursor.feeds[feed.description] = reached
            return FeedStatus(feed: feed, digest: try reader.digest(feed), upTo: reached)
        }
        try page.requireSound(butFor: lost)
        let forms = try reader.forms(after: cursor.forms)
        let directory = try reader.directory(after: cursor.directory)
        (cursor.forms, cursor.directory) = (forms.number, directory.number)
        let (erasures, hasMore) = try erasures(for: person.id, &cursor)
        let isLast = !page.isFull && !hasMore
        return PullAnswer(
            records: page.records,
            forms: try forms.values.map { try Canonical.decode(JSON.self, from: $0) },
            directory: try Acquaintance(of: actor, in: reader).known(directory.values),
            feeds: statuses,
            erasures: erasures,
            grants: person.grants,
            answered: device.lastCounter,
            cursor: cursor.text,
            more: !isLast,
            logs: try logs(of: feeds),
            restored: try reader.restored(),
            closed: try reader.closedForms(),
            // Of one moment, and only once: it costs a look at every device.
            freshness: isLast
                ? try FreshnessCount(for: actor, in: reader, now: now).freshness() : nil
        )
    }

    private func actor(_ person: PersonSummary) throws -> Actor {
        #if MUTANTS
        if Mutant.scopeNotChecked.isOn {
            return Actor(person: person.id, grants: try reader.persons().flatMap(\.grants))
        }
        #endif
        return Actor(person: person.id, grants: person.grants)
    }

    /// A cursor of another epoch counts as none.
    private func cursor(_ text: String?) throws -> PullCursor {
        let none = PullCursor(epoch: try reader.setting("epoch") ?? "")
        guard let text, !text.isEmpty else { return none }
        let given = try PullCursor(text)
        return given.epoch == none.epoch ? given : none
    }

    private func erasures(
        for person: PersonID,
        _ cursor: inout PullCursor
    ) throws -> ([Erasure], hasMore: Bool) {
        let found = try reader.erasures(for: person, after: cursor.erasures)
        guard found.number != cursor.erasures else { return (found.values, false) }
        cursor.erasures = found.number
        let next = try reader.erasures(after: found.number, limit: 1)
        return (found.values, !next.values.isEmpty)
    }

    private func logs(of feeds: [Feed]) throws -> [LogStatus] {
        let (timeline, verified) = (try reader.timeline(), try reader.lastBackup()?.heads ?? [:])
        guard timeline > 0 || !verified.isEmpty else { return [] }
        return try Set(feeds.map(\.council)).sorted().map { council in
            LogStatus(
                council: council,
                timeline: timeline,
                trunk: Array(try reader.path(council).ends.dropLast()),
                verified: verified[council.text]
            )
        }
    }
}

/// The records of a page, bounded in number and bytes.
private struct RecordPage {
    let limit: Int
    private(set) var records: [PulledRecord] = []
    private var damaged: Set<RecordID> = []
    private var bytes = 0
    /// True when something that is new did not fit.
    private(set) var isFull = false

    init(limit: Int) { self.limit = limit }

    func requireSound(butFor lost: Set<RecordID>) throws {
        let others = damaged.subtracting(lost)
        guard others.isEmpty else { throw DamagedRecords(others) }
    }

    /// Reads on in one feed; returns the sequence up to which everything of it has been given.
    mutating func read(
        _ feed: Feed,
        after start: Sequence64,
        from reader: any StorageReader
    ) throws -> Sequence64 {
        guard !isFull else { return start }
        var reached = start
        try reader.forEachStored(feed, after: start) { reading in
            let record: StoredRecord
            switch reading {
            case .success(let whole): record = whole
            case .failure(let damage):
                damaged.formUnion(damage.records)
                return true
            }
            #if MUTANTS
            if Mutant.tombstoneDropped.isOn, record.state.isDeleted { return true }
            #endif
            guard records.count < limit, bytes < Limits.pullBytesTarget else {
                isFull = true
                #if MUTANTS
                if Mutant.pageOffByOne.isOn { reached = record.state.version }
                #endif
                return false
            }
            records.append(
                PulledRecord(state: record.state, bytes: record.bytes, hash: record.hash)
            )
            bytes += record.bytes.count
            reached = record.state.version
            return true
        }
        return isFull ? reached : try max(reached, reader.head(feed.council).sequence)
    }
}
