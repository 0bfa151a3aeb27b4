// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    func sightings(
        _ council: CouncilID,
        _ organisation: OrganisationID?
    ) throws -> [DeviceSighting] {
        // What took a new identity, and was not here under the old one since, is one device.
        let found = try rows(
            """
            SELECT DISTINCT role_grant.organisation, device.id, device.person, device.enrolled,
                device.last_sync
            FROM device JOIN role_grant ON role_grant.person = device.person
            LEFT JOIN (
                SELECT parent, max(enrolled) AS enrolled FROM device
                WHERE parent IS NOT NULL AND revoked IS NULL GROUP BY parent
            ) AS heir ON heir.parent = device.id
            WHERE role_grant.council = ?1 AND role_grant.revoked IS NULL
                AND device.revoked IS NULL
                AND (?2 IS NULL OR role_grant.organisation = ?2)
                AND (heir.enrolled IS NULL
                    OR heir.enrolled < ifnull(device.last_sync, device.enrolled))
            ORDER BY device.id, role_grant.organisation
            """,
            [council.text, organisation?.data]
        )
        return try found.map { row in
            let place: Data = try row.get("organisation")
            let lastSync: Int64? = try row.find("last_sync")
            return DeviceSighting(
                organisation: place.isEmpty ? nil : try OrganisationID(column: place),
                device: try DeviceID(column: row.get("id")),
                person: try PersonID(column: row.get("person")),
                enrolled: Instant(column: try row.get("enrolled")),
                lastSync: lastSync.map(Instant.init(column:))
            )
        }
    }
}
