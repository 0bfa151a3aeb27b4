// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    func content(of entry: StoredEntry) throws -> Data? {
        guard Sealing.isSealed(entry.payload) else { return entry.payload }
        guard let record = entry.entry.record else {
            throw StorageFailure.damaged("a sealed payload names no record")
        }
        if try isErased(record) { return nil }
        guard let key = try sealed.key(of: record) else {
            throw StorageFailure.damaged("the key of record \(record) is missing")
        }
        return try sealing(entry.entry.council, record, entry.entry.change)
            .open(entry.payload, under: key)
    }

    func seal(
        _ payload: Data,
        of record: RecordID,
        as change: ChangeID,
        in council: CouncilID,
        isNew: Bool
    ) throws -> Data {
        let key = try isNew ? sealed.makeKey(of: record) : sealed.key(of: record)
        guard let key else {
            throw StorageFailure.damaged("the key of record \(record) is missing")
        }
        return try sealing(council, record, change)
            .seal(payload, under: key, random: sealed.files.random)
    }

    private func sealing(_ council: CouncilID, _ record: RecordID, _ change: ChangeID) -> Sealing {
        Sealing(council: council, record: record, change: change)
    }

    private func isErased(_ record: RecordID) throws -> Bool {
        try row("SELECT 1 AS n FROM erased WHERE record = ?", [record.data]) != nil
    }

    func erased(_ record: RecordID) throws -> Erasure? {
        try row(
            """
            SELECT entry FROM erased JOIN erasure ON erasure.id = erased.erasure
            WHERE erased.record = ?
            """,
            [record.data]
        ).map { try Canonical.decode(from: $0.get("entry")) }
    }

    func erasure(_ id: ErasureID) throws -> Erasure? {
        try row("SELECT entry FROM erasure WHERE id = ?", [id.data])
            .map { try Canonical.decode(from: $0.get("entry")) }
    }

    func erasures(after: Int64, limit: Int) throws -> Numbered<Erasure> {
        let found = try rows(
            "SELECT number, entry FROM erasure WHERE number > ? ORDER BY number LIMIT ?",
            [after, limit]
        )
        return Numbered(
            values: try found.map { try Canonical.decode(from: $0.get("entry")) },
            number: try found.last?.get("number") ?? after
        )
    }

    func unfinishedErasures() throws -> [Erasure] {
        try sealed.files.ledger.all.map(\.erasure).filter { try erasure($0.id) == nil }
    }

    func erase(_ erasure: Erasure) throws {
        let number = try sealed.files.ledger.append(erasure)
        #if MUTANTS
        if !Mutant.keyNotDestroyed.isOn { sealed.condemn(erasure.records) }
        #else
        sealed.condemn(erasure.records)
        #endif
        try run(
            "INSERT OR IGNORE INTO erasure VALUES (?, ?, ?, ?, ?)",
            [
                erasure.id.data, number, erasure.council.text, keyColumn(erasure.organisation),
                try Canonical.encode(erasure),
            ]
        )
        for record in erasure.records {
            if let mark = try mark(record) {
                try changeDigest(of: mark.scope, removing: mark.hash, inserting: nil)
            }
            try run("DELETE FROM record WHERE id = ?", [record.data])
            try run("DELETE FROM mention WHERE record = ?", [record.data])
            try run("DELETE FROM blob_name WHERE record = ?", [record.data])
            try run("DELETE FROM upload WHERE record = ?", [record.data])
            try emptyAnswers(about: record, erasure)
            try run(
                "INSERT OR IGNORE INTO erased VALUES (?, ?)",
                [record.data, erasure.id.data]
            )
        }
    }

    /// What a device is told from now on about what it sent: nothing that was in it.
    private func emptyAnswers(about record: RecordID, _ erasure: Erasure) throws {
        let found = try rows(
            "SELECT device, outcome, held, record, received FROM answer WHERE record = ?",
            [record.data]
        )
        for answer in try found.map(answer) {
            let outcome = PushOutcome(
                change: answer.outcome.change,
                counter: answer.outcome.counter,
                result: .refused(problem: .erased(record, erasure)),
                duplicate: false
            )
            try run(
                """
                UPDATE answer SET outcome = ?, held = NULL, awaits = NULL
                WHERE device = ? AND counter = ?
                """,
                [try Canonical.encode(outcome), answer.device.data, outcome.counter]
            )
        }
    }

    func enrolled() throws -> EnrolledDevices { sealed.files.devices.all }

    func note(former: DeviceID, of device: DeviceID) { sealed.note(former: former, of: device) }

    func confirmations(of erasure: ErasureID) throws -> [DeviceID: Instant] {
        var found: [DeviceID: Instant] = [:]
        for row in try rows(
            "SELECT device, confirmed FROM erasure_confirmed WHERE erasure = ?",
            [erasure.data]
        ) {
            found[try DeviceID(column: row.get("device"))] =
                Instant(column: try row.get("confirmed"))
        }
        return found
    }

    func save(confirmed: ErasureID, by device: DeviceID, at now: Instant) throws {
        try run(
            "INSERT OR IGNORE INTO erasure_confirmed VALUES (?, ?, ?)",
            [confirmed.data, device.data, now.milliseconds]
        )
    }
}
