// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import GRDB
import Testing

@Suite("A form that is a draft on one device")
struct FormDraftTests {
    private let log = CouncilLog()
    private let office: Device
    private let tally = known(FormID("tally"))

    init() throws { office = try Device(on: log) }

    private func definition(_ title: String = "Tally") throws -> FormDefinition {
        var definition = try office.store.read { try $0.form(tally) }.definition
        (definition.version, definition.title) = (2, title)
        definition.items.append(try item(#"{"type": "text", "name": "weather"}"#))
        return definition
    }

    private func item(_ text: String) throws -> FormItem {
        try JSONDecoder().decode(FormItem.self, from: Data(text.utf8))
    }

    private func keep(_ definition: FormDefinition) throws {
        try office.store.write { try $0.keep(draft: definition) }
    }

    private func draft() throws -> FormDraft {
        try office.reopened().read { try $0.formDraft(of: tally) }
    }

    @Test("the next draft takes the place of the one before; no record is made with either")
    func replaced() throws {
        try keep(definition("First"))
        try keep(definition("Second"))
        #expect(try draft().form.definition.title == "Second")
        #expect(try office.store.read { try $0.formDrafts() }.count == 1)
        #expect(try office.store.read { try $0.form(tally) }.version == 1)
        _ = try office.create("tally", ["visitors": .integer(3)])
        #expect(try office.journal().last?.change.formVersion == 1)
        let weather = ["weather": FieldValue.text("fair")]
        #expect(throws: FieldProblems.self) { try office.create("tally", weather) }
        try office.store.write { try $0.discardDraft(of: tally) }
        #expect(office.code { _ = try draft() } == "form.unknown")
    }

    @Test("it is compared with the newest version there is, and gets the number after it")
    func newest() throws {
        try keep(definition())
        #expect(try draft().form.version == 2 && draft().publishedAs == nil)
        var other = try definition("Another")
        other.items.removeLast()
        log.published = [try Canonical.decode(from: Canonical.encode(other))]
        try office.pull()
        let found = try draft()
        #expect(found.form.version == 3 && found.publishedAs == nil && found.problems.isEmpty)
        let entries = try #require(found.versions?.difference(from: 2, to: 3)).entries
        #expect(entries.map(\.field) == ["weather", "form_title"])
    }

    @Test("a pull that brings the same finds it published, whatever it was numbered")
    func published() throws {
        try keep(definition())
        log.published = [try Canonical.decode(from: Canonical.encode(definition()))]
        try office.pull()
        #expect(try draft().publishedAs == 2)
    }

    @Test("what keeps it from being published is told with it")
    func problems() throws {
        var wrong = try definition()
        (wrong.items[0].type, wrong.items[0].merge) = (.text, nil)
        try keep(wrong)
        #expect(try draft().problems.contains { $0.hasPrefix("visitors: it was integer") })
    }

    @Test("a damaged byte is noticed, and a repair keeps what is whole")
    func damaged() throws {
        try keep(definition())
        _ = try Repairing(home: Home(path: office.home)).run()
        #expect(try draft().form.definition.title == "Tally")
        let queue = try DatabaseQueue(path: office.home + "/keeplocal.sqlite")
        try queue.write { try $0.execute(sql: "UPDATE form_draft SET definition = x'00'") }
        try queue.close()
        #expect(throws: Problem.self) { _ = try draft() }
    }
}
