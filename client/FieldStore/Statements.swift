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

extension Row {
    static func fetchOne(
        _ session: StoreSession,
        sql: String,
        arguments: StatementArguments = []
    ) throws -> Row? {
        try fetchOne(session.database.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchAll(
        _ session: StoreSession,
        sql: String,
        arguments: StatementArguments = []
    ) throws -> [Row] {
        try fetchAll(session.database.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchCursor(
        _ session: StoreSession,
        sql: String,
        arguments: StatementArguments = []
    ) throws -> RowCursor {
        try fetchCursor(session.database.cachedStatement(sql: sql), arguments: arguments)
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
