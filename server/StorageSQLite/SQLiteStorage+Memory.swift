// SPDX-License-Identifier: Apache-2.0

package import GRDB
package import SyncService

/// The same statements upon a database that somebody else holds open: in memory, in one thread, for
/// a simulation that ends transactions where it likes.
extension SQLiteStorage {
    package static var configurationInMemory: Configuration { configuration }

    package static func prepare(_ database: Database) throws { try migrate(database) }

    package static func session(_ database: Database) -> any StorageWriter {
        SQLiteSession(database: database)
    }
}
