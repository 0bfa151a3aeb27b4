// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Glibc
import Schema

/// Writes into a log with the settings that it is given, and says `ACK n` after each commit:
/// `logwriter FILE JOURNAL SYNCHRONOUS COMMITS`.
///
/// The control of the power cut tests: with settings that are too weak, it must lose what it said.
@main
enum LogWriter {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 5, let commits = Int64(words[4]) else { exit(2) }
        var configuration = Configuration()
        let (journal, synchronous) = (words[2], words[3])
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA journal_mode = \(journal); PRAGMA synchronous = \(synchronous);
                    PRAGMA wal_autocheckpoint = 40;
                    """
            )
        }
        let queue = try DatabaseQueue(path: words[1], configuration: configuration)
        try queue.write { db in
            for migration in Schema.serverSQLite { try db.execute(sql: migration.sql) }
        }
        for number in 1...commits {
            try queue.write { try append(number, to: $0) }
            let line = "ACK \(number)\n"
            guard write(1, line, line.utf8.count) == line.utf8.count else { exit(1) }
        }
    }

    /// Two entries, which belong together.
    private static func append(_ number: Int64, to db: Database) throws {
        for sequence in [number * 2 - 1, number * 2] {
            let id = Data(repeating: 0, count: 8) + withUnsafeBytes(of: sequence) { Data($0) }
            try db.execute(
                sql: """
                    INSERT INTO log VALUES ('bradford', ?, 'change', ?, ?, ?, NULL, 0, ?,
                        zeroblob(32), zeroblob(32), zeroblob(32))
                    """,
                arguments: [sequence, id, id, sequence, Data(repeating: 7, count: 700)]
            )
        }
    }
}
