// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("A form's life on a device", .timeLimit(.minutes(10)))
struct FormLifeTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private static let call = """
        | survey |
        | | type | name | label | required |
        | | text | who | Who? | yes |
        | | integer | minutes | How long? | |
        | settings |
        | | form_title | form_id | summary |
        | | House call | house_call | who |
        """

    private func file(_ text: String = call) throws -> String {
        let path = desk.home + "/house_call.md"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private func close(_ form: String) throws {
        let closing = FormClosing(
            form: try formID(form),
            isClosed: true,
            reason: "the scheme\u{1B}[31m has ended",
            by: Desk.person,
            at: Desk.now
        )
        try desk.store.write { session in
            let page = PullAnswer(
                records: [],
                forms: [],
                directory: [],
                feeds: [],
                grants: try session.identity().grants,
                answered: 0,
                cursor: "e",
                more: false,
                closed: [closing]
            )
            try session.stage(page)
            _ = try session.show(page, replacing: false)
        }
    }

    private func draft() throws {
        let outcome = try desk.run(["form", "import", file(), "--draft"])
        #expect(outcome.exit == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("sent to nobody"))
    }

    @Test("a draft is exported where nothing is published yet, and over a file only when asked")
    func exported() throws {
        try draft()
        let path = desk.home + "/again.md"
        #expect(try desk.run(["form", "export", "house_call", "--to", path]).exit == 0)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("How long?"))
        let again = try desk.run(["form", "export", "house_call", "--to", path])
        #expect(again.exit == 2 && again.errors.contains("--overwrite"))
        let over = ["form", "export", "house_call", "--to", path, "--overwrite", "--draft"]
        #expect(try desk.run(over).exit == 0)
    }

    @Test("a draft is listed and shown as one, and no record can be made of it")
    func listed() throws {
        try draft()
        let list = try desk.run(["form", "list"]).output
        #expect(list.contains("house_call") && list.contains("draft"))
        let parts = list.components(separatedBy: "Others: drafts,")
        #expect(parts.count == 2 && parts[0].contains("contact "))
        #expect(parts.last?.contains("house_call") == true)
        let shown = try desk.run(["form", "show", "house_call"]).output
        #expect(shown.contains("draft of version 1") && shown.contains("How long?"))
        #expect(try desk.run(["new", "house_call", "--set", "who=P-1"]).exit == 5)
        let compared = try desk.run(["form", "diff", "house_call"])
        #expect(compared.exit == 0 && compared.output.contains("the first version: 2 questions"))
        #expect(!compared.output.contains("minutes"))
        #expect(try desk.run(["form", "discard", "house_call"]).exit == 0)
        #expect(try desk.run(["form", "discard", "house_call"]).exit == 5)
    }

    @Test("trying a draft asks what people will be asked, checks everything, and saves nothing")
    func tried() throws {
        try draft()
        let asked = try desk.run(
            ["new", "house_call", "--draft", "--json"],
            typed: "\nP-1\n45\n"
        )
        #expect(asked.exit == 0, "\(asked.errors)")
        #expect(asked.errors.contains("Who?") && asked.errors.contains("Nothing is saved"))
        let fields = try #require(try asked.json()["fields"] as? [String: Any])
        #expect(fields["who"] as? String == "P-1" && fields["minutes"] as? Int == 45)
        let set = ["new", "house_call", "--draft", "--set"]
        #expect(try desk.run(set + ["who=P-1"]).exit == 0)
        #expect(try desk.run(set + ["minutes=x"]).exit == 5)
        #expect(try desk.run(set + ["minutes=3"]).errors.contains("who"))
        #expect(try desk.saved() == 0 && desk.store.read { try $0.drafts() }.isEmpty)
        #expect(try desk.store.read { try $0.status() }.saved == 0)
    }

    @Test("publishing where nobody can be asked says what to type, and sends nothing")
    func published() throws {
        try draft()
        let outcome = try desk.run(["form", "publish", "house_call"])
        #expect(outcome.exit == 2 && outcome.errors.contains("form publish house_call --yes"))
        // With --yes it is sent: to a server that is not there.
        #expect(try desk.run(["form", "publish", "house_call", "--yes"]).exit == 4)
        #expect(try desk.store.read { try $0.formDrafts() }.count == 1)
        #expect(try desk.run(["form", "publish", "contact", "--yes"]).exit == 5)
    }

    @Test("a closed form refuses new records by every way, with reason, date and what to do")
    func closed() throws {
        try close("contact")
        let rows = desk.home + "/rows.csv"
        try Data("participant,kind\nP-1,visit\n".utf8).write(to: URL(filePath: rows))
        for command in [
            ["new", "contact"], ["new", "contact", "--set", "participant=P-1"],
            ["import", "contact", rows],
        ] {
            let outcome = try desk.run(command)
            #expect(outcome.exit == 5, "\(command)")
            let words = outcome.errors
            #expect(words.contains("(form.closed)") && words.contains("has ended"), "\(words)")
            #expect(words.contains("2026-11-") && words.contains("administrator"))
            #expect(!words.contains("\u{1B}[31m"))
        }
        #expect(try desk.run(["form", "list"]).output.contains("closed 2026-11-"))
        let shown = try desk.run(["form", "show", "contact"]).output
        #expect(shown.contains("Closed on 2026-11-") && !shown.contains("\u{1B}[31m"))
        let list = try desk.run(["form", "list", "--json"]).output
        #expect(list.contains(#""closed":{"at":"#))
        #expect(try desk.saved() == 0)
    }
}
