// SPDX-License-Identifier: Apache-2.0

import FaultTable
import FieldForms
import FieldModel
import FieldStore
import Foundation
import GRDB
import Schema
import Testing

@Suite("Damage and repair")
struct DamageAndRepairTests {
    @Test("one byte wrong anywhere in the database: noticed or harmless, and no work lost")
    func flipped() async {
        await #expect(processExitsWith: .success) {
            let home = try WorkedHome()
            try home.put(home.database, home.side)
            let records = try Device.open(home.path).read { try $0.records().count }
            let count = cases(220, soak: 2_000)
            var (repaired, lost, wrong) = (0, 0, 0)
            for index in 0..<count {
                let place = home.database.count * index / count + index % 7
                var data = home.database
                data[place % data.count] ^= UInt8(1 << (index % 8))
                try home.put(data, home.side)
                let isRepaired = try home.use()
                if isRepaired { repaired += 1 }
                let missing = try home.missing()
                lost += missing.unsent
                wrong += missing.wrong
                #expect(missing == (0, 0), "byte \(place % data.count), bit \(index % 8)")
                // What was not told of is all there: no list and no figure is smaller in silence.
                let found = try Device.open(home.path).read { try $0.records().count }
                #expect(isRepaired || found == records, "byte \(place % data.count)")
                if index % 10 == 0 { #expect(try home.pullAnew(), "byte \(place)") }
            }
            // Most of a small database is empty space, where a byte says nothing.
            #expect(repaired > count / 20, "\(repaired) of \(count)")
            FaultTable.add(
                fault: "device database, one bit flipped",
                cases: count,
                lost: lost,
                torn: wrong
            )
        }
    }

    @Test(
        "a form or a name that is not what was written is told, left out, and fetched anew",
        arguments: [
            "UPDATE form SET definition = CAST(replace(definition, 'integer', 'hnteger') AS BLOB)",
            "UPDATE form SET definition = CAST(replace(definition, 'minutes', 'nimutes') AS BLOB)",
            "UPDATE form SET version = 7 WHERE id = 'contact'",
            "UPDATE directory SET entry = CAST(replace(entry, 'name', 'nbme') AS BLOB)",
            "UPDATE directory SET entry = CAST(replace(entry, 'A', 'B') AS BLOB)",
        ]
    )
    func formsAndNames(_ damage: String) throws {
        let home = try WorkedHome()
        try home.put(home.database, home.side)
        let forms = try Device.open(home.path).read { try $0.forms().map(\.definition) }
        let names = try Device.open(home.path).read { try $0.directory() }
        try #require(!forms.isEmpty && !names.isEmpty)
        try DatabaseQueue(path: home.path + "/keeplocal.sqlite").write { db in
            try db.execute(sql: damage)
            try #require(db.changesCount > 0)
        }
        _ = try home.use()
        #expect(try home.missing() == (0, 0))
        #expect(try home.pullAnew())
        let store = try Device.open(home.path)
        #expect(try store.examine().isSound)
        #expect(try store.read { try $0.forms().map(\.definition) } == forms)
        #expect(try store.read { try $0.directory() } == names)
        #expect(try home.use() == false)
    }

    @Test("what was kept before there were seals is sealed, and read as before")
    func formerSeals() throws {
        let home = try WorkedHome()
        try home.put(home.database, home.side)
        try DatabaseQueue(path: home.path + "/keeplocal.sqlite").write { db in
            for table in ["form", "directory"] {
                try db.execute(sql: "ALTER TABLE \(table) DROP COLUMN seal")
            }
            try Self.putLinesBack(into: db)
            try db.execute(sql: "DROP VIEW shown; DROP TABLE showing")
            try db.execute(
                sql: """
                    INSERT INTO line
                        (record, form, title, words, work, conflicts, deleted, own, changed)
                    SELECT record, 'contact', 'x', ' formercanary', 'saved', 0, 0, 1, 0 FROM journal
                    LIMIT 1
                    """
            )
            try db.execute(sql: "INSERT INTO fact VALUES ('lineMake', x'34', x'')")
            try db.execute(sql: "PRAGMA user_version = 10")
        }
        let store = try Device.open(home.path)
        #expect(try !store.read { try $0.forms() }.isEmpty)
        #expect(try store.examine().isSound)
        let records = try store.read { try $0.records() }.map(\.id).sorted()
        #expect(try store.lines(limit: .max).map(\.record).sorted() == records)
        let file = try Data(contentsOf: URL(filePath: home.path + "/keeplocal.sqlite"))
        #expect(file.range(of: Data("formercanary".utf8)) == nil)
        #expect(try home.use() == false)
    }

    /// As they were before they had a file of their own.
    private static func putLinesBack(into db: Database) throws {
        let triggers = try String.fetchAll(
            db,
            sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'line_%'"
        )
        for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
        try db.execute(sql: "DROP TABLE line_due")
        for name in ["lines", "subjects", "missing", "reviewed"] {
            let step = try #require(Schema.client.first { $0.name.hasSuffix("_" + name) })
            try db.execute(sql: step.sql)
        }
    }

