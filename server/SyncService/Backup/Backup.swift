// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// One backup: what it holds, and whether it could be restored.
///
/// The same document lies beside the file, and in the database that it was made of.
package struct Backup: Sendable, Codable, Hashable {
    /// The name of the file.
    package let file: String
    package let made: Instant
    package let sha256: Hash
    package let bytes: Int
    /// The last sequence of each log.
    package let heads: [String: Sequence64]
    package let timeline: Int64
    package let changes: Int
    package let records: Int
    /// When it was restored for trial, and found to be sound.
    package let verified: Instant
    /// Evidence files that it refers to and the folder holds, each read back; nil for a backup of
    /// before they were kept.
    package var files: Int?
    /// Those that the server itself had lost, or had damaged.
    package var filesMissing: Int?
    /// Whose backup it is: `StorageReader.installation`; nil for one of before that was noted.
    package var installation: Hash?

    package init(
        file: String,
        made: Instant,
        sha256: Hash,
        bytes: Int,
        heads: [String: Sequence64],
        timeline: Int64,
        changes: Int,
        records: Int,
        verified: Instant
    ) {
        (self.file, self.made, self.sha256, self.bytes) = (file, made, sha256, bytes)
        (self.heads, self.timeline, self.verified) = (heads, timeline, verified)
        (self.changes, self.records) = (changes, records)
    }
}

extension StorageReader {
    /// What tells one installation from another, whatever was restored; nil before it has a log.
    ///
    /// It is the hash of the first entry of the installation's own log.
    package func installation() throws -> Hash? {
        try entries(.network, after: 0, limit: 1).first?.hash
    }

    /// The last verified backup of this database.
    package func lastBackup() throws -> Backup? {
        try setting("backup").map { try Canonical.decode(from: Data($0.utf8)) }
    }

    /// What went wrong with the last one that was tried, if it did.
    package func backupFailure() throws -> String? {
        try setting("backupFailure").flatMap { $0.isEmpty ? nil : $0 }
    }

    package func restored() throws -> Restored? {
        try setting("restored").map { try Canonical.decode(from: Data($0.utf8)) }
    }

    package func heads() throws -> [CouncilID: Sequence64] {
        try Dictionary(
            logs().map { ($0, try head($0).sequence) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension StorageWriter {
    /// Remembers a verified backup: devices are told how far it reaches.
    package func remember(_ backup: Backup) throws {
        try set("backup", to: String(decoding: Canonical.encode(backup), as: UTF8.self))
        try set("backupFailure", to: "")
    }

    package func remember(backupFailure why: String) throws { try set("backupFailure", to: why) }

    /// Makes a copy of an older state the one to go on with.
    ///
    /// The timeline is one that nobody has seen a sequence of: above that of the copy, above
    /// `former`, that of the database it takes the place of, and above those of copies that were
    /// restored more than an hour ago and are lost. Every log gets an entry that says so, and
    /// every cursor ends.
    package func beginTimeline(
        after former: Int64,
        backupOf made: Instant,
        epoch: String,
        now: Instant
    ) throws -> Int64 {
        let hours = (now.milliseconds - Self.firstHour) / 3_600_000
        let timeline = max(try timeline(), former, hours) + 1
        guard timeline <= Sequence64.timelineMax else {
            throw StorageFailure.damaged("its timeline \(timeline) is beyond any that can be")
        }
        let restored = Restored(at: now, backupOf: made)
        #if MUTANTS
        if !Mutant.timelineNotBegun.isOn { try set("timeline", to: String(timeline)) }
        #else
        try set("timeline", to: String(timeline))
        #endif
        try set("epoch", to: epoch)
        try set("restored", to: String(decoding: Canonical.encode(restored), as: UTF8.self))
        for council in Set(try logs() + [.network]).sorted() {
            try record(
                .restored(backupOf: made, timeline: timeline),
                in: council == .network ? nil : council,
                by: nil,
                at: now
            )
        }
        return timeline
    }

    /// 2025-01-01, in milliseconds since 1970.
    private static var firstHour: Int64 { 1_735_689_600_000 }
}
