// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    private static let columns = "id, state, hash, conflicts"

    func record(_ id: RecordID) throws -> StoredRecord? {
        try row("SELECT \(Self.columns) FROM record WHERE id = ?", [id.data]).map(record)
    }

    func mark(_ id: RecordID) throws -> RecordMark? {
        try row(
            "SELECT council, organisation, audience, version, hash FROM record WHERE id = ?",
            [id.data]
        ).map { row in
            RecordMark(
                scope: try scope(row),
                version: try row.get("version"),
                hash: try Hash(column: row.get("hash"))
            )
        }
    }

    func scope(_ row: StoredRow) throws -> Scope {
        let organisation: Data? = try row.find("organisation")
        guard let audience = Audience(rawValue: try row.get("audience")) else {
            throw StorageFailure.damaged("a record is for no known audience")
        }
        return Scope(
            council: try CouncilID(column: row.get("council")),
            organisation: try organisation.flatMap {
                $0.isEmpty ? nil : try OrganisationID(column: $0)
            },
            audience: audience
        )
    }

    func forEachStored(
        _ feed: Feed,
        after: Sequence64,
        _ body: (Result<StoredRecord, DamagedRecords>) throws -> Bool
    ) throws {
        let head = "SELECT \(Self.columns) FROM record WHERE council = ? AND audience = ?"
        let tail = "AND version > ? ORDER BY version"
        let place: StatementArguments = [feed.council.text, feed.audience.rawValue]
        let organisation = feed.organisation.map { [$0.data] } ?? []
        let narrowing = organisation.isEmpty ? "" : "AND organisation = ?"
        let found = try database.cachedStatement(sql: "\(head) \(narrowing) \(tail)")
            .cursor(place + StatementArguments(organisation) + [after])
        while let row = try found.next() {
            guard try body(reading(row)) else { return }
        }
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
        try row("SELECT count(*) AS n FROM record WHERE council = ?", [council.text])?.get("n") ?? 0
    }

    private func record(_ row: StoredRow) throws -> StoredRecord { try reading(row).get() }

    /// Whatever is wrong with the row is wrong with the record, which the log can give again.
    private func reading(_ row: StoredRow) throws -> Result<StoredRecord, DamagedRecords> {
        let id = try RecordID(column: row.get("id"))
        do {
            let record = try StoredRecord(
                bytes: row.get("state"),
                hash: Hash(column: row.get("hash")),
                disputes: StoredRecord.Disputes(rawValue: row.get("conflicts")) ?? .none
            )
            return .success(record)
        } catch {
            return .failure(DamagedRecords([id]))
        }
    }

    func digest(_ feed: Feed) throws -> SetDigest {
        let all = try rows(
            "SELECT organisation, high, low FROM scope_digest WHERE council = ? AND audience = ?",
            [feed.council.text, feed.audience.rawValue]
        )
        var sum = SetDigest.empty
        for row in all {
            let organisation: Data = try row.get("organisation")
            guard feed.organisation == nil || feed.organisation?.data == organisation else {
                continue
            }
            sum += try digest(row)
        }
        return sum
    }

    private func digest(_ row: StoredRow) throws -> SetDigest {
        SetDigest(
            high: UInt64(bitPattern: try row.get("high")),
            low: UInt64(bitPattern: try row.get("low"))
        )
    }

    func digests(_ council: CouncilID) throws -> [Scope: SetDigest] {
        var digests: [Scope: SetDigest] = [:]
        for row in try rows("SELECT * FROM scope_digest WHERE council = ?", [council.text]) {
            digests[try scope(row)] = try digest(row)
        }
        return digests
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
        try nameBlobs(of: state, replacing: former?.state)
        #if MUTANTS
        if Mutant.digestNotUpdated.isOn, former != nil { return }
        #endif
        try changeDigest(of: state.scope, removing: former?.hash, inserting: record.hash)
    }

    func changeDigest(of scope: Scope, removing former: Hash?, inserting hash: Hash?) throws {
        let place = placeColumns(scope)
        let row = try row(
            """
            SELECT high, low FROM scope_digest
            WHERE council = ? AND organisation = ? AND audience = ?
            """,
            place
        )
        var sum = try row.map(digest) ?? .empty
        if let former { sum.remove(former) }
        if let hash { sum.insert(hash) }
        try run(
            """
            INSERT INTO scope_digest VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET high = excluded.high, low = excluded.low
            """,
            place + [Int64(bitPattern: sum.high), Int64(bitPattern: sum.low)]
        )
    }
}
