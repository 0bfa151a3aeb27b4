// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// The answer to `GET /v1/pull?cursor=&limit=`.
///
/// A device sets the pages aside and shows them together when `more` is false; only then do the
/// digests speak of what it holds.
package struct PullAnswer: Sendable {
    package let records: [PulledRecord]
    package let forms: [JSON]
    package let directory: [DirectoryEntry]
    package let feeds: [FeedStatus]
    /// What was erased since: the device removes it before it takes anything else.
    package let erasures: [Erasure]
    /// What this person may do now; a device asks the same table with them.
    package let grants: [Grant]
    /// The last counter of this device that the server has answered.
    package let answered: Int64
    package let cursor: String
    package let more: Bool
    /// The logs that were restored, or of which there is a verified backup.
    package let logs: [LogStatus]
    /// Nil for a server that was never restored.
    package let restored: Restored?
    /// All forms in which no record is to be begun now; others are open.
    package let closed: [FormClosing]
    /// Of the last page only; nil for a person whose roles are told of no devices, and of a server
    /// that does not count them.
    package let freshness: Freshness?

    package init(
        records: [PulledRecord],
        forms: [JSON],
        directory: [DirectoryEntry],
        feeds: [FeedStatus],
        erasures: [Erasure] = [],
        grants: [Grant],
        answered: Int64,
        cursor: String,
        more: Bool,
        logs: [LogStatus] = [],
        restored: Restored? = nil,
        closed: [FormClosing] = [],
        freshness: Freshness? = nil
    ) {
        (self.closed, self.freshness) = (closed, freshness)
        (self.logs, self.restored) = (logs, restored)
        (self.records, self.forms, self.directory) = (records, forms, directory)
        self.erasures = erasures
        (self.feeds, self.grants, self.answered) = (feeds, grants, answered)
        (self.cursor, self.more) = (cursor, more)
    }
}

/// The current state of one record, with the bytes that its hash is of.
///
/// The bytes are kept as the server wrote them: what a newer server adds to a state survives on a
/// device that does not know it, and the digests still agree.
package struct PulledRecord: Sendable, Hashable {
    package let state: RecordState
    package let bytes: Data
    package let hash: Hash

    package init(state: RecordState, bytes: Data, hash: Hash) {
        (self.state, self.bytes, self.hash) = (state, bytes, hash)
    }

    /// True when the hash is that of the bytes.
    package var isIntact: Bool { Hash(of: bytes) == hash }
}

/// One feed that this person receives.
///
/// A feed that is missing was taken away: its records go.
package struct FeedStatus: Sendable, Codable, Hashable {
    package let feed: Feed
    package let digest: SetDigest
    /// The sequence of the council's log that this page has reached.
    package let upTo: Sequence64

    package init(feed: Feed, digest: SetDigest, upTo: Sequence64) {
        (self.feed, self.digest, self.upTo) = (feed, digest, upTo)
    }
}