    @Test("a database that lost its end, at any length")
    func truncated() async {
        await #expect(processExitsWith: .success) {
            let home = try WorkedHome()
            let count = cases(40, soak: 200)
            var (lost, wrong) = (0, 0)
            for index in 0..<count {
                let length = home.database.count * index / count
                try home.put(home.database.prefix(length), home.side)
                _ = try home.use()
                let missing = try home.missing()
                lost += missing.unsent
                wrong += missing.wrong
                #expect(missing == (0, 0), "\(length) bytes")
                #expect(try home.pullAnew(), "\(length) bytes")
            }
            FaultTable.add(
                fault: "device database cut short",
                cases: count,
                lost: lost,
                torn: wrong
            )
        }
    }

    @Test("a side file that is damaged or gone by itself is made again")
    func sideAlone() throws {
        let home = try WorkedHome()
        let count = cases(40, soak: 400)
        var (lost, wrong) = (0, 0)
        for index in 0..<count {
            let place = home.side.count * index / count
            var data: Data? = home.side
            switch index % 3 {
            case 0: data?[place] ^= 0x10
            case 1: data = home.side.prefix(place)
            default: data = index % 2 == 0 ? nil : Data(repeating: 7, count: place)
            }
            try home.put(home.database, data)
            #expect(try home.use() == false, "byte \(place)")
            let missing = try home.missing()
            lost += missing.unsent
            wrong += missing.wrong
            #expect(missing == (0, 0), "byte \(place)")
            #expect(try Device.open(home.path).examine().isSound, "byte \(place)")
        }
        FaultTable.add(
            fault: "device side file damaged",
            cases: count,
            lost: lost,
            torn: wrong
        )
    }

    @Test("both damaged: at most what both have lost is gone, and the rest can be sent")
    func both() async {
        await #expect(processExitsWith: .success) {
            let home = try WorkedHome()
            let count = cases(40, soak: 400)
            var (lost, wrong, stalled) = (0, 0, 0)
            for index in 0..<count {
                var (data, side) = (home.database, home.side)
                data[(data.count * index / count + 5) % data.count] ^= 0x40
                side[(side.count * (index * 7 % count) / count + 3) % side.count] ^= 0x40
                try home.put(data, side)
                do {
                    _ = try home.use()
                } catch {
                    Issue.record("case \(index): \(error)")
                    stalled += 1
                    continue
                }
                let missing = try home.missing()
                // One change may have been hit in both.
                lost += max(0, missing.unsent - 1)
                wrong += missing.wrong
                #expect(missing.unsent <= 1 && missing.wrong == 0, "case \(index)")
            }
            FaultTable.add(
                fault: "device database and side file, both",
                cases: count,
                lost: lost,
                torn: wrong,
                stalled: stalled
            )
        }
    }

    @Test("a database that is gone is made from the side file")
    func gone() throws {
        let home = try WorkedHome()
        try home.put(nil, home.side)
        #expect(try home.use())
        #expect(try home.missing() == (0, 0))
        let store = try Device.open(home.path)
        #expect(try store.read { try $0.identity() } == home.amina.identity)
        #expect(try home.pullAnew())
    }

    @Test("without either file's word on who this is, the work is still there")
    func unknown() throws {
        let home = try WorkedHome()
        var side = home.side
        let identity = try #require(side.range(of: Data("\"token\"".utf8)))
        side[identity.lowerBound] ^= 1
        try home.put(home.database.prefix(4096), side)
        #expect(try home.use())
        let store = try Device.open(home.path)
        #expect(try store.read { try $0.hasIdentity() } == false)
        #expect(try home.missing() == (0, 0))
    }

    @Test("a repair that was stopped in between is done again, and nothing is deleted")
    func stopped() throws {
        let home = try WorkedHome()
        try home.put(nil, home.side)
        let aside = home.path + "/keeplocal.sqlite.damaged-20261124T120000Z"
        try home.database.write(to: URL(filePath: aside))
        try Data("half".utf8).write(to: URL(filePath: home.path + "/keeplocal.sqlite.new"))
        #expect(try home.use())
        #expect(try home.missing() == (0, 0))
        #expect(try Device.open(home.path).read { try $0.journal(in: [.stored]) }.isEmpty == false)
        #expect(try Data(contentsOf: URL(filePath: aside)) == home.database)
    }

    @Test("a store that was open while another repaired saves nothing into the old file")
    func replaced() throws {
        let home = try WorkedHome()
        try home.put(home.database, home.side)
        let store = try Device.open(home.path)
        _ = try Repairing(home: home.home).run()
        let problem = #expect(throws: Problem.self) { try store.write { try $0.forgetCursor() } }
        #expect(problem?.code == .homeBusy)
        #expect(home.home.filesSetAside.count == 1)
    }

    @Test("somebody else's database is not repaired")
    func foreign() throws {
        let home = try WorkedHome()
        try home.put(Data("not ours, and not a database at all".utf8), nil)
        let problem = #expect(throws: Problem.self) { try Repairing(home: home.home).run() }
        #expect(problem?.code == .homeForeign)
        #expect(home.home.filesSetAside.isEmpty)
    }
}
