// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Statements that are parsed once a connection: one save or one page runs dozens of them.
///
/// A cursor must not run over a statement that its own loop runs as well.
extension StoreSession {
    func run(sql: String, arguments: StatementArguments = []) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

extension Database {
    /// Runs the body as one transaction, and keeps what it wrote if asked to.
    ///
    /// GRDB parses `BEGIN` and `COMMIT` anew each time, which a short transaction feels.
    func asTransaction<Value>(
        _ begin: String = "BEGIN IMMEDIATE",
        keeping: Bool,
        _ body: () throws -> Value
    ) throws -> Value {
        try cachedStatement(sql: begin).execute()
        do {
            let value = try body()
            // Some errors end a transaction by themselves, and a body may have caught one.
            guard isInsideTransaction else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            try cachedStatement(sql: keeping ? "COMMIT" : "ROLLBACK").execute()
            return value
        } catch {
            try? rollback()
            throw error
        }
    }
}

extension StoredRow {
    static func fetchOne(
        _ session: StoreSession,
        sql: String,
        arguments: StatementArguments = []
    ) throws -> StoredRow? {
        let statement = try session.database.cachedStatement(sql: sql)
        return try Row.fetchOne(statement, arguments: arguments).map {
            StoredRow(row: $0, columns: statement.columnNames)
        }
    }

    static func fetchAll(
        _ session: StoreSession,
        sql: String,
        arguments: StatementArguments = []
    ) throws -> [StoredRow] {
        try fetchAll(session.database, sql: sql, arguments: arguments)
    }

    static func fetchAll(
        _ database: Database,
        sql: String,
        arguments: StatementArguments = []
    ) throws -> [StoredRow] {
        let statement = try database.cachedStatement(sql: sql)
        let columns = statement.columnNames
        return try Row.fetchAll(statement, arguments: arguments).map {
            StoredRow(row: $0, columns: columns)
        }
    }

    /// The rows one by one; a row lives no longer than until the next one is asked for.
    static func fetchCursor(
        _ session: StoreSession,
        sql: String,
        arguments: StatementArguments = []
    ) throws -> some Cursor<StoredRow> {
        let statement = try session.database.cachedStatement(sql: sql)
        let columns = statement.columnNames
        return try Row.fetchCursor(statement, arguments: arguments).map {
            StoredRow(row: $0, columns: columns)
        }
    }
}

extension DatabaseValueConvertible where Self: StatementColumnConvertible {
    static func fetchOne(
        _ session: StoreSession,
        sql: String,
        arguments: StatementArguments = []
    ) throws -> Self? {
        try fetchOne(session.database.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchAll(
        _ session: StoreSession,
        sql: String,
        arguments: StatementArguments = []
    ) throws -> [Self] {
        try fetchAll(session.database.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchCursor(
        _ session: StoreSession,
        sql: String,
        arguments: StatementArguments = []
    ) throws -> FastDatabaseValueCursor<Self> {
        try fetchCursor(session.database.cachedStatement(sql: sql), arguments: arguments)
    }
}
