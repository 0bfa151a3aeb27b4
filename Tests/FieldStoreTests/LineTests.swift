// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import GRDB
import Testing

@Suite("Every record has a line, found by the words in it")
struct LineTests {
    private let log = CouncilLog()
    private let amina: Device

    init() throws { amina = try Device(on: log) }

    private func found(_ text: String) throws -> [RecordID] {
        try amina.store.lines(RecordQuery(text: text), limit: 50).map(\.record)
    }

    private func read(_ page: LinePage) throws -> [RecordLine] {
        try amina.store.readLines { try $0.lines(RecordQuery(), page, limit: 3) }
    }

    private func files(_ text: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: amina.home).filter { name in
            let data = try Data(contentsOf: URL(filePath: amina.home + "/" + name))
            return data.range(of: Data(text.utf8)) != nil
        }
    }

    @Test("a record is found by the start of its words, in any order, whatever the accents")
    func words() throws {
        let zoe = try amina.contact(note: "Met Zoë O'Neil-Smith")
        let ann = try amina.contact(note: "Ann called")
        #expect(try found("zoe") == [zoe])
        #expect(try found("SMITH  zo") == [zoe])
        #expect(try found("mith").isEmpty)
        #expect(try Set(found("")) == [zoe, ann])
        #expect(try found(String(ann.description.suffix(8))) == [ann])
        #expect(try found(ann.description) == [ann])
    }

    @Test("more words than SQLite would compare at once find what the first of them find")
    func manyWords() throws {
        let record = try amina.contact(note: "first")
        #expect(try found("fi") == [record])
        #expect(try found((0..<2_000).map { "w\($0)" }.joined(separator: " ")).isEmpty)
    }

    @Test("the figures of a date are not taken for part of an identifier")
    func identifiers() throws {
        let record = try amina.contact(note: "first")
        for part in record.description.split(separator: "-") + [record.description.suffix(8)] {
            #expect(try found(String(part.prefix(3))).isEmpty, "\(part)")
        }
        #expect(try found(String(record.description.suffix(8).prefix(4))) == [record])
    }

    @Test("a line says how its record stands, and follows every change")
    func standing() throws {
        let record = try amina.contact(note: "first")
        #expect(try amina.store.lines(limit: 9).map(\.work) == [.saved])
        try amina.sync()
        #expect(try amina.store.lines(limit: 9).map(\.work) == [.stored])
        try amina.edit(record, ["note": .text("second")])
        #expect(try found("first").isEmpty)
        #expect(try found("second") == [record])
        try amina.delete(record)
        #expect(try found("second").isEmpty)
        let all = RecordQuery(includesDeleted: true)
        #expect(try amina.store.lines(all, limit: 9).map(\.isDeleted) == [true])
    }

    @Test("an open conflict shows, on the device of whoever meets it")
    func conflict() throws {
        let ben = try Device(on: log)
        let record = try amina.contact()
        try amina.sync()
        try ben.pull()
        try amina.edit(record, ["minutes": .integer(45)])
        try ben.edit(record, ["minutes": .integer(50)])
        try amina.sync()
        try ben.sync()
        let query = RecordQuery(standing: .conflict)
        let line = try #require(try ben.store.lines(query, limit: 9).first)
        #expect(line.record == record && line.conflicts == 1)
        #expect(try ben.store.readLines { try $0.count(query) } == 1)
    }

    @Test("pages follow each other without a gap or a double")
    func pages() throws {
        let made = try (0..<23).map { try amina.contact(note: "number \($0)") }
        var (seen, last): ([RecordID], RecordLine?) = ([], nil)
        while true {
            let page = try amina.store.lines(after: last, limit: 5)
            guard let end = page.last else { break }
            seen += page.map(\.record)
            last = end
        }
        #expect(seen.count == 23 && Set(seen) == Set(made))
        #expect(Array(seen.reversed()) == seen.sorted())
    }

    @Test("a page is read from wherever one stands, forwards and backwards")
    func places() throws {
        for number in 0..<7 { _ = try amina.contact(note: "number \(number)") }
        let all = try amina.store.lines(limit: 50)
        #expect(try read(.first) == Array(all[0..<3]))
        #expect(try read(.last) == Array(all[4..<7]))
        #expect(try read(.after(all[2].place)) == Array(all[3..<6]))
        #expect(try read(.before(all[5].place)) == Array(all[2..<5]))
        #expect(try read(.from(all[5].place)) == Array(all[5..<7]))
        #expect(try amina.store.readLines { try $0.forms() }.map(\.text) == ["contact"])
    }

    @Test("what is not stored yet is found together, whether saved, held or refused")
    func unstored() throws {
        _ = try amina.contact(note: "first")
        try amina.sync()
        let second = try amina.contact(note: "second")
        let query = RecordQuery(standing: .unstored)
        #expect(try amina.store.lines(query, limit: 9).map(\.record) == [second])
    }

    @Test("while another program writes, lines are made later and nobody waits")
    func busy() throws {
        _ = try amina.contact(note: "first")
        let other = try DatabaseQueue(path: amina.home + "/keeplocal.sqlite")
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            #expect(try amina.store.makeDueLines(atMost: 9) == .busy)
            #expect(try read(.first).isEmpty)
            try db.execute(sql: "COMMIT")
        }
        while try amina.store.makeDueLines(atMost: 9) == .more {}
        #expect(try read(.first).count == 1)
    }

    @Test("what this person may not see any more is in no line, and in no byte of the home")
    func purged() throws {
        _ = try amina.contact(note: "CANARY in the words")
        try amina.sync()
        #expect(try found("canary").count == 1)
        log.grants[amina.identity.person] = []
        try amina.pull()
        #expect(try found("canary").isEmpty)
        #expect(try files("CANARY").isEmpty)
        #expect(try files("canary").isEmpty)
    }

    @Test("what was erased is in no byte of the home, even before the next list")
    func erased() throws {
        let record = try amina.contact(note: "CANARY in the words")
        try amina.sync()
        #expect(try found("canary").count == 1)
        #expect(try files("canary") == ["lines.sqlite"])
        let erasure = log.erasure(of: [record])
        try amina.store.write { try $0.take([erasure]) }
        #expect(try files("canary").isEmpty && files("CANARY").isEmpty)
        #expect(try found("canary").isEmpty)
    }
}
