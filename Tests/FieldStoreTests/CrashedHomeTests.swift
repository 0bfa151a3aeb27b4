// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import GRDB
import Testing

@Suite("A home after a crash")
struct CrashedHomeTests {
    private let amina: Device
    private let record: RecordID

    init() throws {
        amina = try Device(on: CouncilLog())
        record = try amina.contact(note: "saved before")
    }

    /// The files as they are when a process dies in the midst of a transaction: the database is
    /// half written, and its rollback journal lies beside it.
    private func copyInTransaction() throws -> String {
        let copy = amina.folder.path + "/copy"
        let queue = try DatabaseQueue(path: amina.home + "/keeplocal.sqlite")
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA cache_size = 1; BEGIN IMMEDIATE")
            try db.execute(sql: "UPDATE journal SET state = 'dropped'; DELETE FROM form")
            for key in 0..<200 {
                try db.execute(
                    sql: "INSERT INTO fact (key, value) VALUES (?, zeroblob(4000))",
                    arguments: ["filler-\(key)"]
                )
            }
            try FileManager.default.copyItem(atPath: amina.home, toPath: copy)
            try db.execute(sql: "ROLLBACK")
        }
        return copy
    }

    @Test("a half written transaction is taken back, and everything saved before is there")
    func hotJournal() throws {
        let copy = try copyInTransaction()
        let files = try FileManager.default.contentsOfDirectory(atPath: copy).sorted()
        #expect(files == ["keeplocal.side", "keeplocal.sqlite", "keeplocal.sqlite-journal"])
        let store = try Device.open(copy)
        #expect(try store.read { try $0.journal(in: [.saved]) }.map(\.change.record) == [record])
        let seen = try store.read { try $0.record(record) }
        #expect(seen?.fields[field("note")] == .text("saved before"))
        #expect(try store.read { try $0.forms() }.count == CouncilLog.forms.count)
    }

    @Test("a first start that was cut off goes on: an empty file is nobody's")
    func emptyFile() throws {
        let home = amina.folder.path + "/new"
        try FileManager.default.createDirectory(
            atPath: home,
            withIntermediateDirectories: true
        )
        try Data().write(to: URL(filePath: home + "/keeplocal.sqlite"))
        let store = try Device.open(home)
        #expect(try store.read { try $0.journalCounts() }.isEmpty)
    }
}
