// SPDX-License-Identifier: Apache-2.0

import GRDB
import StorageSQLite
import SyncService

/// The production statements upon a database in memory.
struct MemoryStorage {
    let database: DatabaseQueue
    let files: SealedFiles

    static func empty() throws -> MemoryStorage {
        let database = try DatabaseQueue(configuration: SQLiteStorage.configurationInMemory)
        try database.writeWithoutTransaction { try SQLiteStorage.prepare($0) }
        let files = try SealedFiles(directory: nil, random: Dice(1).entropy)
        return MemoryStorage(database: database, files: files)
    }

    /// In one thread there is nobody to be isolated from.
    func readNow<Value>(_ body: (any StorageReader) throws -> Value) throws -> Value {
        try database.unsafeRead { try SQLiteStorage.read($0, files, body) }
    }

    /// Does it all, and keeps none of it.
    func rehearse<Value>(_ body: (any StorageWriter) throws -> Value) throws -> Value {
        try database.writeWithoutTransaction {
            try SQLiteStorage.write($0, files, isRehearsal: true, body)
        }
    }

    func writeNow<Value>(_ body: (any StorageWriter) throws -> Value) throws -> Value {
        try database.writeWithoutTransaction { try SQLiteStorage.write($0, files, body) }
    }
}
