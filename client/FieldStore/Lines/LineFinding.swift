// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

extension FieldStore {
    /// The lines of records that changed here or at the server since the last time are made first.
    ///
    /// - Complexity: A page of a list is found by an index; words are looked for in every record.
    package func lines(
        _ query: RecordQuery = RecordQuery(),
        after last: RecordLine? = nil,
        limit: Int
    ) throws -> [RecordLine] {
        try makeDueLines()
        return try readLines {
            try $0.lines(query, last.map { .after($0.place) } ?? .first, limit: limit)
        }
    }
}

/// The lines of records as they were made last (`FieldStore.makeDueLines`), and nothing else: they
/// are read while a sync has the store for itself.
package struct LineSession {
    let database: Database

    /// One page of a list, in the order of the list, wherever in it the page lies.
    package func lines(
        _ query: RecordQuery,
        _ page: LinePage,
        limit: Int
    ) throws -> [RecordLine] {
        let (clause, arguments) = Self.clause(of: query, page)
        let order = page.isBackwards ? "changed, record" : "changed DESC, record DESC"
        let rows = try StoredRow.fetchAll(
            database,
            sql: """
                SELECT record, form, title, work, conflicts, deleted, changed, author, reviewed,
                    (SELECT title FROM line about WHERE about.record = line.subject) subjectTitle
                FROM line \(clause) ORDER BY \(order) LIMIT ?
                """,
            arguments: arguments + [limit]
        )
        let lines = try rows.map(Self.line)
        return page.isBackwards ? lines.reversed() : lines
    }

    /// How many records a query finds.
    package func count(_ query: RecordQuery) throws -> Int {
        let (clause, arguments) = Self.clause(of: query, .first)
        let statement = try database.cachedStatement(sql: "SELECT count(*) FROM line " + clause)
        return try Int.fetchOne(statement, arguments: arguments) ?? 0
    }

    /// The forms of which a line is made, by name.
    package func forms() throws -> [FormID] {
        let sql = "SELECT DISTINCT form FROM line ORDER BY form"
        return try String.fetchAll(database.cachedStatement(sql: sql)).compactMap { FormID($0) }
    }

    /// How many conflicts are open in each record that has any.
    func disputed() throws -> [Data: Int] {
        try figures("SELECT record, conflicts FROM line WHERE conflicts > 0")
    }

    /// One for each record that lacks an answer that its form came to need later.
    func lacking() throws -> [Data: Int] {
        try figures("SELECT record, 1 FROM line WHERE missing > 0")
    }

    private func figures(_ sql: String) throws -> [Data: Int] {
        let rows = try Row.fetchAll(database.cachedStatement(sql: sql))
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                guard let record = Data.fromDatabaseValue(row[0]),
                    let count = Int.fromDatabaseValue(row[1])
                else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
                return (record, count)
            }
        )
    }

    /// One of so many beginnings, among its own words or those of the record that it is about.
    private static func finding(_ count: Int) -> String {
        let one = { (words: String) in
            "(" + Array(repeating: "instr(\(words), ?) > 0", count: count).joined(separator: " OR ")
                + ")"
        }
        return """
            (\(one("words")) OR subject IN (
                SELECT about.record
                FROM (SELECT DISTINCT subject FROM line WHERE subject IS NOT NULL) subjects
                CROSS JOIN line about ON about.record = subjects.subject
                WHERE \(one("about.words"))))
            """
    }

    private static func clause(
        of query: RecordQuery,
        _ page: LinePage
    ) -> (String, StatementArguments) {
        var (terms, arguments): ([String], StatementArguments) = ([], [])
        if !query.includesDeleted { terms.append("deleted = 0") }
        if let form = query.form {
            terms.append("form = ?")
            arguments += [form.text]
        }
        switch query.standing {
        case nil: break
        case .conflict: terms.append("conflicts > 0")
        case .unstored: terms.append("work <> 'stored'")
        case .stored: terms.append("work = 'stored' AND reviewed = 0")
        case .reviewed: terms.append("work = 'stored' AND reviewed = 1")
        case let standing?:
            terms.append("work = ?")
            arguments += [standing.rawValue]
        }
        for beginnings in SearchWords.beginnings(in: query.text) {
            terms.append(Self.finding(beginnings.count))
            arguments += StatementArguments(beginnings + beginnings)
        }
        if let (relation, place) = page.bound {
            terms.append("(changed, record) \(relation) (?, ?)")
            arguments += [place.changed.milliseconds, place.record.data]
        }
        return (terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND "), arguments)
    }

    private static func line(_ row: StoredRow) throws -> RecordLine {
        guard let form = FormID(try row.get("form") as String),
            let work = JournalEntry.State(rawValue: try row.get("work"))
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return RecordLine(
            record: try RecordID(column: row.get("record")),
            form: form,
            title: try row.get("title"),
            subjectTitle: try row.find("subjectTitle"),
            work: work,
            conflicts: try row.get("conflicts"),
            isDeleted: try row.get("deleted") == 1,
            isReviewed: try row.get("reviewed") == 1,
            changed: Instant(milliseconds: try row.get("changed")),
            author: try (row.find("author") as Data?).map { try PersonID(column: $0) }
        )
    }
}
