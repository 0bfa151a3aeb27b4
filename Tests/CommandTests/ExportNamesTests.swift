// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("An export keeps apart what is called alike", .timeLimit(.minutes(5)))
struct ExportNamesTests {
    private static let items = """
        [{"type": "text", "name": "t"}, {"type": "text", "name": "KEY"},
         {"type": "text", "name": "PLACE"}, {"type": "integer", "name": "DISPUTED"},
         {"type": "repeat", "name": "a", "items": [
            {"type": "text", "name": "x"},
            {"type": "repeat", "name": "b", "items": [{"type": "text", "name": "y"}]}]},
         {"type": "repeat", "name": "a-b", "items": [{"type": "text", "name": "z"}]}]
        """

    private func desk() throws -> Desk { try Desk(forms: [Desk.form(items: Self.items)]) }

    private func saved(on desk: Desk) throws {
        let answers = [
            "t=1", "KEY=mine", "PLACE=Shipley", "DISPUTED=7", "a[+]/x=in", "a[+]/b[+]/y=deep",
            "a-b[+]/z=beside",
        ]
        let outcome = try desk.run(["new", "sample"] + answers.flatMap { ["--set", $0] })
        #expect(outcome.exit == 0, "\(outcome)")
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    @Test("two repeats whose files would have one name have a file each")
    func files() throws {
        let desk = try desk()
        try saved(on: desk)
        let out = desk.home + "/out.csv"
        let outcome = try desk.run(["export", "sample", "--to", out])
        #expect(outcome.exit == 0, "\(outcome)")
        #expect(try text(desk.home + "/out-a-b.csv").contains("deep"))
        #expect(try text(desk.home + "/out-a-b-2.csv").contains("beside"))
    }

    @Test(
        "a question that is called as a column of the export is in it, and comes in again",
        arguments: ["csv", "ndjson"]
    )
    func columns(_ kind: String) throws {
        let desk = try desk()
        try saved(on: desk)
        let out = desk.home + "/out." + kind
        #expect(try desk.run(["export", "sample", "--\(kind)", "--to", out]).exit == 0)
        let written = try text(out)
        for answer in ["mine", "Shipley"] { #expect(written.contains(answer), "\(written)") }
        let other = try self.desk()
        let outcome = try other.run(["import", "sample", out])
        #expect(outcome.exit == 0, "\(outcome)")
        let record = try #require(try other.store.read { try $0.records() }.first)
        for (name, value) in [
            ("KEY", FieldValue.text("mine")), ("PLACE", .text("Shipley")),
            ("DISPUTED", .integer(7)),
        ] {
            #expect(record.fields[try #require(FieldPath(name))] == value)
        }
    }
}
