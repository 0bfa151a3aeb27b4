// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@Suite("Pages of a pull become visible together, or never")
struct InboxTests {
    private let log = CouncilLog()
    private let amina: Device
    private let carol: Device

    init() throws {
        amina = try Device(on: log)
        carol = try Device(.coordinator, on: log)
    }

    /// What Carol is told, in pages of one record, each with a cursor of its own.
    private func pages() throws -> [PullAnswer] {
        let whole = try log.page(for: carol.identity)
        return whole.records.enumerated().map { index, record in
            let isLast = index == whole.records.count - 1
            return whole.with(
                records: [record],
                cursor: isLast ? whole.cursor : "page-\(index)",
                more: !isLast
            )
        }
    }

    @Test("staged pages are invisible until they are shown, and then all are")
    func together() throws {
        for minutes in 1...3 { _ = try amina.contact(minutes: Int64(minutes)) }
        try amina.push()
        let pages = try pages()
        for page in pages {
            try carol.store.write { try $0.stage(page) }
            #expect(try carol.store.read { try $0.records() }.isEmpty)
            #expect(try carol.status().cursor == "at-0")
        }
        let last = try #require(pages.last)
        let shown = try carol.store.write { try $0.show(last, replacing: false) }
        #expect(shown.records == 3 && shown.digestsAgree)
        #expect(try carol.store.read { try $0.records() }.count == 3)
        #expect(try carol.status().cursor == "at-3")
        #expect(try carol.status().lastSync == CouncilLog.start)
    }

    @Test("a process that dies between two pages goes on from the staged one")
    func interrupted() throws {
        for minutes in 1...3 { _ = try amina.contact(minutes: Int64(minutes)) }
        try amina.push()
        let pages = try pages()
        try carol.store.write { try $0.stage(pages[0]) }
        let another = try carol.reopened()
        #expect(try another.read { try $0.cursor() } == "page-0")
        #expect(try another.read { try $0.records() }.isEmpty)
        for page in pages.dropFirst() { try another.write { try $0.stage(page) } }
        // A page that arrives twice counts once.
        try another.write { try $0.stage(pages[2]) }
        let shown = try another.write { try $0.show(pages[2], replacing: false) }
        #expect(shown.records == 3 && shown.digestsAgree)
        #expect(try another.read { try $0.cursor() } == "at-3")
    }

    @Test("a record that is not what its hash says is refused, and the whole page with it")
    func wrongHash() throws {
        for minutes in 1...2 { _ = try amina.contact(minutes: Int64(minutes)) }
        try amina.push()
        let whole = try log.page(for: carol.identity)
        let forged = PulledRecord(
            state: whole.records[1].state,
            bytes: whole.records[1].bytes,
            hash: whole.records[0].hash
        )
        let page = whole.with(records: [whole.records[0], forged])
        let problem = #expect(throws: Problem.self) {
            try carol.store.write { session in
                try session.stage(page)
                return try session.show(page, replacing: true)
            }
        }
        #expect(problem?.code == .serverFailed)
        #expect(problem?.message.contains("Nothing was changed here") == true)
        #expect(try carol.store.read { try $0.records() }.isEmpty)
        #expect(try carol.store.read { try $0.cursor() } == "at-0")
        try carol.pull()
        #expect(try carol.store.read { try $0.records() }.count == 2)
    }

    @Test("a digest that fits what is held agrees, and any other does not")
    func digests() throws {
        let record = try amina.contact()
        try amina.push()
        #expect(try carol.pull().digestsAgree)
        let page = try log.page(for: carol.identity)
        let without = page.with(records: [])
        try carol.store.write { try $0.forgetCursor() }
        let lost = try carol.store.write { session in
            try session.stage(without)
            return try session.show(without, replacing: true)
        }
        #expect(!lost.digestsAgree)
        #expect(try carol.seen(record) == nil)
        #expect(try carol.pull(replacing: true).digestsAgree)
        #expect(try carol.seen(record) != nil)
        let own = try carol.status().digests
        #expect(own.count == page.feeds.count)
        for (feed, digest) in own {
            let told = page.feeds.first { $0.feed.description == feed }?.digest.description
            #expect(digest == told)
        }
    }

    @Test("told everything anew, the device lets go of what was not told, but not of unsent work")
    func replacing() throws {
        let gone = try amina.contact(note: "gone")
        try amina.sync()
        try carol.pull()
        try carol.edit(gone, ["note": .text("unsent")])
        let own = try carol.contact(note: "own")
        log.forget(gone)
        try carol.store.write { try $0.forgetCursor() }
        #expect(try carol.store.read { try $0.isLoadingAnew() })
        #expect(try carol.pull(replacing: true).digestsAgree)
        #expect(try carol.seen(gone) == nil)
        #expect(try carol.value("note", of: own) == .text("own"))
        #expect(try carol.store.read { try $0.unsent() }.map(\.record) == [gone, own])
    }

    @Test("what the server has erased is gone from the device of its author as well")
    func erased() throws {
        let gone = try amina.contact(note: "gone")
        try amina.sync()
        log.forget(gone)
        try amina.store.write { try $0.forgetCursor() }
        #expect(try amina.pull(replacing: true).digestsAgree)
        #expect(try amina.seen(gone) == nil)
    }

    @Test("new rights and new forms arrive with the pull that tells of them")
    func rights() throws {
        let grant = Grant(role: .signatory, council: log.bradford, organisation: log.hub)
        log.grants[amina.identity.person] = [try #require(grant)]
        try amina.pull()
        #expect(amina.code { _ = try amina.contact() } == "permission.denied")
        #expect(try amina.journal().isEmpty)
        #expect(try amina.store.read { try $0.identity() }.grants == [grant])
        #expect(try amina.store.read { try $0.forms() }.count == CouncilLog.forms.count)
        #expect(try amina.store.read { try $0.name(of: log.hub) } == "Advice Hub")
    }
}

extension PullAnswer {
    fileprivate func with(
        records: [PulledRecord],
        cursor: String? = nil,
        more: Bool = false
    ) -> PullAnswer {
        PullAnswer(
            records: records,
            forms: forms,
            directory: directory,
            feeds: feeds,
            grants: grants,
            answered: answered,
            cursor: cursor ?? self.cursor,
            more: more
        )
    }
}
