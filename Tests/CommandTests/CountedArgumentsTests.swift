// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing
import Workbooks

@testable import keeplocal

@Suite("Counted repeats by commands, imports and exports")
struct CountedArgumentsTests {
    private static let items = """
        [{"type": "integer", "name": "n", "label": "How many"},
         {"type": "repeat", "name": "kid", "label": "Kid", "repeatCount": "${n}", "items": [
            {"type": "text", "name": "name", "label": "Kid name", "required": "true()"},
            {"type": "repeat", "name": "ill", "label": "Illness", "items": [
                {"type": "text", "name": "what"}]}]},
         {"type": "calculate", "name": "c", "calculation": "count(${kid})"}]
        """

    private let form: CompiledForm
    private let desk: Desk

    init() throws {
        form = try Desk.form(items: Self.items)
        desk = try Desk(forms: [form])
    }

    private func save(_ assignments: [String]) throws -> RecordID {
        try desk.store.write { session in
            var arguments = try FieldArguments(form, in: session)
            let fields = try arguments.parse(assignments).compactMapValues { $0 }
            return try session.create(form.id, fields: fields).record
        }
    }

    private func problems(_ assignments: [String]) -> [FieldProblem] {
        let error = #expect(throws: FieldProblems.self) { try save(assignments) }
        return error?.problems ?? []
    }

    @Test("[1] and [2] are the ones that the count makes, also when it comes in the same command")
    func numbers() throws {
        let id = try save(["n=2", "kid[1]/name=Ann", "kid[2]/name=Bob"])
        let record = try #require(try desk.store.read { try $0.record(id) })
        let list = try #require(FieldPath("kid"))
        let names = [1, 2].map {
            record.fields[list.instance(CountedInstance.id($0, of: list)).child("name")]
        }
        #expect(names == [.text("Ann"), .text("Bob")])
    }

    @Test("what is needed in each lacks, and a number beyond the count is told")
    func told() throws {
        #expect(problems(["n=2"]).map(\.message) == ["Kid name is needed.", "Kid name is needed."])
        #expect(problems(["n=2", "kid[+]/name=Ann"]).map(\.code) == [.fieldRequired])
        let beyond = problems(["n=1", "kid[1]/name=Ann", "kid[2]/name=Bob"])
        #expect(beyond.map(\.code) == [.fieldUnknown])
        #expect(beyond.first?.message.contains("Write [1] to [1]") == true)
        #expect(problems(["kid[1]/name=Ann"]).first?.message.contains("none of 'Kid'") == true)
    }

    @Test("an edit that asks for more asks for what is needed in them")
    func edited() throws {
        let id = try save(["n=1", "kid[1]/name=Ann"])
        func edit(_ assignments: [String]) throws {
            try desk.store.write { session in
                let known = try #require(try session.record(id)).fields.keys
                var arguments = FieldArguments(form: form, today: Desk.today, existing: known)
                _ = try session.edit(id, fields: arguments.parse(assignments))
            }
        }
        #expect(throws: FieldProblems.self) { try edit(["n=2"]) }
        try edit(["n=2", "kid[+]/name=Bob"])
        try edit(["n=1"])
        let record = try #require(try desk.store.read { try $0.record(id) })
        #expect(record.fields.count == 3)
    }

    @Test("a row of an import lacks them as well, and the line is told")
    func imported() throws {
        let path = desk.home + "/rows.csv"
        try Data("n,kid[1]/name\n1,Ann\n2,Bob\n3,\n".utf8).write(to: URL(filePath: path))
        var run = ImportRun(
            form: form.id,
            rows: try ImportRows(path: path),
            place: try PlaceOptions.parse([]),
            isRehearsal: false
        )
        while try run.saveBatch(in: desk.store) {}
        #expect(run.saved == 1 && run.refused.map(\.line) == [3, 4])
    }

    @Test("keys of an export are unique over all records, and join each repeat to what it is in")
    func keys() throws {
        for name in ["Ann", "Bob"] {
            _ = try save(["n=1", "kid[1]/name=\(name)", "kid[1]/ill[+]/what=flu of \(name)"])
        }
        let tables = ExportTable.all(of: form, .codes, split: false)
        var run = ExportRun(
            form: form,
            since: nil,
            writer: try CSVExport(tables, path: desk.home + "/out.csv", marksBytes: false)
        )
        try desk.store.makeDueLines()
        while try run.addBatch(from: desk.store) {}
        _ = try run.writer.finish()
        let (records, kids) = (try rows("out.csv"), try rows("out-kid.csv"))
        let ills = try rows("out-kid-ill.csv")
        #expect(Set(kids.map { $0["KEY"] }).count == 2 && Set(ills.map { $0["KEY"] }).count == 2)
        for ill in ills {
            let kid = try #require(kids.first { $0["KEY"] == ill["PARENT_KEY"] })
            #expect(ill["kid/ill/what"] == "flu of \(kid["kid/name"] ?? "")")
            #expect(records.contains { $0["KEY"] == kid["PARENT_KEY"] })
        }
        #expect(throws: Failure.self) { _ = try ImportRows(path: desk.home + "/out-kid.csv") }
    }

    private func rows(_ name: String) throws -> [[String: String]] {
        var reader = CSVReader(try Data(contentsOf: URL(filePath: desk.home + "/" + name)))
        let heading = try #require(try reader.next()).cells
        var rows: [[String: String]] = []
        while let row = try reader.next() {
            rows.append(Dictionary(uniqueKeysWithValues: zip(heading, row.cells)))
        }
        return rows
    }
}
