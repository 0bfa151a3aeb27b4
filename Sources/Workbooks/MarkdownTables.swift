// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Sheets written as tables of Markdown: a text in the first column names the sheet that begins.
///
/// `\|` is a bar within a cell, `<br>` a new line, `\<br>` the letters `<br>`; lines without a bar
/// are remarks.
package enum MarkdownTables {
    /// - Throws: `WorkbookError` for bytes that are no UTF-8, or go beyond `WorkbookBounds`.
    package static func sheets(of data: Data) throws -> [Sheet] {
        guard data.count <= WorkbookBounds.fileBytesMax,
            let text = String(bytes: data, encoding: .utf8)
        else {
            throw WorkbookError("", "The file is no text in UTF-8. Save it as UTF-8.")
        }
        var sheets: [Sheet] = []
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            var cells = cells(of: line.drop(while: \.isWhitespace))
            guard !cells.isEmpty, !isRule(cells) else { continue }
            let name = cells.removeFirst()
            if !name.isEmpty { sheets.append(Sheet(name)) }
            while cells.last == "" { cells.removeLast() }
            guard !cells.isEmpty, !sheets.isEmpty else { continue }
            guard cells.count <= WorkbookBounds.columnsMax, index < WorkbookBounds.rowsMax else {
                throw WorkbookError(
                    "line \(index + 1)",
                    "There are more than \(WorkbookBounds.columnsMax) columns or"
                        + " \(WorkbookBounds.rowsMax) lines, which is more than a form has."
                )
            }
            sheets[sheets.count - 1].rows.append(Sheet.Row(number: index + 1, cells: cells))
        }
        return sheets
    }

    /// The same tables again, each column as wide as its widest cell.
    package static func text(of sheets: [Sheet]) -> String {
        sheets.map { sheet in
            let rows = sheet.rows.map { $0.cells.map(escaped) }
            let count = rows.map(\.count).max() ?? 0
            let lines = rows.map { row in
                "| | " + (0..<count).map { $0 < row.count ? row[$0] : "" }.joined(separator: " | ")
                    + " |\n"
            }
            return "| \(escaped(sheet.name)) |\n" + lines.joined()
        }.joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("<br>", with: "\\<br>")
            .replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            // A backslash that ends a line is none that is before `<br>`.
            .replacing("\\\n", with: "\\ \n").replacing("\n", with: "<br>")
    }

    private static func cells(of line: Substring) -> [String] {
        guard line.first == "|" else { return [] }
        var (cells, cell) = ([String](), "")
        var isEscaped = false
        for character in line.dropFirst() {
            switch character {
            case "|" where isEscaped:
                cell.removeLast()
                cell.append("|")
            case "|":
                cells.append(cell)
                cell = ""
            default: cell.append(character)
            }
            isEscaped = character == "\\"
        }
        if cell.contains(where: { !$0.isWhitespace }) { cells.append(cell) }
        return cells.map {
            $0.trimmingCharacters(in: .whitespaces)
                .replacing(#/(\\)?<br>/#) { $0.1 == nil ? "\n" : "<br>" }
        }
    }

    /// The line of dashes under a header, which a page needs and nobody reads.
    private static func isRule(_ cells: [String]) -> Bool {
        let filled = cells.filter { !$0.isEmpty }
        return !filled.isEmpty
            && filled.allSatisfy { $0.contains("-") && $0.allSatisfy { "-:".contains($0) } }
    }
}
