// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import GRDB
import Testing

@testable import keeplocal

@Suite("A sync tells of forms that are new, newer, closed and open again")
struct FormNewsTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private func pull(
        _ forms: [FormDefinition] = [],
        closed: [FormClosing] = [],
        into store: FieldStore? = nil
    ) throws {
        try (store ?? desk.store).write { session in
            let page = PullAnswer(
                records: [],
                forms: try forms.map {
                    try Canonical.decode(JSON.self, from: Canonical.encode($0))
                },
                directory: [],
                feeds: [],
                grants: try session.identity().grants,
                answered: 0,
                cursor: "e",
                more: false,
                closed: closed
            )
            try session.stage(page)
            _ = try session.show(page, replacing: false)
        }
    }

    @Test("one line each, and none where nothing is new")
    func lines() throws {
        var known = try desk.store.read { try KnownForms($0) }
        #expect(try known.news(in: desk.store).isEmpty)
        var contact = try Desk.form("contact").definition
        contact.version = 2
        let walk = FormDefinition(
            id: try formID("walk"),
            version: 1,
            title: "Walk",
            audience: .organisation,
            category: .caseData
        )
        let closing = FormClosing(
            form: try formID("outcome"),
            isClosed: true,
            reason: "the scheme has ended",
            by: Desk.person,
            at: Desk.now
        )
        try pull([contact, walk], closed: [closing])
        let news = try known.news(in: desk.store)
        #expect(news.map { $0.form?.text } == ["contact", "outcome", "walk"])
        #expect(news[0].words.hasPrefix("Version 2 of the form \(contact.title) has come."))
        #expect(news[1].words.hasSuffix(": the scheme has ended"))
        #expect(news[2].words == "New form: Walk. Fill it in with: keeplocal new walk")
        #expect(try known.news(in: desk.store).isEmpty)
        try pull()
        #expect(
            try known.news(in: desk.store).map(\.words).allSatisfy { $0.hasSuffix("open again.") }
        )
    }
    /// Every page of forms is gone, and with `facts` what their person was told as well.
    private func repaired(losingFacts facts: Bool) throws -> FieldStore {
        let file = try DatabaseQueue(path: desk.home + "/keeplocal.sqlite")
        try file.write { db in
            try db.execute(sql: "UPDATE form SET seal = x'00' WHERE id <> 'contact'")
            if facts { try db.execute(sql: "UPDATE fact SET seal = x'00' WHERE key = 'formsTold'") }
        }
        _ = try Repairing(home: Home(path: desk.home)).run()
        return try FieldStore(home: Home(path: desk.home), now: { Desk.now })
    }

    @Test(
        "what a repair fetches again is no news; what is new for all that is",
        arguments: [false, true]
    )
    func repaired(isTold: Bool) throws {
        var known = try desk.store.read { try KnownForms($0) }
        #expect(try known.news(in: desk.store).isEmpty)
        let store = try repaired(losingFacts: !isTold)
        known = try store.read { try KnownForms($0) }
        #expect(try store.read { try $0.forms() }.map(\.id.text) == ["contact"])
        let walk = FormDefinition(
            id: try formID("walk"),
            version: 1,
            title: "Walk",
            audience: .organisation,
            category: .caseData
        )
        try pull(Desk.pack().forms + [walk], into: store)
        let words = try known.news(in: store).map(\.words)
        #expect(words == (isTold ? ["New form: Walk. Fill it in with: keeplocal new walk"] : []))
        // From then on as ever.
        var contact = try Desk.form("contact").definition
        contact.version = 2
        try pull([contact], into: store)
        #expect(try known.news(in: store).map { $0.form?.text } == ["contact"])
    }
}
