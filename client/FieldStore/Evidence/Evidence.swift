// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// A file as one record on this device names it.
package struct Evidence: Hashable, Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// Attached here, and with the server as well.
        case sent
        /// Attached here, and not with the server yet.
        case waiting
        /// Of somebody else: fetched, and on this device.
        case here
        /// Of somebody else: with the server, to be fetched when it is wanted.
        case there
        /// Of somebody else, whose device has not sent it yet.
        case awaited
    }

    package let record: RecordID
    package let file: BlobReference
    package let isOwn: Bool
    package let isPresent: Bool

    package var name: BlobName { BlobName(record: record, sha256: file.sha256) }

    package func state(in folder: EvidenceFolder) -> State {
        if isOwn, folder.has(file) { return isPresent ? .sent : .waiting }
        if folder.has(file) { return .here }
        return isPresent ? .there : .awaited
    }
}

extension Evidence {
    /// What is wrong with a file that was attached here and is with nobody else; nil for a whole
    /// one.
    ///
    /// - Complexity: Reads all of it.
    package func fault(in folder: EvidenceFolder) throws -> String? {
        let what = folder.has(file) ? "is damaged" : "is not there any more"
        guard try !folder.isIntact(file) else { return nil }
        return "A file of the record \(record) \(what) on this device, and was not sent. Attach it"
            + " again with: keeplocal edit \(record)"
    }
}

extension StoreSession {
    func note(_ file: BlobReference, of record: RecordID, isOwn: Bool) throws {
        try run(
            sql: """
                INSERT INTO evidence (record, sha256, size, media_type, own, present)
                VALUES (?, ?, ?, ?, ?, 0)
                ON CONFLICT DO UPDATE SET own = max(own, excluded.own)
                """,
            arguments: [
                record.data, file.sha256.data, file.sizeBytes, file.mediaType, isOwn ? 1 : 0,
            ]
        )
    }

    package func evidence(of record: RecordID) throws -> [Evidence] {
        try evidence("WHERE record = ? ORDER BY size, sha256", [record.data])
    }

    /// Files of records that the server knows, and of which it has not said that it has them:
    /// small ones first.
    package func absentEvidence() throws -> [Evidence] {
        try evidence(
            "WHERE present = 0 AND record IN (SELECT id FROM record) ORDER BY size, sha256",
            []
        )
    }

    /// Files that were attached here and that the server does not have, of records that it knows
    /// or may come to know: small ones first.
    package func waitingEvidence() throws -> [Evidence] {
        try evidence(
            """
            WHERE own = 1 AND present = 0 AND (record IN (SELECT id FROM record) OR record IN
                (SELECT record FROM journal WHERE state IN ('saved', 'sent', 'stored')))
            ORDER BY size, sha256
            """,
            []
        )
    }

    /// How many files were attached here that the server does not have.
    package func waitingEvidenceCount() throws -> Int {
        try Int.fetchOne(
            self,
            sql: "SELECT count(*) FROM evidence WHERE own = 1 AND present = 0"
        ) ?? 0
    }

    package func markPresent(_ name: BlobName) throws {
        try run(
            sql: "UPDATE evidence SET present = 1 WHERE record = ? AND sha256 = ?",
            arguments: [name.record.data, name.sha256.data]
        )
    }

    /// True for a file of a record, or of a draft that is to become one.
    package func isNamed(_ hash: Hash) throws -> Bool {
        let isOfRecord = try Bool.fetchOne(
            self,
            sql: "SELECT EXISTS (SELECT 1 FROM evidence WHERE sha256 = ?)",
            arguments: [hash.data]
        )
        // Whatever a draft that cannot be read names is kept: damage is told of elsewhere.
        guard isOfRecord != true, let drafts = try? drafts() else { return true }
        return drafts.contains { draft in
            draft.answers.values.contains { value in
                if case .blob(let file) = value { file.sha256 == hash } else { false }
            }
        }
    }

    /// Forgets the files of records that this person has no more.
    ///
    /// - Returns: Those that no other record here names: their bytes must go.
    package func forgetEvidence() throws -> [Hash] {
        let gone = """
            record NOT IN (SELECT id FROM record) AND record NOT IN (SELECT id FROM staged)
                AND record NOT IN
                (SELECT record FROM journal WHERE state IN ('saved', 'sent', 'held', 'refused'))
            """
        let hashes = try Data.fetchAll(
            self,
            sql: "SELECT DISTINCT sha256 FROM evidence WHERE \(gone)"
        )
        if !hashes.isEmpty { try run(sql: "DELETE FROM evidence WHERE \(gone)") }
        try forgetArrived()
        return try (hashes.map { try Hash(column: $0) } + forgetUnnamed())
            .filter { try !isNamed($0) }
    }

    /// Forgets files that were attached here by a change that was erased or let go of.
    private func forgetUnnamed() throws -> [Hash] {
        let doubtful = try evidence(
            """
            WHERE own = 1 AND record IN
                (SELECT record FROM journal WHERE state IN ('dropped', 'purged', 'erased'))
            """,
            []
        )
        let unnamed = try doubtful.filter { evidence in
            let isTold = try pulled(evidence.record)?.state.blobs.contains(evidence.file) ?? false
            return try !isTold
                && !journal(of: evidence.record).contains { entry in
                    ![.dropped, .purged, .erased].contains(entry.state)
                        && entry.change.attached.contains(evidence.file)
                }
        }
        for evidence in unnamed {
            try run(
                sql: "DELETE FROM evidence WHERE record = ? AND sha256 = ?",
                arguments: [evidence.record.data, evidence.file.sha256.data]
            )
        }
        return unnamed.map(\.file.sha256)
    }

    private func evidence(_ clause: String, _ arguments: StatementArguments) throws -> [Evidence] {
        try StoredRow.fetchAll(self, sql: "SELECT * FROM evidence \(clause)", arguments: arguments)
            .map { row in
                Evidence(
                    record: try RecordID(column: row.get("record")),
                    file: BlobReference(
                        sha256: try Hash(column: row.get("sha256")),
                        sizeBytes: try row.get("size"),
                        mediaType: try row.get("media_type")
                    ),
                    isOwn: try row.get("own") as Int == 1,
                    isPresent: try row.get("present") as Int == 1
                )
            }
    }
}

extension FieldStore {
    package var evidence: EvidenceFolder { EvidenceFolder(home) }

    /// Removes from the disk what this person may not have any more, and what was left behind by
    /// an answer that was never saved.
    ///
    /// - Returns: False while there is a file that no record names and that may be about to be
    ///   saved: it is some minutes old at most.
    @discardableResult
    package func tidyEvidence() throws -> Bool {
        guard !home.path.isEmpty else { return true }
        for hash in try write({ try $0.forgetEvidence() }) { evidence.remove(hash) }
        return try evidence.removeForgotten { hash in try read { try $0.isNamed(hash) } }
    }

    /// Removes files of answers that were not saved, unless something else names them.
    package func forget(_ files: [BlobReference]) throws {
        for file in files where try !read({ try $0.isNamed(file.sha256) }) {
            evidence.remove(file.sha256)
        }
    }
}
