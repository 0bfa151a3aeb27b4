// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    func subjects(of record: RecordID) throws -> Set<String> {
        Set(
            try rows("SELECT subject FROM mention WHERE record = ?", [record.data])
                .map { try $0.get("subject") }
        )
    }

    func records(naming subject: String, in organisation: OrganisationID?) throws -> [RecordID] {
        try rows(
            "SELECT record FROM mention WHERE subject = ? AND organisation = ? ORDER BY record",
            [subject, keyColumn(organisation)]
        ).map { try RecordID(column: $0.get("record")) }
    }

    func save(
        subjects: Set<String>,
        of record: RecordID,
        organisation: OrganisationID?,
        isNew: Bool
    ) throws {
        if !isNew { try run("DELETE FROM mention WHERE record = ?", [record.data]) }
        for subject in subjects {
            try run(
                "INSERT OR IGNORE INTO mention VALUES (?, ?, ?)",
                [record.data, subject, keyColumn(organisation)]
            )
        }
    }

    func entryCount(of records: Set<RecordID>, in council: CouncilID) throws -> Int {
        let found = try Data.fetchCursor(
            database.cachedStatement(
                sql: "SELECT record FROM log WHERE council = ? AND record IS NOT NULL"
            ),
            arguments: [council.text]
        )
        var count = 0
        while let record = try found.next() {
            if records.contains(try RecordID(column: record)) { count += 1 }
        }
        return count
    }

    func legalHold(on record: RecordID) throws -> String? {
        try row("SELECT authority FROM legal_hold WHERE record = ?", [record.data])?
            .get("authority")
    }

    /// A hold is in the ledger before the commit and its end after that: a hold too many can be
    /// taken back, one that is lost cannot.
    func save(hold authority: String?, on record: RecordID) throws {
        guard let authority else {
            sealed.release(record)
            return try run("DELETE FROM legal_hold WHERE record = ?", [record.data])
        }
        try sealed.hold(record, by: authority)
        try run("INSERT OR REPLACE INTO legal_hold VALUES (?, ?)", [record.data, authority])
    }

    func purges() throws -> [StoredPurge] {
        try rows("SELECT * FROM purge ORDER BY device, feed").map { row in
            guard let feed = Feed(try row.get("feed")) else {
                throw StorageFailure.damaged("a feed that a device lost cannot be read")
            }
            let confirmed: Int64? = try row.find("confirmed")
            return StoredPurge(
                device: try DeviceID(column: row.get("device")),
                purge: Purge(
                    feed: feed,
                    since: Instant(column: try row.get("since")),
                    confirmed: confirmed.map(Instant.init(column:))
                )
            )
        }
    }

    func save(_ purge: StoredPurge) throws {
        try run(
            "INSERT OR REPLACE INTO purge VALUES (?, ?, ?, ?)",
            [
                purge.device.data, purge.purge.feed.description, purge.purge.since.milliseconds,
                purge.purge.confirmed?.milliseconds,
            ]
        )
    }

    func removePurge(_ feed: Feed, of device: DeviceID) throws {
        try run(
            "DELETE FROM purge WHERE device = ? AND feed = ?",
            [device.data, feed.description]
        )
    }
}
