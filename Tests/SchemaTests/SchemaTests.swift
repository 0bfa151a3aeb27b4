// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Schema
import Testing

@Suite("The SQL that the programs carry")
struct SchemaTests {
    @Test("every migration runs on an empty database, and twice is refused by SQLite itself")
    func migrations() throws {
        for list in [Schema.serverSQLite, Schema.serverKeys, Schema.client, [Schema.lines]] {
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
        for list in [Schema.serverSQLite, Schema.serverKeys, Schema.client, [Schema.lines]] {
            let tables = list.map { $0.sql.matches(of: /CREATE TABLE/).count }.reduce(0, +)
            let strict = list.map { $0.sql.matches(of: /\) STRICT/).count }.reduce(0, +)
            #expect(tables == strict)
        }
    }

    @Test("what waited before the server noted since when is found to wait, from the step on")
    func awaiting() throws {
        let database = try DatabaseQueue()
        let answer = { (why: String) in Data(#"{"result":{"held":{"code":"\#(why)"}}}"#.utf8) }
        let rows: [(Data, String?)] = [
            (answer("change.awaiting"), #"{"base":7,"former":[9,12],"kind":"edit"}"#),
            (answer("change.awaiting"), #"{"base":7,"kind":"step"}"#),
            (answer("permission.denied"), #"{"base":7,"kind":"edit"}"#),
            (Data(#"{"result":{"refused":{"code":"record.unknown"}}}"#.utf8), nil),
        ]
        try database.write { db in
            for migration in Schema.serverSQLite where migration.name < "sqlite_0005" {
                try db.execute(sql: migration.sql)
            }
            for (counter, (outcome, held)) in rows.enumerated() {
                try db.execute(
                    sql: "INSERT INTO answer VALUES (x'01', ?, x'02', ?, ?, NULL)",
                    arguments: [counter, outcome, held.map { Data($0.utf8) }]
                )
            }
            for migration in Schema.serverSQLite where migration.name >= "sqlite_0005" {
                try db.execute(sql: migration.sql)
            }
            let found = try Row.fetchAll(db, sql: "SELECT * FROM answer ORDER BY counter")
            #expect(found.map { $0["awaits"] as String? } == ["record", "records", nil, nil])
            #expect(found.map { $0["place"] as Int64 } == [9, 7, 0, 0])
            #expect(found.map { $0["received"] as Int64 > 0 } == [true, true, true, false])
        }
    }
}
