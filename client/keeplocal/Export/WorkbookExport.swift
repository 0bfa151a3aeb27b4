// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Workbooks

/// An Excel workbook: a sheet of the records, and one for each repeat, joined by KEY and
/// PARENT_KEY.
///
/// Memory is that of one batch of records, however many there are: the rows of repeats wait on the
/// disk until their sheet is written.
final class WorkbookExport: ExportWriting {
    private let file: ExportFile
    private let writer: WorkbookWriter
    private let records: ExportTable
    private let repeats: [(table: ExportTable, rows: RowSpool)]
    private var sheets: [String] = []

    /// - Throws: `Failure` for a file that is there already and is not to be replaced.
    init(
        _ tables: [ExportTable],
        of form: CompiledForm,
        path: String,
        replaces: Bool = false
    ) throws {
        let file = try ExportFile(path, replaces: replaces)
        self.file = file
        writer = WorkbookWriter { try file.write($0) }
        records = tables[0]
        repeats = try tables.dropFirst().map { ($0, try RowSpool(beside: path)) }
        try begin(tables[0], named: form.id.text)
    }

    func add(_ record: ExportRecord) throws {
        for row in records.cells(of: record) { try writer.write(row) }
        for (table, rows) in repeats {
            for row in table.cells(of: record) { try rows.add(row) }
        }
    }

    func finish() throws -> [String] {
        for (table, rows) in repeats {
            try begin(table, named: table.template ?? "")
            try rows.forEach { try writer.write($0) }
        }
        try writer.finish()
        try file.finish()
        return [file.path]
    }

    private func begin(_ table: ExportTable, named text: String) throws {
        let name = WorkbookWriter.sheetName(
            for: text.replacing("/", with: "-"),
            besides: sheets
        )
        sheets.append(name)
        try writer.begin(sheet: name)
        try writer.write(texts: table.sheetHeadings)
    }
}
