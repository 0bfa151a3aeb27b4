// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// Takes out of the projection and of the log what deleted records held, 400 days after they were
/// last changed.
///
/// An act in the log says what is left of each record; by it a payload that was taken out is told
/// from one that was damaged. Done in small transactions, so that pushes come between.
package struct Compacting: Sendable {
    private let storage: any Storage
    private let forms: FormShelf

    package static let keptDays: Int64 = 400
    /// Records looked at in one transaction.
    private static let batch = 500

    package init(storage: any Storage, forms: FormShelf) {
        (self.storage, self.forms) = (storage, forms)
    }

    /// - Returns: How many records were compacted.
    package func run(now: Instant) async throws -> Int {
        let before = now.adding(seconds: -Self.keptDays * 86_400)
        var count = 0
        for council in try await storage.read({ try $0.councilIDs() }) {
            let horizon = try await storage.read { try $0.sequence(in: council, before: before) }
            for audience in Audience.allCases {
                let feed = Feed(council: council, organisation: nil, audience: audience)
                while true {
                    let (done, isOver) = try await storage.write { [forms] writer in
                        try writer.compact(feed, through: horizon, Self.batch, forms, now: now)
                    }
                    count += done
                    if isOver { break }
                }
            }
        }
        return count
    }
}

extension StorageReader {
    /// The last entry of a log that was received before an instant.
    fileprivate func sequence(
        in council: CouncilID,
        before instant: Instant
    ) throws -> Sequence64 {
        var (low, high): (Sequence64, Sequence64) = (0, try head(council).sequence)
        while low < high {
            let middle = low + (high - low + 1) / 2
            let entry = try entries(council, after: middle - 1, limit: 1).first?.entry
            if let entry, entry.receivedAt < instant { low = middle } else { high = middle - 1 }
        }
        return low
    }
}

extension StorageWriter {
    /// Looks at the next records of a feed that were last changed by then; where it stopped is
    /// kept, so that none is looked at twice.
    fileprivate func compact(
        _ feed: Feed,
        through horizon: Sequence64,
        _ limit: Int,
        _ forms: FormShelf,
        now: Instant
    ) throws -> (done: Int, isOver: Bool) {
        let key = feed.compactionKey
        let start = try setting(key).flatMap { Sequence64($0) } ?? 0
        var (seen, reached, found): (Int, Sequence64, [StoredRecord]) = (0, start, [])
        try forEachRecord(feed, after: start) { record in
            guard record.state.version <= horizon, seen < limit else { return false }
            (seen, reached) = (seen + 1, record.state.version)
            if record.state.compacted(at: record.state.path) != nil,
                try legalHold(on: record.state.record) == nil
            {
                found.append(record)
            }
            return true
        }
        for former in found { try compact(former, forms, now: now) }
        if reached > start { try set(key, to: String(reached)) }
        return (found.count, seen < limit)
    }

    private func compact(_ former: StoredRecord, _ forms: FormShelf, now: Instant) throws {
        let scope = former.state.scope
        let path = try nextPath(scope.council, after: head(scope.council).sequence)
        guard let state = former.state.compacted(at: path) else { return }
        let id = state.record
        try record(
            .compacted(state),
            in: scope.council,
            by: nil,
            at: now,
            sealedFor: scope.audience == .organisation ? id : nil
        )
        try save(try forms.stored(state, in: self), replacing: former)
        if try !subjects(of: id).isEmpty {
            try save(
                subjects: [],
                of: id,
                organisation: scope.organisation,
                isNew: false
            )
        }
        try removePayloads(of: id, in: scope.council, before: path.end)
    }

    /// A record that was passed over as it had to be kept is looked at again.
    func compactAgain(_ scope: Scope) throws {
        let feed = Feed(council: scope.council, organisation: nil, audience: scope.audience)
        try set(feed.compactionKey, to: "0")
    }
}

extension Feed {
    /// Under which setting it is kept how far compaction has come.
    fileprivate var compactionKey: String { "compacted/\(self)" }
}
