// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@testable import keeplocal

@Suite("What is said of forms and their fields")
struct FormWordsTests {
    private func told(_ path: String) throws -> String {
        let form = try Desk.form(
            items: """
                [{"type": "group", "name": "g", "items": [
                    {"type": "text", "name": "colleague"}]},
                 {"type": "repeat", "name": "visit", "items": [
                    {"type": "integer", "name": "minutes"}]}]
                """
        )
        var arguments = FieldArguments(form: form, today: Desk.today)
        let error = #expect(throws: FieldProblems.self) {
            try arguments.parse(["\(path)=A"])
        }
        return error?.problem.message ?? ""
    }

    @Test(
        "a field that there is not leads to the one that was meant",
        arguments: [
            ("colleague", "Did you mean g/colleague?"), ("g/colleage", "Did you mean g/colleague?"),
            ("coleague", "Did you mean g/colleague?"),
            ("minutes", "Did you mean visit[+]/minutes?"),
            ("h/colleague", "Did you mean g/colleague?"),
        ]
    )
    func near(_ path: String, _ hint: String) throws {
        let said = try told(path)
        #expect(said.contains(hint), "\(said)")
        #expect(try !told("zzzzzzzzzz").contains("Did you mean"))
    }

    @Test("records that lack an answer since an earlier version are told apart from new ones")
    func lacking() throws {
        var report = FormReport(form: try #require(FormID("visit")), version: 3)
        report.records = 5
        let fate = { (missing: Int, lacking: Int?) -> String in
            (report.missing, report.lacking) = (missing, lacking)
            return report.fate
        }
        #expect(fate(0, 0).hasSuffix("None of them lacks a needed answer."))
        #expect(fate(0, 2).contains("but 2 lack one since an earlier version; see"))
        #expect(fate(3, 3).contains("3 will lack a needed answer; see"))
        #expect(fate(3, 4).contains("3 will lack a needed answer, and 1 lacks one since"))
        #expect(!fate(0, nil).contains("None of them lacks"))
    }

    @Test("what records are called is told where it differs")
    func naming() throws {
        var first = try Desk.form(items: #"[{"type": "text", "name": "a"}]"#).definition
        first.naming = "${a}"
        var second = first
        (second.version, second.naming, second.title) = (2, "concat(${a}, '!')", "Other")
        let versions = try #require(FormVersions([first, second].map { try CompiledForm($0) }))
        let found = try #require(versions.difference(from: 1, to: 2))
        #expect(found.entries.map(\.field) == ["instance_name", "form_title"])
        let lines = found.lines([], [], until: "version 2").joined(separator: "\n")
        #expect(lines.contains("instance_name: ${a} → concat(${a}, '!')"))
    }
}
