// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    func passphrase(_ person: PersonID) throws -> StoredPassphrase? {
        try row("SELECT * FROM passphrase WHERE person = ?", [person.data]).map(passphrase)
    }

    func passphrases() throws -> [StoredPassphrase] {
        try rows("SELECT * FROM passphrase ORDER BY person").map(passphrase)
    }

    func save(_ passphrase: StoredPassphrase) throws {
        try run(
            """
            INSERT INTO passphrase (person, key, misses, code, expires) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET key = excluded.key, misses = excluded.misses,
                code = excluded.code, expires = excluded.expires
            """,
            [
                passphrase.person.data, passphrase.key.flatMap { Data(base64Encoded: $0) },
                passphrase.misses, passphrase.code?.hash.data,
                passphrase.code?.expires.milliseconds,
            ]
        )
    }

    private func passphrase(_ row: StoredRow) throws -> StoredPassphrase {
        let key: Data? = try row.find("key")
        let (code, expires): (Data?, Int64?) = (try row.find("code"), try row.find("expires"))
        return StoredPassphrase(
            person: try PersonID(column: row.get("person")),
            key: key?.base64EncodedString(),
            misses: try row.get("misses"),
            code: try code.flatMap { code in
                try expires.map {
                    StoredPassphrase.Code(
                        hash: try Hash(column: code),
                        expires: Instant(milliseconds: $0)
                    )
                }
            }
        )
    }
}
