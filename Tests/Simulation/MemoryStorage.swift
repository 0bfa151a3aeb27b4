// SPDX-License-Identifier: Apache-2.0

import GRDB
import StorageSQLite
import SyncService

/// The production statements upon a database in memory.
struct MemoryStorage {
    let database: DatabaseQueue

    static func empty() throws -> MemoryStorage {
        let database = try DatabaseQueue(configuration: SQLiteStorage.configurationInMemory)
        try database.writeWithoutTransaction { try SQLiteStorage.prepare($0) }
        return MemoryStorage(database: database)
    }

    /// In one thread there is nobody to be isolated from.
    func readNow<Value>(_ body: (any StorageReader) throws -> Value) throws -> Value {
        try database.unsafeRead { try body(SQLiteStorage.session($0)) }
    }

    /// Does it all, and keeps none of it.
    func rehearse<Value>(_ body: (any StorageWriter) throws -> Value) throws -> Value? {
        var value: Value?
        try database.inTransaction {
            value = try body(SQLiteStorage.session($0))
            return .rollback
        }
        return value
    }

    func writeNow<Value>(_ body: (any StorageWriter) throws -> Value) throws -> Value {
        try database.write { try body(SQLiteStorage.session($0)) }
    }
}
