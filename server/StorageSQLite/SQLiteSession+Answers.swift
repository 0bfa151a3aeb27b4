// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

/// Answers that are not in a log: refused, or held.
extension SQLiteSession {
    func answer(device: DeviceID, counter: Int64) throws -> StoredAnswer? {
        try row(
            """
            SELECT device, outcome, held, record, received FROM answer
            WHERE device = ? AND counter = ?
            """,
            [device.data, counter]
        ).map(answer)
    }

    func heldAnswers(after key: AnswerKey?, limit: Int) throws -> [StoredAnswer] {
        try rows(
            """
            SELECT device, outcome, held, record, received FROM answer
            WHERE held IS NOT NULL AND awaits IS NULL AND (device, counter) > (?, ?)
            ORDER BY device, counter LIMIT ?
            """,
            [key?.device.data ?? Data(), key?.counter ?? 0, limit]
        ).map(answer)
    }

    func awaitingAnswers(after key: AnswerKey?, limit: Int) throws -> [StoredAnswer] {
        try rows(
            """
            SELECT device, outcome, held, record, received FROM answer
            WHERE awaits IS NOT NULL AND (device, counter) > (?, ?)
            ORDER BY device, counter LIMIT ?
            """,
            [key?.device.data ?? Data(), key?.counter ?? 0, limit]
        ).map(answer)
    }

    func heldAnswer(_ change: ChangeID) throws -> StoredAnswer? {
        try row(
            """
            SELECT device, outcome, held, record, received FROM answer
            WHERE change = ? AND held IS NOT NULL
            """,
            [change.data]
        ).map(answer)
    }

    func heldBefore(_ change: Change) throws -> ChangeID? {
        try row(
            """
            SELECT change FROM answer
            WHERE device = ? AND counter < ? AND record = ? AND held IS NOT NULL
            ORDER BY counter LIMIT 1
            """,
            [change.device.data, change.counter, change.record.data]
        ).map { try ChangeID(column: $0.get("change")) }
    }

    func heldCount(_ device: DeviceID) throws -> Int {
        let row = try row(
            "SELECT count(*) AS n FROM answer WHERE device = ? AND held IS NOT NULL",
            [device.data]
        )
        return try (row?.get("n") ?? 0) - awaitingCount(device)
    }

    // The index is named, as the planner takes the table: to see there that something waits, it
    // reads past the whole of what is held.
    func awaitingCount(_ device: DeviceID) throws -> Int {
        let row = try row(
            """
            SELECT count(*) AS n FROM answer INDEXED BY answer_awaiting
            WHERE device = ? AND awaits IS NOT NULL
            """,
            [device.data]
        )
        return try row?.get("n") ?? 0
    }

    func awaitingRecords(of device: DeviceID) throws -> Set<RecordID> {
        let found = try rows(
            """
            SELECT DISTINCT record FROM answer INDEXED BY answer_awaiting
            WHERE device = ? AND awaits IS NOT NULL
            """,
            [device.data]
        )
        return try Set(found.map { try RecordID(column: $0.get("record")) })
    }

    func awaitingPlaces(touching records: Set<RecordID>) throws -> [AwaitingPlace] {
        guard !records.isEmpty,
            try row("SELECT 1 FROM answer WHERE awaits IS NOT NULL LIMIT 1") != nil
        else { return [] }
        var found = try rows(
            "SELECT device, counter, record, place FROM answer WHERE awaits = 'records'"
        )
        for record in records {
            found += try rows(
                """
                SELECT device, counter, record, place FROM answer
                WHERE record = ? AND awaits = 'record'
                """,
                [record.data]
            )
        }
        return try found.map { row in
            AwaitingPlace(
                key: AnswerKey(
                    device: try DeviceID(column: row.get("device")),
                    counter: try row.get("counter")
                ),
                record: try RecordID(column: row.get("record")),
                sequence: try row.get("place")
            )
        }.inOrder
    }

    func answer(_ row: StoredRow) throws -> StoredAnswer {
        let (held, record): (Data?, Data?) = (try row.find("held"), try row.find("record"))
        return StoredAnswer(
            device: try DeviceID(column: row.get("device")),
            outcome: try Canonical.decode(from: row.get("outcome")),
            held: try held.map { try Canonical.decode(from: $0) },
            record: try record.map(RecordID.init(column:)),
            received: Instant(column: try row.get("received"))
        )
    }

    func settle(_ answer: StoredAnswer) throws {
        try run(
            """
            UPDATE answer SET outcome = ?, held = NULL, awaits = NULL
            WHERE device = ? AND counter = ? AND held IS NOT NULL
            """,
            [try Canonical.encode(answer.outcome), answer.device.data, answer.outcome.counter]
        )
    }

    func save(_ answer: StoredAnswer) throws {
        try run(
            """
            INSERT INTO answer
                (device, counter, change, outcome, held, record, received, awaits, place)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                answer.device.data, answer.outcome.counter, answer.outcome.change.data,
                try Canonical.encode(answer.outcome),
                try answer.held.map { try Canonical.encode($0) }, answer.record?.data,
                answer.received.milliseconds, answer.awaits, answer.awaiting?.place ?? 0,
            ]
        )
    }
}
