// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    func head(_ council: CouncilID) throws -> ChainHead {
        let row = try row("SELECT sequence, hash FROM chain WHERE council = ?", [council.text])
        guard let row else { return .start }
        return ChainHead(sequence: row["sequence"], hash: try Hash(column: row["hash"]))
    }

    func entries(
        _ council: CouncilID,
        after: Sequence64,
        limit: Int
    ) throws -> [StoredEntry] {
        try rows(
            "SELECT * FROM log WHERE council = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            [council.text, after, limit]
        ).map(entry)
    }

    func entry(change: ChangeID) throws -> StoredEntry? {
        try row("SELECT * FROM log WHERE change = ?", [change.data]).map(entry)
    }

    func entry(device: DeviceID, counter: Int64) throws -> StoredEntry? {
        try row(
            "SELECT * FROM log WHERE device = ? AND counter = ? AND kind = 'change'",
            [device.data, counter]
        ).map(entry)
    }

    private func entry(_ row: Row) throws -> StoredEntry {
        guard let kind = LogEntry.Kind(rawValue: row["kind"]) else {
            throw StorageFailure.damaged("a log entry is of no known kind")
        }
        let record: Data? = row["record"]
        return StoredEntry(
            entry: LogEntry(
                council: try CouncilID(column: row["council"]),
                sequence: row["sequence"],
                kind: kind,
                change: try ChangeID(column: row["change"]),
                device: try DeviceID(column: row["device"]),
                counter: row["counter"],
                record: try record.map(RecordID.init(column:)),
                receivedAt: Instant(column: row["received_at"]),
                payloadHash: try Hash(column: row["payload_hash"]),
                previous: try Hash(column: row["previous"])
            ),
            payload: row["payload"],
            hash: try Hash(column: row["hash"])
        )
    }

    func append(_ entry: LogEntry, payload: Data) throws {
        let head = try head(entry.council)
        guard entry.sequence == head.sequence + 1, entry.previous == head.hash else {
            throw StorageFailure.damaged("entry \(entry.sequence) does not follow the head")
        }
        let hash = entry.hash.data
        try run(
            "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                entry.council.text, entry.sequence, entry.kind.rawValue, entry.change.data,
                entry.device.data, entry.counter, entry.record?.data,
                entry.receivedAt.milliseconds, payload, entry.payloadHash.data,
                entry.previous.data, hash,
            ]
        )
        try run(
            """
            INSERT INTO chain VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
            """,
            [entry.council.text, entry.sequence, hash]
        )
    }

    func answer(device: DeviceID, counter: Int64) throws -> StoredAnswer? {
        let row = try row(
            "SELECT outcome, held FROM answer WHERE device = ? AND counter = ?",
            [device.data, counter]
        )
        guard let row else { return nil }
        let held: Data? = row["held"]
        return StoredAnswer(
            device: device,
            outcome: try Canonical.decode(from: row["outcome"] as Data),
            held: try held.map { try Canonical.decode(from: $0) }
        )
    }

    func save(_ answer: StoredAnswer) throws {
        try run(
            "INSERT INTO answer VALUES (?, ?, ?, ?, ?)",
            [
                answer.device.data, answer.outcome.counter, answer.outcome.change.data,
                try Canonical.encode(answer.outcome),
                try answer.held.map { try Canonical.encode($0) },
            ]
        )
    }
}
