// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite

/// The SQLite that this program runs with, which is the system's own.
package enum SQLiteLibrary {
    package static var version: String { String(cString: sqlite3_libversion()) }

    /// Nil for one that needs no word of caution.
    ///
    /// Up to 3.51.2 two processes on one database could lose pages between them. The lock keeps
    /// every other keeplocald away, but no other program.
    package static var caution: String? { caution(for: Int(sqlite3_libversion_number())) }

    package static func caution(for version: Int) -> String? {
        guard version < 3_051_003 else { return nil }
        return "SQLite before 3.51.3 can damage a database that two programs have open at once:"
            + " keep sqlite3 and replication tools away from a server that runs, or update SQLite."
    }
}
