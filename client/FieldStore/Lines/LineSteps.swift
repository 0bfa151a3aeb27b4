// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

/// How the lines stand to the store.
enum LineStanding: Hashable {
    /// They are those of the store, but for what is due.
    case inStep
    /// The last step is in the lines, and not in the store: it was cut off between the two, or the
    /// store was put back from a copy of just before.
    case ahead
    /// Of another make, another store or another time, or nowhere: all are made anew.
    case lost
}

/// Which make the lines are of, and what stands in their file as well while they are of this store.
private struct LineMake: Codable {
    /// Counted up when lines are made otherwise, so that a newer program makes them anew.
    static let current = 5

    let make: Int
    let mark: Data
}

/// The store and the file of its lines are written one after the other, the lines first. Each step
/// gives both a new mark, and the lines keep what it was about: whoever finds them ahead makes just
/// that again.
extension StoreSession {
    /// The mark of the store.
    ///
    /// - Returns: Nil where lines are of an older make, or were never made.
    private func lineMark() throws -> Data? {
        guard let make = try fact("lines", as: LineMake.self), make.make == LineMake.current
        else { return nil }
        return make.mark
    }

    func lineStanding() throws -> LineStanding { try withLines { _ in }.standing }

    /// Reads lines, with how they stand at that moment; nil where they are lost.
    func withLines<Value>(
        _ body: (LineSession) throws -> Value
    ) throws -> (standing: LineStanding, value: Value?) {
        guard let mark = try lineMark(), lines.exists else { return (.lost, nil) }
        do {
            return try lines.read { session in
                let standing = try session.standing(to: mark)
                return (standing, standing == .lost ? nil : try body(session))
            }
        } catch is LinesLost {
            return (.lost, nil)
        }
    }

    /// Writes the lines of some records, and tells in the store that it was done.
    ///
    /// - Throws: `LinesLost` where they are not of this store; nothing was written then.
    func step(about records: [Data], _ body: (LineSession) throws -> Void) throws {
        let (standing, ofLastStep) = try withLines { try $0.ofLastStep() }
        guard let former = try lineMark(), let ofLastStep else { throw LinesLost() }
        if standing == .ahead { try makeDue(ofLastStep) }
        let make = LineMake(make: LineMake.current, mark: random.bytes(8))
        try lines.write { session in
            let standing = try session.standing(to: former)
            guard standing != .lost else { throw LinesLost() }
            if standing == .inStep { try session.forgetStep() }
            try session.noteStep(records)
            try body(session)
            try session.set(LineMarks(mark: make.mark, former: former))
        }
        try set("lines", make)
    }

    func makeDue(_ records: [Data]) throws {
        for record in records {
            try run(sql: "INSERT OR IGNORE INTO line_due VALUES (?)", arguments: [record])
        }
    }

    /// Begins anew without any line.
    func stepFromNothing() throws {
        let make = LineMake(make: LineMake.current, mark: random.bytes(8))
        try lines.write { session in
            try session.removeAll()
            try session.set(LineMarks(mark: make.mark, former: nil))
        }
        try set("lines", make)
    }

    /// Removes the lines of what was erased, or may not be read here any more, before the store
    /// says that it is gone: others say until they are made again what they said before.
    func dropGoneLines() throws {
        guard hasLostScope || !goneLines.isEmpty, lines.exists else { return }
        let gone = goneLines.map(\.data)
        // What follows in the same session, as the side file is written anew, has nothing to drop.
        (goneLines, hasLostScope) = ([], false)
        do {
            guard try lineStanding() != .lost else {
                return try lines.write { try $0.removeAll() }
            }
            if !gone.isEmpty { try step(about: gone) { try $0.remove(gone) } }
        } catch is LinesLost {
            // The file itself is gone, or another program makes it anew.
        }
    }

    /// Makes those due again that were told of by nobody: the records may be gone.
    func makeUntoldLinesDue() throws {
        try run(
            sql: """
                INSERT OR IGNORE INTO line_due
                SELECT record FROM journal
                WHERE state IN ('saved', 'sent', 'stored', 'held', 'refused')
                    AND record NOT IN (SELECT id FROM record)
                """
        )
    }
}

/// The mark of the last step, and that from which it was made.
struct LineMarks: Hashable {
    let mark: Data
    let former: Data?
}

extension LineSession {
    func standing(to mark: Data) throws -> LineStanding {
        let rows = try StoredRow.fetchAll(database, sql: "SELECT mark, former FROM made")
        guard let row = rows.first else { return .lost }
        if try row.get("mark") == mark { return .inStep }
        return try row.find("former") == mark ? .ahead : .lost
    }

    func set(_ marks: LineMarks) throws {
        try database.cachedStatement(sql: "DELETE FROM made").execute()
        try database.cachedStatement(sql: "INSERT INTO made VALUES (?, ?)")
            .execute(arguments: [marks.mark, marks.former])
    }

    func forgetStep() throws { try database.cachedStatement(sql: "DELETE FROM step").execute() }

    func noteStep(_ records: [Data]) throws {
        let statement = try database.cachedStatement(sql: "INSERT OR IGNORE INTO step VALUES (?)")
        for record in records { try statement.execute(arguments: [record]) }
    }

    /// What the last steps were about that the store may not know of.
    func ofLastStep() throws -> [Data] {
        try Data.fetchAll(database.cachedStatement(sql: "SELECT record FROM step"))
    }

    /// With the marks: nobody takes what is left for lines of theirs.
    func removeAll() throws {
        for table in ["line", "step", "made"] {
            try database.cachedStatement(sql: "DELETE FROM \(table)").execute()
        }
    }

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
