// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import GRDB
package import SyncService

/// The same statements upon a database that somebody else holds open: in memory, in one thread, for
/// a simulation that ends transactions where it likes.
extension SealedFiles {
    /// The same keys in memory, to be used and destroyed apart.
    package func copyInMemory(random: Entropy) throws -> SealedFiles {
        let copy = try SealedFiles(directory: nil, random: random)
        try copy.keys.keep(keys.all())
        return copy
    }

    /// Puts the keys back as they were in a copy; the ledgers, which no backup brings back, stay.
    package func putBack(_ copy: SealedFiles) throws {
        try keys.destroy(keys.all().keys)
        try keys.keep(copy.keys.all())
    }

    package func hasKey(of record: RecordID) throws -> Bool { try keys.key(of: record) != nil }
}

extension SQLiteStorage {
    package static var configurationInMemory: Configuration { configuration }

    package static func prepare(_ database: Database) throws { try migrate(database) }

    package static func read<Value>(
        _ database: Database,
        _ files: SealedFiles,
        _ body: (any StorageReader) throws -> Value
    ) throws -> Value {
        try body(SQLiteSession(database: database, sealed: SealedWork(files)))
    }

    /// One transaction with the keys that belong to it; `isRehearsal` says that nothing is kept.
    package static func write<Value>(
        _ database: Database,
        _ files: SealedFiles,
        isRehearsal: Bool = false,
        _ body: (any StorageWriter) throws -> Value
    ) throws -> Value {
        let work = SealedWork(files)
        let value = try database.asTransaction(keeping: !isRehearsal) {
            let value = try body(SQLiteSession(database: database, sealed: work))
            if !isRehearsal { try work.keepKeys() }
            return value
        }
        if !isRehearsal {
            work.keepWords()
            try work.destroyKeys()
        }
        return value
    }
}
