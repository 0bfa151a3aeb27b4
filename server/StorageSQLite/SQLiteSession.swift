// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

/// One transaction; lives no longer than the closure that it was given to.
struct SQLiteSession {
    let database: Database
    let sealed: SealedWork

    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [StoredRow] {
        try database.cachedStatement(sql: sql).rows(arguments)
    }

    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> StoredRow? {
        try database.cachedStatement(sql: sql).row(arguments)
    }

    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

extension SQLiteSession: StorageReader {
    func setting(_ key: String) throws -> String? {
        try row("SELECT value FROM setting WHERE key = ?", [key])?.get("value")
    }
}

extension SQLiteSession: StorageWriter {
    var random: Entropy { sealed.files.random }

    func set(_ key: String, to value: String) throws {
        try run(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [key, value]
        )
    }

    /// The next number of the directory: what changes gets one that no device has seen.
    func nextNumber() throws -> Int64 {
        let number = (try setting("number").flatMap { Int64($0) } ?? 0) + 1
        try set("number", to: String(number))
        return number
    }
}
