// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing
import Workbooks

@testable import keeplocal

@Suite("An export says what people read, and numbers are numbers")
struct LabelledExportTests {
    private static let items = """
        [{"type": "group", "name": "mother", "label": "Mother", "items": [
            {"type": "text", "name": "mname", "label": "Name"}]},
         {"type": "group", "name": "father", "label": "Father", "items": [
            {"type": "text", "name": "fname", "label": "Name"}]},
         {"type": "repeat", "name": "kid", "label": "Kid", "items": [
            {"type": "group", "name": "kg", "label": "About", "items": [
                {"type": "text", "name": "kname", "label": "Name"}]}]},
         {"type": "rank", "name": "order", "label": "Order", "choices": "wishes"},
         {"type": "decimal", "name": "a", "label": "A"},
         {"type": "calculate", "name": "half", "calculation": "${a} * 0.5"},
         {"type": "calculate", "name": "big", "calculation": "pow(2, 70)"}]
        """
    private static let lists = """
        {"wishes": [{"name": "rest", "label": "Rest"}, {"name": "work", "label": "Work"}]}
        """

    private func form() throws -> CompiledForm {
        try Desk.form(items: Self.items, lists: Self.lists)
    }

    private func exported(_ form: CompiledForm) throws -> ExportRecord {
        let desk = try Desk(forms: [form])
        let fields: [FieldPath: FieldValue] = [
            try #require(FieldPath("a")): .decimal(3),
            try #require(FieldPath("order")): .text("work rest"),
        ]
        let record = try desk.store.write { session in
            let id = try session.create(form.id, fields: fields).record
            return try session.record(id)
        }
        let surroundings = Surroundings(today: Desk.today, now: Desk.now)
        return ExportRecord(try #require(record), form, in: surroundings)
    }

    @Test("with labels a heading begins with the labels of the groups around its question")
    func groups() throws {
        let words = ExportWords.labels(language: nil)
        let tables = ExportTable.all(of: try form(), words, split: false)
        #expect(
            tables[0].sheetHeadings[1...3] == ["Mother – Name", "Father – Name", "Order"]
        )
        #expect(tables[1].sheetHeadings.last == "About – Name")
        let codes = ExportTable.all(of: try form(), .codes, split: false)
        #expect(codes[0].sheetHeadings[1] == "mother/mname")
    }

    @Test("with labels an order of choices is that of their labels")
    func ranks() throws {
        let form = try form()
        let field = try #require(form.field(template: "order"))
        let order = FieldValue.text("work rest")
        #expect(ExportCell(order, of: field, .labels(language: nil)).text == "Work; Rest")
        #expect(ExportCell(order, of: field, .codes).text == "work rest")
        #expect(field.words(order) == "Work, Rest")
    }

    @Test("a calculated number is one in a workbook, whatever it is made of")
    func numbers() throws {
        let form = try form()
        let exported = try exported(form)
        let table = try #require(ExportTable.all(of: form, .codes, split: false).first)
        let row = Dictionary(
            zip(table.sheetHeadings, table.cells(of: exported).first ?? []),
            uniquingKeysWith: { first, _ in first }
        )
        guard case .number(let half)? = row["half"], case .number(_)? = row["big"]
        else {
            Issue.record("\(row)")
            return
        }
        #expect(half == Decimal(exactly: "1.5"))
        let path = try #require(FieldPath("half"))
        let value = try #require(exported.values[path])
        #expect(String(decoding: try Canonical.encode(value.plain), as: UTF8.self) == "1.5")
    }
}
