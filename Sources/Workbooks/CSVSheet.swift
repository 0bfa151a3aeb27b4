// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// One sheet as a file of comma-separated values, and back.
package enum CSVSheet {
    /// - Throws: `WorkbookError` for what is no CSV in UTF-8, or goes beyond `WorkbookBounds`.
    package static func sheet(named name: String, of data: Data) throws -> Sheet {
        guard data.count <= WorkbookBounds.fileBytesMax else {
            throw WorkbookError(
                "\(name).csv",
                "The file is larger than \(WorkbookBounds.fileBytesMax / 1024 / 1024) MB. Leave out"
                    + " the rows and columns that the form does not need."
            )
        }
        var reader = CSVReader(data)
        var rows: [Sheet.Row] = []
        while let row = try next(&reader, name) {
            guard rows.count < WorkbookBounds.rowsMax,
                row.cells.count <= WorkbookBounds.columnsMax
            else {
                throw WorkbookError(
                    "\(name).csv, line \(row.line)",
                    "There are more than \(WorkbookBounds.rowsMax) rows or"
                        + " \(WorkbookBounds.columnsMax) columns. Leave out what the form does not"
                        + " need."
                )
            }
            if row.cells.contains(where: { !$0.isEmpty }) {
                rows.append(Sheet.Row(number: row.line, cells: row.cells))
            }
        }
        return Sheet(name, rows: rows)
    }

    /// Lines of RFC 4180, quoted where they must be.
    package static func text(of sheet: Sheet) -> String {
        sheet.rows.map { line(of: $0.cells) }.joined()
    }

    /// One line with its end.
    package static func line(of cells: [String]) -> String {
        cells.map(quoted).joined(separator: ",") + "\r\n"
    }

    private static func next(_ reader: inout CSVReader, _ name: String) throws -> CSVReader.Row? {
        do {
            return try reader.next()
        } catch let error as WorkbookError {
            throw WorkbookError("\(name).csv, \(error.place.lowercased())", error.message)
        }
    }

    private static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
            return text
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
