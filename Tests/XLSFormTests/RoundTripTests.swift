// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Schema
import Testing
import Workbooks

@testable import XLSForms

@Suite("Forms go out and come in again")
struct RoundTripTests {
    /// What comes back of a form that was written out and read again.
    private func again(
        _ definition: FormDefinition,
        _ through: ([Sheet]) throws -> [Sheet]
    ) throws -> FormDefinition {
        let export = FormExport(definition)
        var options = try FormFiles.options()
        options.version = definition.version
        options.files = [:]
        for file in export.files {
            let text = CSVSheet.text(of: file)
            options.files[file.name] = try CSVSheet.sheet(named: file.name, of: Data(text.utf8))
        }
        return try FormImport(through(export.sheets), options).definition
    }

    @Test("at least thirty forms of our own compile", arguments: FormFiles.names)
    func compiles(name: String) throws {
        #expect(FormFiles.names.count >= 30)
        let form = try FormFiles.form(name).definition
        #expect(!(try CompiledForm(form)).fields.isEmpty)
    }

    @Test("each comes back equal from a workbook and from Markdown", arguments: FormFiles.names)
    func forms(name: String) throws {
        let definition = try FormFiles.form(name).definition
        #expect(try again(definition, workbook) == definition)
        #expect(
            try again(definition) {
                try MarkdownTables.sheets(of: Data(MarkdownTables.text(of: $0).utf8))
            } == definition
        )
        #expect(
            try again(definition) { sheets in
                try sheets.map {
                    try CSVSheet.sheet(named: $0.name, of: Data(CSVSheet.text(of: $0).utf8))
                }
            } == definition
        )
    }

    @Test("the forms of the pack come back equal")
    func pack() throws {
        let files = try #require(Schema.packFiles("keep-it-local"))
        let forms = try Pack(files: files).forms
        #expect(forms.count == 26)
        for form in forms { #expect(try again(form, workbook) == form) }
    }

    private func workbook(_ sheets: [Sheet]) throws -> [Sheet] {
        var bytes = Data()
        let writer = WorkbookWriter { bytes.append(contentsOf: $0) }
        for sheet in sheets {
            try writer.begin(sheet: sheet.name)
            for row in sheet.rows { try writer.write(texts: row.cells) }
        }
        try writer.finish()
        return try Workbook.sheets(of: bytes)
    }
}
