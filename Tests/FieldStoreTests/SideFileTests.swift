// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@Suite("The side file")
struct SideFileTests {
    private let amina: Device
    private var side: String { amina.home + "/keeplocal.side" }
    private var database: String { amina.home + "/keeplocal.sqlite" }

    init() throws { amina = try Device(on: CouncilLog()) }

    private func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: URL(filePath: path))
    }

    private func put(_ data: Data, _ path: String) throws {
        // In place, as SQLite and this program would write it.
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: data)
        try file.close()
    }

    @Test("has every save before it is told, and is its owner's only")
    func saved() throws {
        _ = try amina.contact(note: "written twice")
        #expect(try bytes(side).range(of: Data("written twice".utf8)) != nil)
        let mode = try FileManager.default.attributesOfItem(atPath: side)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try amina.store.examine().isSound)
    }

    @Test("a save that the database did not come to commit is there after the next start")
    func ahead() throws {
        let before = try bytes(database)
        let record = try amina.contact(note: "in the side file")
        try put(before, database)
        let store = try amina.reopened()
        #expect(try store.read { try $0.journal(in: [.saved]) }.map(\.change.record) == [record])
        #expect(try store.examine().isSound)
        _ = try store.write { try $0.edit(record, fields: fields(["note": .text("and on")])) }
        #expect(try store.read { try $0.journal(in: [.saved]) }.map(\.change.counter) == [1, 2])
    }

    @Test(
        "a frame that was cut off is taken away, and nothing of it was ever saved",
        arguments: [
            1, 5, 16, 17, 40,
        ]
    )
    func torn(_ count: Int) throws {
        let record = try amina.contact()
        let (sound, before) = (try bytes(side), try bytes(database))
        try amina.edit(record, ["note": .text("torn")])
        let frame = try bytes(side).dropFirst(sound.count)
        try put(before, database)
        try put(sound + frame.prefix(count), side)
        let store = try amina.reopened()
        #expect(try store.read { try $0.journal(in: [.saved]) }.count == 1)
        #expect(try bytes(side) == sound)
        #expect(Home(path: amina.home).filesSetAside.isEmpty)
    }

    @Test("what was refused because the transaction failed is not in it")
    func failed() throws {
        _ = try amina.contact()
        let before = try bytes(side)
        struct Stopped: Error {}
        #expect(throws: Stopped.self) {
            try amina.store.write { session in
                _ = try session.create(
                    known(FormID("contact")),
                    fields: fields([
                        "participant": .text("p"), "kind": .choice("visit"),
                    ])
                )
                throw Stopped()
            }
        }
        #expect(try bytes(side) == before)
    }

    @Test("it follows when the device takes a new identity")
    func adopted() throws {
        let record = try amina.contact()
        try amina.adopt()
        try FileManager.default.removeItem(atPath: database)
        #expect(try Repairing(home: Home(path: amina.home)).run().isEnrolled)
        let store = try amina.reopened()
        #expect(try store.read { try $0.identity().device } == amina.identity.device)
        let entry = try #require(try store.read { try $0.journal(of: record) }.first)
        #expect(entry.change.device == amina.identity.device)
        #expect(entry.change.counter == 1)
    }

    @Test("what is stored leaves it in time, the newest last")
    func shrinks() throws {
        let text = String(repeating: "a long note ", count: 100)
        for _ in 0..<4 {
            try amina.store.write { session in
                for _ in 0..<200 {
                    _ = try session.create(
                        known(FormID("contact")),
                        fields: fields([
                            "participant": .text("p"), "kind": .choice("visit"),
                            "note": .text(text),
                        ])
                    )
                }
            }
            while try !amina.push().isEmpty {}
            try amina.pull()
        }
        let largest = try bytes(side).count
        _ = try amina.contact(note: "the last")
        try amina.sync()
        #expect(largest < 800 * 2_000)
        #expect(try bytes(side).range(of: Data("the last".utf8)) != nil)
        #expect(try amina.store.examine().isSound)
    }

    @Test("an old copy of the database alone gets the unsent work, also beyond what left the file")
    func oldDatabase() throws {
        _ = try amina.contact(note: "early")
        try amina.sync()
        let old = try bytes(database)
        let refused = try amina.contact(note: "let go of")
        let id = try #require(try amina.store.read { try $0.journal(of: refused) }.first?.change.id)
        try amina.store.write { session in
            let problem = Problem(.forbidden, "no")
            let outcome = PushOutcome(
                change: id,
                counter: 2,
                result: .refused(problem: problem),
                duplicate: false
            )
            try session.take([outcome])
            try session.letGo(of: refused)
        }
        let last = try amina.contact(note: "never sent")
        // What was let go of leaves the side file, and with it a counter.
        try FileManager.default.removeItem(atPath: side)
        _ = try amina.reopened()
        try put(old, database)
        let store = try amina.reopened()
        let entry = try #require(try store.read { try $0.journal(in: [.saved]) }.first)
        #expect(entry.change.record == last && entry.change.counter == 3)
        #expect(Home(path: amina.home).filesSetAside.isEmpty)
        #expect(try store.examine().isSound)
    }

    @Test(
        "an old copy of the database goes on as the device that it became, with all its work",
        arguments: [false, true]
    )
    func successor(_ isFork: Bool) throws {
        let early = try amina.contact(note: "stored before the copy")
        try amina.sync()
        let saved = try amina.contact(note: "before the copy")
        let old = try bytes(database)
        let between = try amina.contact(note: "before the fork")
        try amina.adopt(asFork: isFork)
        let late = try amina.contact(note: "after the fork")
        try put(old, database)
        let store = try amina.reopened()
        let unsent = try store.read { try $0.journal(in: [.saved]) }.map(\.change)
        #expect(try store.read { try $0.identity().device } == amina.identity.device)
        #expect(Set(unsent.map(\.record)).subtracting([early]) == [saved, between, late])
        #expect(unsent.allSatisfy { $0.device == amina.identity.device })
        #expect(Set(unsent.map(\.counter)).count == unsent.count)
        #expect(Home(path: amina.home).filesSetAside.isEmpty)
        #expect(try store.examine().isSound)
    }

    @Test("an old side file beside a newer identity gives what only it has, and nothing twice")
    func predecessor() throws {
        _ = try amina.contact(note: "stored")
        try amina.sync()
        let early = try amina.contact(note: "in both")
        let before = try bytes(database)
        let alone = try amina.contact(note: "only in the old side file")
        let old = try bytes(side)
        // The database is a copy of before, which took a new identity elsewhere.
        try FileManager.default.removeItem(atPath: side)
        try put(before, database)
        try amina.adopt(asFork: true, through: amina.reopened())
        try put(old, side)
        let store = try amina.reopened()
        let unsent = try store.read { try $0.journal(in: [.saved]) }.map(\.change)
        #expect(try store.read { try $0.identity().device } == amina.identity.device)
        #expect(unsent.map(\.record) == [early, alone])
        #expect(unsent.allSatisfy { $0.device == amina.identity.device })
        #expect(Home(path: amina.home).filesSetAside.isEmpty)
        #expect(try store.examine().isSound)
    }

    @Test("another person's side file is kept as it is, and none of it is taken")
    func anotherPerson() throws {
        let own = try amina.contact(note: "mine")
        let other = try Device(on: amina.log)
        _ = try other.contact(note: "theirs")
        try put(bytes(other.home + "/keeplocal.side"), side)
        let store = try amina.reopened()
        let saved = try store.read { try $0.journal(in: [.saved]) }.map(\.change.record)
        #expect(saved == [own])
        let aside = try #require(Home(path: amina.home).filesSetAside.first)
        #expect(try bytes(amina.home + "/" + aside).range(of: Data("theirs".utf8)) != nil)
    }

    @Test("the right to see a scope takes what was written there out of it as well")
    func purged() throws {
        _ = try amina.contact(note: "secret words")
        try amina.sync()
        amina.log.grants[amina.identity.person] = []
        try amina.pull()
        #expect(try bytes(side).range(of: Data("secret words".utf8)) == nil)
        #expect(try amina.store.examine().isSound)
    }
}
