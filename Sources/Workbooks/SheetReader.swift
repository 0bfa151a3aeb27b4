// SPDX-License-Identifier: Apache-2.0

/// Reads the rows of one sheet from its part.
struct SheetReader {
    private let name: String
    private let strings: [String]
    private let styles: CellStyles
    private(set) var cellsLeft: Int

    private var rows: [Sheet.Row] = []
    private var rowNumber = 0
    private var cells: [String] = []
    private var column = 0
    private var kind = ""
    private var style: String?
    private var text = ""

    init(_ name: String, _ strings: [String], _ styles: CellStyles, cellsLeft: Int) {
        (self.name, self.strings, self.styles) = (name, strings, styles)
        self.cellsLeft = cellsLeft
    }

    mutating func read(_ part: XMLPart) throws -> Sheet {
        var (isText, isPhonetic) = (false, false)
        while let event = try part.next() {
            switch event {
            case .start("row"): beginRow(part)
            case .end("row"): try endRow()
            case .start("c"): beginCell(part)
            case .end("c"): try endCell()
            case .start("rPh"): isPhonetic = true
            case .end("rPh"): isPhonetic = false
            case .start("v"), .start("t"): isText = !isPhonetic
            case .end("v"), .end("t"): isText = false
            case .text(let piece) where isText:
                text += piece
                guard text.utf8.count <= WorkbookBounds.cellBytesMax else {
                    throw error("The text is too long. Shorten it and import the file again.")
                }
            default: break
            }
        }
        return Sheet(name, rows: rows.sorted { $0.number < $1.number })
    }

    private mutating func beginRow(_ part: XMLPart) {
        rowNumber = part.attribute("r").flatMap { Int($0) } ?? rowNumber &+ 1
        (cells, column) = ([], 0)
    }

    private mutating func beginCell(_ part: XMLPart) {
        column = part.attribute("r").flatMap(Column.place)?.column ?? column + 1
        kind = part.attribute("t") ?? "n"
        style = part.attribute("s")
        text = ""
    }

    private mutating func endCell() throws {
        let shown = shown()
        guard !shown.isEmpty else { return }
        guard column <= WorkbookBounds.columnsMax else {
            throw error(
                "There is a text beyond column \(Column.letters(WorkbookBounds.columnsMax)). Delete"
                    + " what stands there, and import the file again."
            )
        }
        cellsLeft -= 1
        guard cellsLeft >= 0 else {
            throw error(
                "The workbook has more than \(WorkbookBounds.cellsMax) cells. Copy the sheets of"
                    + " the form alone to a new workbook, and import that."
            )
        }
        while cells.count < column { cells.append("") }
        cells[column - 1] = shown
    }

    private mutating func endRow() throws {
        guard !cells.isEmpty else { return }
        rows.append(Sheet.Row(number: rowNumber, cells: cells))
        cells = []
        guard rows.count <= WorkbookBounds.rowsMax else {
            throw error(
                "The sheet has more than \(WorkbookBounds.rowsMax) rows. Put long lists into a CSV"
                    + " file beside the form, and name it with select_one_from_file."
            )
        }
    }

    private func shown() -> String {
        switch kind {
        case "s": Int(text).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
        case "b": text == "1" || text == "true" ? "TRUE" : text.isEmpty ? "" : "FALSE"
        case "str", "inlineStr": CellText.decoded(text)
        case "n" where styles.isDate(style: style):
            CellText.moment(text, startsIn1904: styles.startsIn1904)
        case "n": CellText.number(text)
        default: text
        }
    }

    private func error(_ message: String) -> WorkbookError {
        let place = "sheet '\(name)', row \(rowNumber), column \(Column.letters(column))"
        return WorkbookError(place, message)
    }
}
