// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    func head(_ council: CouncilID) throws -> ChainHead {
        let row = try row("SELECT sequence, hash FROM chain WHERE council = ?", [council.text])
        guard let row else { return .start }
        return ChainHead(sequence: try row.get("sequence"), hash: try Hash(column: row.get("hash")))
    }

    func lastSequence(_ council: CouncilID, below end: Sequence64) throws -> Sequence64? {
        try row(
            "SELECT max(sequence) AS last FROM log WHERE council = ? AND sequence < ?",
            [council.text, end]
        )?.find("last")
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

    func entries(of record: RecordID) throws -> [StoredEntry] {
        try rows("SELECT * FROM log WHERE record = ? ORDER BY council, sequence", [record.data])
            .map(entry)
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

    private func entry(_ row: StoredRow) throws -> StoredEntry {
        do {
            return try readEntry(row)
        } catch StorageFailure.damaged(let why) {
            let sequence: Int64? = try? row.find("sequence")
            throw StorageFailure.damaged("entry \(sequence.map(String.init) ?? "?"): \(why)")
        }
    }

    private func readEntry(_ row: StoredRow) throws -> StoredEntry {
        guard let kind = LogEntry.Kind(rawValue: try row.get("kind")) else {
            throw StorageFailure.damaged("it is of no known kind")
        }
        let record: Data? = try row.find("record")
        return StoredEntry(
            entry: LogEntry(
                council: try CouncilID(column: row.get("council")),
                sequence: try row.get("sequence"),
                kind: kind,
                change: try ChangeID(column: row.get("change")),
                device: try DeviceID(column: row.get("device")),
                counter: try row.get("counter"),
                record: try record.map(RecordID.init(column:)),
                receivedAt: Instant(column: try row.get("received_at")),
                payloadHash: try Hash(column: row.get("payload_hash")),
                previous: try Hash(column: row.get("previous"))
            ),
            payload: try row.get("payload"),
            hash: try Hash(column: row.get("hash"))
        )
    }

    func logs() throws -> [CouncilID] {
        try rows(
            """
            SELECT council FROM chain UNION SELECT council FROM log
            UNION SELECT council FROM record UNION SELECT council FROM scope_digest ORDER BY 1
            """
        ).map { try CouncilID(column: $0.get("council")) }
    }

    func faults() throws -> [String] {
        let found = try rows("PRAGMA integrity_check(10)").map { row -> String in
            try row.get("integrity_check")
        }
        return found == ["ok"] ? [] : found
    }

    func append(_ entry: LogEntry, payload: Data) throws {
        let head = try head(entry.council)
        guard entry.sequence.comes(after: head.sequence), entry.previous == head.hash else {
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
        #if MUTANTS
        if Mutant.sequenceReused.isOn, entry.sequence % 7 == 0 { return }
        #endif
        try run(
            """
            INSERT INTO chain VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
            """,
            [entry.council.text, entry.sequence, hash]
        )
    }

    func removePayloads(
        of record: RecordID,
        in council: CouncilID,
        before sequence: Sequence64
    ) throws {
        try run(
            """
            UPDATE log SET payload = x''
            WHERE record = ? AND council = ? AND sequence < ? AND kind = 'change'
            """,
            [record.data, council.text, sequence]
        )
    }
}
