// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    func placeColumns(_ scope: Scope) -> StatementArguments {
        [scope.council.text, keyColumn(scope.organisation), scope.audience.rawValue]
    }

    /// Keeps the index from files to the records that name them; most records name none.
    func nameBlobs(of state: RecordState, replacing former: RecordState?) throws {
        let names = Set(state.blobs.map(\.sha256))
        let before = Set(former?.blobs.map(\.sha256) ?? [])
        for hash in before.subtracting(names) {
            try run(
                "DELETE FROM blob_name WHERE sha256 = ? AND record = ?",
                [hash.data, state.record.data]
            )
        }
        for hash in names.subtracting(before) {
            try run(
                "INSERT OR IGNORE INTO blob_name VALUES (?, ?)",
                [hash.data, state.record.data]
            )
        }
    }

    func records(naming hash: Hash) throws -> [RecordID] {
        try rows(
            """
            SELECT min(record.id) AS id FROM blob_name JOIN record ON record.id = blob_name.record
            WHERE blob_name.sha256 = ? GROUP BY council, organisation, audience, form
            """,
            [hash.data]
        ).map { try RecordID(column: $0.get("id")) }
    }

    func isNamed(_ hash: Hash, by record: RecordID) throws -> Bool {
        try row(
            "SELECT 1 AS n FROM blob_name WHERE sha256 = ? AND record = ?",
            [hash.data, record.data]
        ) != nil
    }

    func hasBlob(_ hash: Hash, in scope: Scope) throws -> Bool {
        try row(
            """
            SELECT 1 AS n FROM blob
            WHERE sha256 = ? AND council = ? AND organisation = ? AND audience = ?
            """,
            [hash.data] + placeColumns(scope)
        ) != nil
    }

    func hasBlob(_ hash: Hash) throws -> Bool {
        try row("SELECT 1 AS n FROM blob WHERE sha256 = ? LIMIT 1", [hash.data]) != nil
    }

    func storedFiles() throws -> [StoredFile] {
        var found: [StoredFile] = []
        for row in try rows(
            """
            SELECT sha256, size, record FROM blob_name
            JOIN (SELECT sha256, max(size) AS size FROM blob GROUP BY sha256) USING (sha256)
            ORDER BY sha256, record
            """
        ) {
            let hash = try Hash(column: row.get("sha256"))
            let (size, record) = (
                try row.get("size") as Int64, try RecordID(column: row.get("record"))
            )
            let isSame = found.last?.sha256 == hash
            let former = isSame ? found.removeLast().records : []
            found.append(StoredFile(sha256: hash, sizeBytes: size, records: former + [record]))
        }
        return found
    }

    func blobBytes(council: CouncilID, organisation: OrganisationID?) throws -> Int64 {
        let place: StatementArguments = [council.text, keyColumn(organisation)]
        let found = try row(
            """
            SELECT (SELECT coalesce(sum(size), 0) FROM blob
                    WHERE council = ?1 AND organisation = ?2)
                 + (SELECT coalesce(sum(size), 0) FROM upload
                    WHERE council = ?1 AND organisation = ?2 AND finished = 0) AS n
            """,
            place
        )
        return try found?.get("n") ?? 0
    }

    func upload(_ id: UploadID) throws -> StoredUpload? {
        try row("SELECT * FROM upload WHERE id = ?", [id.data]).map(upload)
    }

    func upload(device: DeviceID, hash: Hash, record: RecordID) throws -> StoredUpload? {
        try row(
            "SELECT * FROM upload WHERE device = ? AND sha256 = ? AND record = ?",
            [device.data, hash.data, record.data]
        ).map(upload)
    }

    func uploadCount(_ device: DeviceID) throws -> Int {
        try row(
            "SELECT count(*) AS n FROM upload WHERE device = ? AND finished = 0",
            [device.data]
        )?.get("n") ?? 0
    }

    func uploads(untouchedSince instant: Instant) throws -> [StoredUpload] {
        try rows("SELECT * FROM upload WHERE touched < ?", [instant.milliseconds]).map(upload)
    }

    private func upload(_ row: StoredRow) throws -> StoredUpload {
        StoredUpload(
            id: try UploadID(column: row.get("id")),
            device: try DeviceID(column: row.get("device")),
            sha256: try Hash(column: row.get("sha256")),
            record: try RecordID(column: row.get("record")),
            scope: try scope(row),
            sizeBytes: try row.get("size"),
            isFinished: try row.get("finished") as Int == 1,
            touched: Instant(column: try row.get("touched"))
        )
    }

    func save(_ upload: StoredUpload) throws {
        let name: StatementArguments = [
            upload.id.data, upload.device.data, upload.sha256.data, upload.record.data,
        ]
        try run(
            """
            INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET finished = excluded.finished,
                touched = excluded.touched
            """,
            name + placeColumns(upload.scope)
                + [upload.sizeBytes, upload.isFinished ? 1 : 0, upload.touched.milliseconds]
        )
    }

    func removeUpload(_ id: UploadID) throws {
        try run("DELETE FROM upload WHERE id = ?", [id.data])
    }

    func saveBlob(_ hash: Hash, sizeBytes: Int64, in scope: Scope) throws {
        try run(
            "INSERT OR IGNORE INTO blob VALUES (?, ?, ?, ?, ?)",
            [hash.data] + placeColumns(scope) + [sizeBytes]
        )
    }

    func removeUnnamedBlobs() throws -> [Hash] {
        let removed = try rows(
            """
            DELETE FROM blob WHERE NOT EXISTS (
                SELECT 1 FROM blob_name JOIN record ON record.id = blob_name.record
                WHERE blob_name.sha256 = blob.sha256 AND record.council = blob.council
                    AND coalesce(record.organisation, x'') = blob.organisation
                    AND record.audience = blob.audience
            ) RETURNING sha256
            """
        ).map { try Hash(column: $0.get("sha256")) }
        return try Set(removed).filter { try !hasBlob($0) }
    }
}
