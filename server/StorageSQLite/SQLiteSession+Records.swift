// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    private static let columns = "state, hash, conflicts"

    func record(_ id: RecordID) throws -> StoredRecord? {
        try row("SELECT \(Self.columns) FROM record WHERE id = ?", [id.data]).map(record)
    }

    func records(_ feed: Feed, after: Sequence64, limit: Int) throws -> [StoredRecord] {
        let head = "SELECT \(Self.columns) FROM record WHERE council = ? AND audience = ?"
        let tail = "AND version > ? ORDER BY version LIMIT ?"
        let place: StatementArguments = [feed.council.text, feed.audience.rawValue]
        guard let organisation = feed.organisation else {
            return try rows("\(head) \(tail)", place + [after, limit]).map(record)
        }
        return try rows(
            "\(head) AND organisation = ? \(tail)",
            place + [organisation.data, after, limit]
        ).map(record)
    }

    func disputed(_ council: CouncilID, settled: Bool) throws -> [StoredRecord] {
        try rows(
            """
            SELECT \(Self.columns) FROM record
            WHERE council = ? AND conflicts > 0 AND conflicts >= ? ORDER BY id
            """,
            [council.text, settled ? 1 : 2]
        ).map(record)
    }

    func recordCount(_ council: CouncilID) throws -> Int {
        try row("SELECT count(*) AS n FROM record WHERE council = ?", [council.text])?["n"] ?? 0
    }

    private func record(_ row: Row) throws -> StoredRecord {
        try StoredRecord(
            bytes: row["state"],
            hash: try Hash(column: row["hash"]),
            disputes: StoredRecord.Disputes(rawValue: row["conflicts"]) ?? .none
        )
    }

    func digest(_ feed: Feed) throws -> SetDigest {
        let all = try rows(
            "SELECT organisation, high, low FROM scope_digest WHERE council = ? AND audience = ?",
            [feed.council.text, feed.audience.rawValue]
        )
        var sum = SetDigest.empty
        for row in all {
            let organisation: Data = row["organisation"]
            guard feed.organisation == nil || feed.organisation?.data == organisation else {
                continue
            }
            sum += digest(row)
        }
        return sum
    }

    private func digest(_ row: Row) -> SetDigest {
        SetDigest(
            high: UInt64(bitPattern: row["high"] as Int64),
            low: UInt64(bitPattern: row["low"] as Int64)
        )
    }

    func save(_ record: StoredRecord, replacing former: StoredRecord?) throws {
        let state = record.state
        try run(
            """
            INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version, conflicts = excluded.conflicts,
                state = excluded.state, hash = excluded.hash
            """,
            [
                state.record.data, state.scope.council.text, state.scope.organisation?.data,
                state.scope.audience.rawValue, state.form.text, state.version,
                record.disputes.rawValue, record.bytes, record.hash.data,
            ]
        )
        let place: StatementArguments = [
            state.scope.council.text, keyColumn(state.scope.organisation),
            state.scope.audience.rawValue,
        ]
        let row = try row(
            """
            SELECT high, low FROM scope_digest
            WHERE council = ? AND organisation = ? AND audience = ?
            """,
            place
        )
        var sum = row.map(digest) ?? .empty
        if let former { sum.remove(former.hash) }
        sum.insert(record.hash)
        try run(
            """
            INSERT INTO scope_digest VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET high = excluded.high, low = excluded.low
            """,
            place + [Int64(bitPattern: sum.high), Int64(bitPattern: sum.low)]
        )
    }

    func removeRecords() throws {
        try run("DELETE FROM record")
        try run("DELETE FROM scope_digest")
    }
}
