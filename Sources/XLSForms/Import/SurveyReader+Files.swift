// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
package import Workbooks

extension SurveyReader {
    /// Where the choices of `select_one_from_file` come from: a file beside the form, or records.
    mutating func source(
        _ file: String,
        _ parameters: inout Parameters,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) -> FormItem.ChoiceSource? {
        var source: FormItem.ChoiceSource?
        let name = ExternalFiles.name(of: file)
        if let name, let table = options.files[name] {
            source = FormItem.ChoiceSource(table: name)
            take(table, as: name)
        } else if let form = name.flatMap(FormID.init), options.forms.contains(form) {
            source = FormItem.ChoiceSource(records: form)
        } else {
            log.problem(
                table.place(row.number, "type"),
                name == nil
                    ? "'\(file.cut)' is no CSV file."
                    : "There is no file '\(file.cut)' beside"
                        + " the form, and no form '\((name ?? "").cut)' on this device.",
                name == nil
                    ? "Save the list as CSV with the columns name and label."
                    : "Put the file into the folder of the form, or name its folder with --files."
            )
        }
        source?.value = parameters.take("value")
        source?.label = parameters.take("label")
        return source
    }

    /// A row of `csv-external`: the file is there for expressions alone.
    mutating func takeTable(_ row: SheetTable.Row, _ log: inout ImportLog) {
        guard let name = name(of: row, orElse: nil, &log) else { return }
        guard let file = options.files[name] else {
            log.problem(
                table.place(row.number, "name"),
                "There is no file '\(name).csv' beside the form.",
                "Put it into the folder of the form, or name its folder with --files."
            )
            return
        }
        take(file, as: name)
    }

    mutating func take(_ sheet: Sheet, as name: String) {
        guard tables[name] == nil, let header = sheet.rows.first else { return }
        let columns = header.cells.map(\.trimmed)
        let rows = sheet.rows.dropFirst().map { row in
            columns.indices.map { row[column: $0] }
        }
        tables[name] = FormTable(columns: columns, rows: rows)
    }
}

/// The files that a form needs beside it.
package enum ExternalFiles {
    /// Their names without `.csv`, in order: those of `select_one_from_file`, `csv-external`,
    /// `pulldata()` and `instance()`.
    package static func named(in sheets: [Sheet]) -> [String] {
        var names: Set<String> = []
        for sheet in sheets where sheets.count == 1 || sheet.name.trimmed.lowercased() == "survey" {
            for row in sheet.rows { for cell in row.cells { names.formUnion(named(in: cell)) } }
            for row in sheet.rows
            where row.cells.contains(where: { $0.lowercased() == "csv-external" }) {
                names.formUnion(row.cells.filter { $0.wholeMatch(of: /[\w.-]+/) != nil })
            }
        }
        return names.sorted()
    }

    private static func named(in cell: String) -> [String] {
        var names: [String] = []
        if cell.lowercased().contains("file "), let file = cell.split(separator: " ").last {
            names += name(of: String(file)).map { [$0] } ?? []
        }
        guard cell.contains("(") else { return names }
        return names
            + cell.matches(of: /(?:pulldata|instance)\(\s*['"‘’“”]([\w.-]+)['"‘’“”]/).map {
                String($0.1)
            }
    }

    /// The name of a CSV file without its end; nil for any other file, or one elsewhere.
    static func name(of file: String) -> String? {
        let parts = file.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, parts.last?.lowercased() == "csv", !file.contains("/") else {
            return nil
        }
        return parts.dropLast().joined(separator: ".")
    }
}
