// SPDX-License-Identifier: Apache-2.0

import GRDB
import Schema
import Testing

@Suite("The SQL that the programs carry")
struct SchemaTests {
    @Test("every migration runs on an empty database, and twice is refused by SQLite itself")
    func migrations() throws {
        for list in [Schema.serverSQLite, Schema.serverKeys, Schema.client] {
            let database = try DatabaseQueue()
            try database.write { db in
                for migration in list { try db.execute(sql: migration.sql) }
                #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
                #expect(throws: DatabaseError.self) { try db.execute(sql: list[0].sql) }
            }
        }
    }

    @Test("every table is strict")
    func strict() throws {
        for list in [Schema.serverSQLite, Schema.serverKeys, Schema.client] {
            let tables = list.map { $0.sql.matches(of: /CREATE TABLE/).count }.reduce(0, +)
            let strict = list.map { $0.sql.matches(of: /\) STRICT/).count }.reduce(0, +)
            #expect(tables == strict)
        }
    }
}
