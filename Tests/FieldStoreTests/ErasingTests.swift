// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@Suite("What was erased leaves this device, work that was never sent included")
struct ErasingTests {
    private let log = CouncilLog()
    private let amina: Device
    private let person: RecordID

    init() throws {
        amina = try Device(on: log)
        person = try amina.create(
            "participant",
            [
                "name": .text("CANARY-name"), "consent": .boolean(true),
                "consent_date": .date(Self.day),
            ]
        )
        try amina.sync()
    }

    private static var day: PlainDate { known(PlainDate("2025-07-05")) }

    private func erasure(_ records: RecordID...) -> Erasure {
        Erasure(
            id: Device.newID(),
            council: log.bradford,
            organisation: log.hub,
            records: records,
            at: CouncilLog.start,
            by: Device.newID(),
            reason: .consentWithdrawn,
            authority: "DSR-7"
        )
    }

    private func visit(_ note: String) throws -> RecordID {
        try amina.create(
            "contact",
            [
                "participant": .text(person.description.uppercased()), "kind": .choice("visit"),
                "note": .text(note),
            ]
        )
    }

    /// Files of the home whose bytes hold the text.
    private func places(_ text: String = "CANARY") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: amina.home).filter { name in
            let data = try Data(contentsOf: URL(filePath: amina.home + "/" + name))
            return data.range(of: Data(text.utf8)) != nil
        }
    }

    @Test("who has an erased person in an open form keeps no answer about them, new or old")
    func open() throws {
        let (begun, kept) = try amina.store.write { session in
            let form = try session.form(known(FormID("contact")))
            var other = try session.begin(form)
            let empty = other
            other.answers = fields(["note": .text("kept before")])
            try session.keep(other, after: empty)
            return (try session.begin(form), other)
        }
        try amina.store.write { try $0.take([erasure(person)]) }
        for former in [begun, kept] {
            var draft = former
            draft.answers[field("participant")] = .text(person.description)
            let code = amina.code { try amina.store.write { try $0.keep(draft, after: former) } }
            #expect(code == "record.erased")
        }
        #expect(amina.code { _ = try visit("CANARY-late") } == "record.erased")
        #expect(try amina.store.read { try $0.drafts() }.map(\.id) == [kept.id])
        #expect(try amina.journal([.saved]).isEmpty)
    }

    @Test("state, journal, unsent work that names it, and drafts: not a byte is left")
    func everything() throws {
        let receipt = try #require(try amina.journal().first?.receipt)
        try amina.edit(person, ["note": .text("CANARY-unsent")])
        let unsent = try visit("CANARY-visit")
        try amina.edit(unsent, ["note": .text("CANARY-again")])
        let other = try amina.contact(note: "stays")
        let contact = known(FormID("contact"))
        let answers: [FieldPath: FieldValue] = [
            field("participant"): .text(person.description), field("note"): .text("CANARY-draft"),
        ]
        try amina.store.write { session in
            let begun = try session.begin(session.form(contact))
            var draft = begun
            draft.answers = answers
            try session.keep(draft, after: begun)
        }
        #expect(try places() != [])

        let gone = erasure(person)
        try amina.store.write { try $0.take([gone]) }
        #expect(try places() == [])
        #expect(try amina.journal().map(\.state) == [.erased, .erased, .erased, .erased, .saved])
        #expect(try amina.journal().first?.receipt == receipt)
        #expect(try amina.store.read { try $0.records() }.map(\.id) == [other])
        #expect(try amina.store.read { try $0.drafts() }.isEmpty)
        // Counters that were not answered are sent without content, so that none is missing.
        let unsentKinds = try amina.store.read { try $0.unsent() }.map(\.kind)
        #expect(unsentKinds == [.void, .void, .void, .create])
        #expect(try amina.status().erased.allSatisfy { $0.problem?.code == .recordErased })
        #expect(try amina.status().erased.count == 3)
        try amina.sync()
        #expect(try amina.store.read { try $0.unsentCount() } == 0)
    }

    @Test("what the server calls too late is dropped, and all that was written to the same record")
    func late() throws {
        let unsent = try visit("CANARY-visit")
        try amina.edit(unsent, ["note": .text("CANARY-again")])
        log.verdict = { change in
            change.record != unsent
                ? nil
                : .refused(
                    problem: Problem(
                        change.kind == .create ? .recordErased : .recordUnknown,
                        "too late"
                    )
                )
        }
        try amina.push()
        #expect(try places("CANARY-visit") == [] && places("CANARY-again") == [])
        #expect(try amina.journal().map(\.state) == [.stored, .erased, .erased])
        #expect(try amina.status().refused.isEmpty)
        #expect(try amina.seen(unsent) == nil)
    }

    @Test("it is told until it was answered, and a page that was set aside goes too")
    func confirmations() throws {
        let page = try log.page(for: amina.identity)
        try amina.store.write { try $0.stage(page) }
        let (first, second) = (erasure(person), erasure(Device.newID()))
        try amina.store.write { try $0.take([first]) }
        #expect(try amina.store.read { try $0.stagedCount() } == page.records.count - 1)
        let told = try #require(try amina.store.read { try $0.confirmation() })
        #expect(told.erasures == [first.id])
        try amina.store.write { try $0.take([second]) }
        try amina.store.write { try $0.confirmed(told) }
        #expect(try amina.store.read { try $0.confirmation() }?.erasures == [second.id])
        try amina.store.write { try $0.confirmed(Confirmation(erasures: [second.id], feeds: [])) }
        #expect(try amina.store.read { try $0.confirmation() } == nil)
    }

    @Test("what a repair has set aside goes with it, down to its journal")
    func setAside() throws {
        let home = Home(path: amina.home)
        _ = try Repairing(home: home).run()
        let aside = home.path + "/" + (try #require(home.filesSetAside.first))
        #expect(try places() != [])
        try Data("CANARY".utf8).write(to: URL(filePath: aside + "-journal"))
        let store = try amina.reopened()
        try store.write { try $0.take([erasure(person)]) }
        try home.removeSetAside()
        #expect(try places() == [] && home.filesSetAside.isEmpty)
    }

    @Test("a lost feed is confirmed with the feeds that are left")
    func lostFeed() throws {
        #expect(try amina.store.read { try $0.confirmation() } == nil)
        log.grants[amina.identity.person] = []
        try amina.pull()
        #expect(try places() == [])
        let told = try #require(try amina.store.read { try $0.confirmation() })
        #expect(told.feeds.isEmpty && told.erasures.isEmpty)
        try amina.store.write { try $0.confirmed(told) }
        #expect(try amina.store.read { try $0.confirmation() } == nil)
    }

    @Test("a revoked device keeps what it never sent, and nothing else")
    func revoked() throws {
        let unsent = try amina.contact(note: "mine alone")
        try amina.store.write { try $0.purgeAll() }
        #expect(try places() == [])
        #expect(try amina.journal().map(\.state) == [.purged, .saved])
        #expect(try amina.store.read { try $0.unsent() }.map(\.record) == [unsent])
        #expect(try amina.store.read { try $0.confirmation() }?.feeds == [])
    }
}
