// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

/// What is compared with the logs.
extension SQLiteSession: KeptReader {
    func forEachKept(_ body: (KeptRow) throws -> Void) throws {
        for table in KeptTable.allCases {
            let source = KeptSource.of(table)
            let found = try database.cachedStatement(sql: source.sql).cursor()
            while let row = try found.next() { try body(source.row(table, row)) }
        }
    }

    func forEachAnswer(_ body: (KeptAnswer) throws -> Void) throws {
        let found = try database.cachedStatement(
            sql: """
                SELECT answer.device AS device, answer.counter AS counter,
                    answer.change AS change, outcome, held, answer.record AS record, received,
                    awaits, place, own.sequence AS own, own.hash AS own_hash,
                    same.sequence AS same, same.hash AS same_hash
                FROM answer
                LEFT JOIN log AS own ON own.device = answer.device
                    AND own.counter = answer.counter AND own.kind = 'change'
                LEFT JOIN log AS same ON same.change = answer.change
                ORDER BY answer.device, answer.counter
                """
        ).cursor()
        while let row = try found.next() { try body(kept(row)) }
    }

    private func kept(_ row: StoredRow) throws -> KeptAnswer {
        let change = try ChangeID(column: row.get("change"))
        let key = AnswerKey(
            device: try DeviceID(column: row.get("device")),
            counter: try row.get("counter")
        )
        let answer = try? answer(row)
        return KeptAnswer(
            key: key,
            change: change,
            answer: try answer.flatMap { try agrees($0, row, key, change) ? $0 : nil },
            own: try receipt(row, "own"),
            logged: try receipt(row, "same")
        )
    }

    private func receipt(_ row: StoredRow, _ name: String) throws -> Receipt? {
        let sequence: Sequence64? = try row.find(name)
        return try sequence.map {
            Receipt(sequence: $0, hash: try Hash(column: row.get(name + "_hash")))
        }
    }

    /// Whether the columns beside an answer say what is in it.
    private func agrees(
        _ answer: StoredAnswer,
        _ row: StoredRow,
        _ key: AnswerKey,
        _ change: ChangeID
    ) throws -> Bool {
        let awaits: String? = try row.find("awaits")
        guard answer.outcome.change == change, answer.outcome.counter == key.counter else {
            return false
        }
        guard case .held = answer.outcome.result else { return answer.held == nil && awaits == nil }
        guard let held = answer.held, held.id == change, held.device == key.device,
            held.counter == key.counter, held.record == answer.record,
            awaits == answer.awaits
        else { return false }
        return try answer.awaiting.map { try $0.place == row.get("place") } ?? true
    }

    func loggedCounters() throws -> [DeviceID: CounterSpan] {
        var found: [DeviceID: CounterSpan] = [:]
        for row in try rows(
            """
            SELECT device, count(*) AS n, min(counter) AS lowest, max(counter) AS highest
            FROM log INDEXED BY log_device WHERE kind = 'change' GROUP BY device
            """
        ) {
            found[try DeviceID(column: row.get("device"))] = CounterSpan(
                count: try row.get("n"),
                lowest: try row.get("lowest"),
                highest: try row.get("highest")
            )
        }
        return found
    }

    func files(namedBy record: RecordID) throws -> Set<Hash> {
        Set(
            try rows("SELECT sha256 FROM blob_name WHERE record = ?", [record.data])
                .map { try Hash(column: $0.get("sha256")) }
        )
    }

    func strays() throws -> [String] {
        let mention = try row(
            """
            SELECT mention.record AS id FROM mention LEFT JOIN record ON record.id = mention.record
            WHERE record.id IS NULL LIMIT 1
            """
        )
        let name = try row(
            """
            SELECT blob_name.record AS id FROM blob_name
            LEFT JOIN record ON record.id = blob_name.record WHERE record.id IS NULL LIMIT 1
            """
        )
        return try [(mention, "names a participant"), (name, "names a file")]
            .compactMap { found, what in
                try found.map {
                    "the record \(try RecordID(column: $0.get("id"))) \(what), and is not there"
                }
            }
    }
}

extension StoredAnswer {
    /// For what of a restored server it waits; nil for all else.
    var awaits: String? { awaiting.map { $0.kind == .step ? "records" : "record" } }
}
