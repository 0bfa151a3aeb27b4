// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

/// Which make the lines are of, and what stands in their file as well while they are of this store.
private struct LineMake: Codable {
    /// Counted up when lines are made otherwise, so that a newer program makes them anew.
    static let current = 5

    let make: Int
    let mark: Data
}

/// The store and the file of its lines are written one after the other, the lines first. Each step
/// gives both a new mark, so that a file that was lost, or put back from a copy, is told.
extension StoreSession {
    /// The mark of the store.
    ///
    /// - Returns: Nil where lines are of an older make, or were never made.
    func lineMark() throws -> Data? {
        guard let make = try fact("lines", as: LineMake.self), make.make == LineMake.current
        else { return nil }
        return make.mark
    }

    /// False where the lines are not those of this store as it is now.
    ///
    /// Lines that are one step ahead of it do no harm: those that were made in it are due still.
    func areLinesInStep() throws -> Bool {
        guard let mark = try lineMark() else { return false }
        guard lines.exists, let marks = try lines.read({ try $0.marks() }) else { return false }
        return marks.mark == mark || marks.former == mark
    }

    /// Writes the lines, and what tells in the store that it was done.
    ///
    /// From a `former` mark, the lines may be ahead of the store by this step; from none, all are
    /// made anew where the store does not come after.
    func step(from former: Data?, _ body: (LineSession) throws -> Void) throws {
        let make = LineMake(make: LineMake.current, mark: random.bytes(8))
        try lines.write { session in
            try body(session)
            try session.set(LineSession.Marks(mark: make.mark, former: former))
        }
        try set("lines", make)
    }

    /// Removes the lines of what was erased, or may not be read here any more, at once: others say
    /// until they are made again what they said before.
    func dropDueLines() throws {
        guard lines.exists else { return }
        let due = try Data.fetchAll(self, sql: "SELECT record FROM line_due")
        if try areLinesInStep() {
            try step(from: nil) { try $0.remove(due) }
        } else {
            try lines.write { try $0.remove(due) }
        }
    }

    /// Makes those due again that were told of by nobody: the records may be gone.
    func makeUntoldLinesDue() throws {
        try run(
            sql: """
                INSERT OR IGNORE INTO line_due
                SELECT record FROM journal WHERE record NOT IN (SELECT id FROM record)
                """
        )
    }
}

extension LineSession {
    struct Marks: Hashable {
        let mark: Data
        let former: Data?
    }

    func marks() throws -> Marks? {
        try StoredRow.fetchAll(database, sql: "SELECT mark, former FROM made").first.map {
            Marks(mark: try $0.get("mark"), former: try $0.find("former"))
        }
    }

    func set(_ marks: Marks) throws {
        try database.cachedStatement(sql: "DELETE FROM made").execute()
        try database.cachedStatement(sql: "INSERT INTO made VALUES (?, ?)")
            .execute(arguments: [marks.mark, marks.former])
    }

    func removeAll() throws { try database.execute(sql: "DELETE FROM line") }

    func remove(_ records: [Data]) throws {
        let statement = try database.cachedStatement(sql: "DELETE FROM line WHERE record = ?")
        for record in records { try statement.execute(arguments: [record]) }
    }

    func add(_ lines: [StatementArguments]) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO line (record, form, title, words, work, conflicts, deleted,
                    changed, author, subject, missing, reviewed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for line in lines { try statement.execute(arguments: line) }
    }
}
