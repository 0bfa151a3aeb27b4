// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import GRDB
import Testing

@Suite("Lines are in a file of their own, and nothing rests on it")
struct LineFileTests {
    private let log = CouncilLog()
    private let amina: Device
    private let first: RecordID

    init() throws {
        amina = try Device(on: log)
        first = try amina.contact(note: "first")
        try amina.store.makeDueLines()
    }

    private var main: String { amina.home + "/keeplocal.sqlite" }
    private var lines: String { amina.home + "/lines.sqlite" }

    private func listed(by store: FieldStore) throws -> [RecordID] {
        try store.lines(limit: 9).map(\.record).sorted()
    }

    @Test("a list is read and searched while another program has the store for itself")
    func apart() throws {
        let other = try DatabaseQueue(path: main)
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN EXCLUSIVE")
            for text in ["", "first"] {
                let query = RecordQuery(text: text)
                let read = try amina.store.readLines { session in
                    (try session.lines(query, .first, limit: 9), try session.count(query))
                }
                #expect(read.0.map(\.record) == [first] && read.1 == 1)
            }
            #expect(try amina.store.readLines { try $0.forms() }.map(\.text) == ["contact"])
            try db.execute(sql: "ROLLBACK")
        }
    }

    @Test("one that is lost is made anew, and nothing is counted wrongly before that")
    func lost() throws {
        try log.publish(VisitForm.first)
        try amina.pull()
        let visit = try amina.visit()
        try log.publish(VisitForm.second)
        try amina.pull()
        try amina.store.makeDueLines()
        #expect(try amina.store.read { try $0.status() }.missing == 1)
        try FileManager.default.removeItem(atPath: lines)
        let store = try amina.reopened()
        #expect(try store.read { try $0.status() }.missing == 1)
        #expect(try listed(by: store) == [first, visit].sorted())
        #expect(try store.read { try $0.status() }.missing == 1)
    }

    @Test("one that was put back from a copy is made anew", arguments: [true, false])
    func copied(isOfLines: Bool) throws {
        let copied = isOfLines ? lines : main
        let copy = try Data(contentsOf: URL(filePath: copied))
        let second = try amina.contact(note: "second")
        let all = [first, second].sorted()
        #expect(try listed(by: amina.store) == all)
        try copy.write(to: URL(filePath: copied))
        // What the store lacks is still in the side file.
        let store = try amina.reopened()
        #expect(try store.read { try $0.records() }.map(\.id).sorted() == all)
        #expect(try listed(by: store) == all)
    }

    @Test("one that is damaged, or none of ours, is made anew", arguments: [0xA5, 0, nil])
    func damaged(byte: UInt8?) throws {
        let size = try Data(contentsOf: URL(filePath: lines)).count
        if let byte {
            try Data(repeating: byte, count: size).write(to: URL(filePath: lines))
        } else {
            try FileManager.default.removeItem(atPath: lines)
            try DatabaseQueue(path: lines).write { try $0.execute(sql: "CREATE TABLE line (a)") }
        }
        let store = try amina.reopened()
        #expect(try listed(by: store) == [first])
        #expect(try store.lines(RecordQuery(text: "first"), limit: 9).count == 1)
        #expect(try listed(by: amina.store) == [first])
    }

    @Test("after a cut between the two files, lines are made again, and none is missing")
    func between() throws {
        let second = try amina.contact(note: "second")
        let before = try Data(contentsOf: URL(filePath: main))
        #expect(try listed(by: amina.store).count == 2)
        // As if the power had gone before the store was written, and after its lines were.
        try before.write(to: URL(filePath: main))
        let store = try amina.reopened()
        #expect(try store.readLines { try $0.count(RecordQuery()) } == 2)
        #expect(try listed(by: store) == [first, second].sorted())
    }
}
