// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    func devices() throws -> [StoredDevice] {
        try rows("SELECT * FROM device ORDER BY enrolled, id").map(device)
    }

    func device(token: Hash) throws -> StoredDevice? {
        try row("SELECT * FROM device WHERE token = ?", [token.data]).map(device)
    }

    func device(_ id: DeviceID) throws -> StoredDevice? {
        try row("SELECT * FROM device WHERE id = ?", [id.data]).map(device)
    }

    private func device(_ row: StoredRow) throws -> StoredDevice {
        let (lastSync, revoked): (Int64?, Int64?) =
            (try row.find("last_sync"), try row.find("revoked"))
        let parent: Data? = try row.find("parent")
        return StoredDevice(
            id: try DeviceID(column: row.get("id")),
            person: try PersonID(column: row.get("person")),
            name: try row.get("name"),
            token: try Hash(column: row.get("token")),
            lastCounter: try row.get("last_counter"),
            enrolled: Instant(column: try row.get("enrolled")),
            lastSync: lastSync.map(Instant.init(column:)),
            unsent: try row.get("unsent"),
            revoked: revoked.map(Instant.init(column:)),
            parent: try parent.map(DeviceID.init(column:))
        )
    }

    func save(_ device: StoredDevice) throws {
        let isNew = try self.device(device.id) == nil
        try run(
            """
            INSERT INTO device VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET last_counter = excluded.last_counter,
                last_sync = excluded.last_sync, unsent = excluded.unsent,
                revoked = excluded.revoked
            """,
            [
                device.id.data, device.person.data, device.name, device.token.data,
                device.lastCounter, device.enrolled.milliseconds, device.lastSync?.milliseconds,
                device.unsent, device.revoked?.milliseconds, device.parent?.data,
            ]
        )
        guard isNew else { return }
        sealed.enrol(
            EnrolledDevice(
                id: device.id,
                person: device.person,
                enrolled: device.enrolled,
                parent: device.parent
            )
        )
        // Who knows the person is told of their device too: a new number says so.
        try run(
            "UPDATE person SET number = ? WHERE id = ?",
            [try nextNumber(), device.person.data]
        )
    }

    /// What the directory says of devices, by their persons.
    func devicesOfPersons(after: Int64) throws -> [PersonID: [DirectoryEntry.Device]] {
        var devices: [PersonID: [DirectoryEntry.Device]] = [:]
        let found = try rows(
            """
            SELECT device.id, device.person, device.name
            FROM device JOIN person ON person.id = device.person
            WHERE person.number > ? ORDER BY device.id
            """,
            [after]
        )
        for row in found {
            let id = try DeviceID(column: row.get("id"))
            devices[try PersonID(column: row.get("person")), default: []]
                .append(.init(id: id, name: try row.get("name")))
        }
        return devices
    }

    func enrolment(code: Hash) throws -> StoredEnrolment? {
        let row = try row("SELECT person, expires FROM enrolment WHERE code = ?", [code.data])
        return try row.map {
            StoredEnrolment(
                code: code,
                person: try PersonID(column: $0.get("person")),
                expires: Instant(column: try $0.get("expires"))
            )
        }
    }

    func save(_ enrolment: StoredEnrolment) throws {
        try run(
            "INSERT INTO enrolment VALUES (?, ?, ?)",
            [enrolment.code.data, enrolment.person.data, enrolment.expires.milliseconds]
        )
    }

    func removeEnrolments(code: Hash?, expiredAt now: Instant) throws {
        try run(
            "DELETE FROM enrolment WHERE code IS ? OR expires <= ?",
            [code?.data, now.milliseconds]
        )
    }
}
