// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("A form that was closed while people worked")
struct ClosedFormTests {
    private let log = CouncilLog()
    private let amina: Device
    private let contact = known(FormID("contact"))

    init() throws { amina = try Device(on: log) }

    private func close() {
        log.closed = [
            FormClosing(
                form: contact,
                isClosed: true,
                reason: "the scheme has ended",
                by: amina.identity.person,
                at: CouncilLog.start
            )
        ]
    }

    private func begin() throws -> Draft {
        try amina.store.write { try $0.begin($0.form(contact)) }
    }

    @Test("nothing is begun any more, and the reason is there offline")
    func refused() throws {
        close()
        try amina.pull()
        let error = #expect(throws: Problem.self) { try begin() }
        let problem = try #require(error)
        #expect(problem.code == .formClosed)
        for words in ["the scheme has ended", "by worker", "2026-11-", "administrator"] {
            #expect(problem.message.contains(words), "\(problem.message)")
        }
        #expect(amina.code { _ = try amina.contact() } == "form.closed")
        #expect(try amina.reopened().read { try $0.closing(of: contact) } == log.closed.first)
        #expect(try amina.journal().isEmpty)
        _ = try amina.create("tally", ["visitors": .integer(1)])
    }

    @Test("what was begun before, and every edit, goes on")
    func goesOn() throws {
        let record = try amina.contact()
        var draft = try begin()
        draft.answers = fields(["participant": .text("P-1"), "kind": .choice("visit")])
        close()
        try amina.sync()
        let saved = try amina.store.write { try $0.finish(draft, record: draft.answers) }
        #expect(saved.change != nil)
        try amina.edit(record, ["note": .text("mended")])
        #expect(try amina.store.write { try $0.beginEditing(record) }.isEdit)
        try amina.delete(saved.record)
        try amina.sync()
        #expect(log.states.count == 2)
    }

    @Test("a record that was refused can be made again, though its form was closed meanwhile")
    func madeAgain() throws {
        let record = try amina.contact()
        log.verdict = { _ in .refused(problem: Problem(.fieldConstraint, "too long")) }
        close()
        try amina.sync()
        log.verdict = { _ in nil }
        try amina.edit(record, ["minutes": .integer(20)])
        try amina.sync()
        #expect(log.states[record] != nil)
    }

    @Test("a form that the last pull does not name is open again; a repair forgets nothing")
    func reopened() throws {
        close()
        try amina.pull()
        _ = try Repairing(home: Home(path: amina.home)).run()
        #expect(try amina.reopened().read { try $0.closing(of: contact) } != nil)
        let other = try Device(on: log)
        #expect(other.code { _ = try other.contact() } == "form.closed")
        log.closed = []
        try other.pull()
        _ = try other.contact()
    }
}
