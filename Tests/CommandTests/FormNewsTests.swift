// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@testable import keeplocal

@Suite("A sync tells of forms that are new, newer, closed and open again")
struct FormNewsTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private func pull(_ forms: [FormDefinition] = [], closed: [FormClosing] = []) throws {
        try desk.store.write { session in
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
}
