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
        try store.lines(limit: .max).map(\.record).sorted()
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

    @Test("wherever a page of it is damaged, every record is listed and found")
    func pages() throws {
        for number in 0..<150 { _ = try amina.contact(note: "number\(number)") }
        try amina.store.makeDueLines()
        let sound = try Data(contentsOf: URL(filePath: lines))
        for page in 0..<sound.count / 4_096 {
            let copy = amina.folder.path + "/copy"
            try? FileManager.default.removeItem(atPath: copy)
            try FileManager.default.copyItem(atPath: amina.home, toPath: copy)
            var damaged = sound
            damaged.replaceSubrange(
                page * 4_096..<(page + 1) * 4_096,
                with: Data(repeating: 0xA5, count: 4_096)
            )
            try damaged.write(to: URL(filePath: copy + "/lines.sqlite"))
            let store = try Device.open(copy)
            if page.isMultiple(of: 2) {
                _ = try store.write { session in
                    let answers: [String: FieldValue] = [
                        "participant": .text("p-2"), "kind": .choice("visit"),
                        "minutes": .integer(5),
                    ]
                    return try session.create(known(FormID("contact")), fields: fields(answers))
                }
            }
            let all = try store.read { try $0.records() }.map(\.id).sorted()
            #expect(try listed(by: store) == all, "page \(page)")
            let found = try store.lines(RecordQuery(text: "number149"), limit: 9)
            #expect(found.count == 1, "page \(page)")
            let inOrder = try store.readLines {
                try $0.records(
                    of: known(FormID("contact")),
                    changedFrom: nil,
                    after: nil,
                    limit: 999
                )
            }
            #expect(inOrder == all, "page \(page)")
        }
    }

    @Test("after a cut between the two files, what the step was about is made again, and no more")
    func between() throws {
        let second = try amina.contact(note: "second")
        let before = try Data(contentsOf: URL(filePath: main))
        #expect(try listed(by: amina.store).count == 2)
        // As if the power had gone before the store was written, and after its lines were.
        try before.write(to: URL(filePath: main))
        try DatabaseQueue(path: lines).write {
            try $0.execute(sql: "UPDATE line SET title = 'old'")
        }
        let store = try amina.reopened()
        let titles = try store.lines(limit: 9).map { [$0.record == first, $0.title == "old"] }
        #expect(Set(titles) == [[true, true], [false, false]])
        #expect(try listed(by: store) == [first, second].sorted())
    }

    @Test(
        "what is erased goes from it, also where the store does not know of it any more",
        arguments: [false, true]
    )
    func erased(areLost: Bool) throws {
        let ben = try Device(on: log)
        try ben.store.makeDueLines()
        let before = try Data(contentsOf: URL(filePath: ben.home + "/keeplocal.sqlite"))
        let record = try amina.contact(note: "CANARY")
        try amina.sync()
        try ben.pull()
        #expect(try ben.store.lines(RecordQuery(text: "canary"), limit: 9).count == 1)
        try before.write(to: URL(filePath: ben.home + "/keeplocal.sqlite"))
        if areLost {
            try DatabaseQueue(path: ben.home + "/keeplocal.sqlite").write {
                try $0.execute(sql: "DELETE FROM fact WHERE key = 'lines'")
            }
        }
        let store = try ben.reopened()
        let erasure = log.erasure(of: [record])
        try store.write { try $0.take([erasure]) }
        let bytes = try Data(contentsOf: URL(filePath: ben.home + "/lines.sqlite"))
        #expect(bytes.range(of: Data("canary".utf8)) == nil)
        #expect(try !listed(by: store).contains(record))
    }
}
