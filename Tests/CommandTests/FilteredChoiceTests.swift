// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("A record is not saved with a choice that the filter leaves out since an answer changed")
struct FilteredChoiceTests {
    private let desk: Desk
    private let visit: String

    init() throws {
        let json = { (id: String, more: String) in
            try CompiledForm(
                JSONDecoder().decode(
                    FormDefinition.self,
                    from: Data(
                        """
                        {"id": "\(id)", "version": 1, "title": "\(id)", "category": "case",
                         "audience": "organisation", \(more)}
                        """.utf8
                    )
                )
            )
        }
        let forms = [
            try json(
                "client",
                """
                "summary": "called", "items": [
                    {"type": "text", "name": "called", "label": "Called"},
                    {"type": "text", "name": "area", "label": "Area"}]
                """
            ),
            try json(
                "call",
                """
                "choiceLists": {"streets": [
                    {"name": "mill", "label": "Mill Lane", "attributes": {"area": "n"}},
                    {"name": "dock", "label": "Dock Road", "attributes": {"area": "s"}}]},
                "items": [
                    {"type": "text", "name": "area", "label": "Area"},
                    {"type": "choice", "name": "who", "label": "Who",
                     "choicesFrom": {"records": "client"}, "choiceFilter": "area = ${area}"},
                    {"type": "choice", "name": "street", "label": "Street",
                     "choices": "streets", "choiceFilter": "area = ${area}"},
                    {"type": "text", "name": "note", "label": "Note"}]
                """
            ),
        ]
        desk = try Desk(forms: forms)
        for (name, area) in [("Ann", "n"), ("Bob", "s")] {
            _ = try desk.run(["new", "client", "--set", "called=\(name)", "--set", "area=\(area)"])
        }
        let made = try desk.run([
            "new", "call", "--json", "--set", "area=n", "--set", "who=Ann", "--set", "street=mill",
        ])
        try #require(made.exit == 0, "\(made.errors)")
        visit = try #require(try made.json()["record"] as? String)
    }

    private func edit(_ assignments: String...) throws -> StartedProgram.Outcome {
        try desk.run(["edit", visit, "--json"] + assignments.flatMap { ["--set", $0] })
    }

    private func answers() throws -> [String: String] {
        let id = try #require(RecordID(visit))
        let fields = try desk.store.read { try $0.record(id)?.fields } ?? [:]
        return Dictionary(
            uniqueKeysWithValues: fields.map { ($0.key.text, ExpressionValue($0.value).string) }
        )
    }

    @Test("edit --set of what the filter looks at is refused, unless it chooses anew")
    func edited() throws {
        let refused = try edit("area=s")
        #expect(refused.exit == ExitStatus.refused)
        #expect(try refused.problem()["code"] as? String == "field.choice")
        #expect(refused.errors.contains("'Ann' is not offered beside"), "\(refused.errors)")
        #expect(refused.errors.contains("'Mill Lane' is not offered beside"))
        #expect(try answers()["area"] == "n")
        #expect(try edit("street=dock", "who=Bob", "area=s").exit == 0)
        #expect(try answers()["street"] == "dock")
    }

    @Test("an unrelated edit goes through, though the record chosen has moved since")
    func unrelated() throws {
        let ann = try #require(try answers()["who"])
        #expect(try desk.run(["edit", ann, "--set", "area=s"]).exit == 0)
        let noted = try edit("note=seen")
        #expect(noted.exit == 0, "\(noted.errors)")
        let elsewhere = try edit("area=e", "street=")
        #expect(elsewhere.exit == ExitStatus.refused, "another area that leaves her out")
        #expect(try edit("area=s", "street=dock").exit == 0, "which is hers now")
    }

    @Test("line by line the person is told at the question, and led back to it at the end")
    func asked() throws {
        let typed = { (lines: [String]) in
            try desk.run(["edit", visit, "--json"], typed: lines.map { $0 + "\n" }.joined())
        }
        let ended = try typed(["s", "", ">", ">", ""])
        #expect(ended.exit != 0)
        let parts = ended.errors.components(separatedBy: "'Ann' is not offered beside")
        #expect(parts.count == 3, "at the question, and at the end: \(ended.errors)")
        #expect(try answers()["area"] == "n", "nothing was saved")
        let again = try typed(["Bob", "Dock Road", "", ""])
        #expect(again.exit == 0, "\(again.errors)")
        #expect(try answers()["area"] == "s" && answers()["street"] == "dock")
    }

    @Test("a row of an import whose choice is left out is refused by its line")
    func imported() throws {
        let ids = try ["Ann", "Bob"].map { name in
            let client = try #require(FormID("client"))
            let called = try desk.store.read {
                try $0.recordList(of: client).called(name).first
            }
            return try #require(called)
        }
        let file = NSTemporaryDirectory() + "\(UUID().uuidString).csv"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let rows = "area,who\nn,\(ids[0])\nn,\(ids[1])\n"
        try Data(rows.utf8).write(to: URL(filePath: file))
        let outcome = try desk.run(["import", "call", file, "--json"])
        #expect(outcome.exit == ExitStatus.refused)
        let refused = try outcome.json()["refused"] as? [[String: Any]]
        #expect(refused?.map { $0["line"] as? Int } == [3])
        #expect(refused?.first?["code"] as? String == "field.choice")
    }
}
