// SPDX-License-Identifier: Apache-2.0

/// Writes an Excel workbook (.xlsx) row by row, holding no more than one row at a time.
///
/// Bytes go to the sink in order and are never gone back to. A workbook is whole only after
/// `finish()`; what was written before an error is no workbook.
package final class WorkbookWriter {
    /// What Excel takes; more rows need another sheet, which the caller begins.
    package static let rowsMax = 1_048_576
    package static let columnsMax = 16_384
    package static let sheetNameMax = 31
    /// In UTF-16 units.
    ///
    /// A longer text is cut, with a mark at its end, and counted in `cutTexts`.
    package static let textMax = 32_767

    private var archive: ZipWriter
    private var sheets: [String] = []
    private var row = 0
    private var pending: [UInt8] = []
    package private(set) var cutTexts = 0

    /// The sink takes the bytes in pieces of at most 64 KiB; what it throws is thrown on.
    package init(to sink: @escaping ([UInt8]) throws -> Void) {
        archive = ZipWriter(to: sink)
    }

    /// Ends the sheet before and begins one.
    ///
    /// Its first row stays in sight where it is a header.
    ///
    /// - Throws: `WorkbookError` for a name that Excel does not take, or that is there already.
    package func begin(sheet name: String, hasHeader: Bool = true) throws {
        guard Self.isSheetName(name),
            !sheets.contains(where: { $0.lowercased() == name.lowercased() })
        else {
            throw WorkbookError(
                "sheet '\(name)'",
                "Excel does not take this name: 1 to \(Self.sheetNameMax) characters, none of"
                    + " []:*?/\\, and each name once."
            )
        }
        try endSheet()
        sheets.append(name)
        row = 0
        try archive.begin("xl/worksheets/sheet\(sheets.count).xml")
        pending = Array(WorkbookParts.sheetStart(hasHeader: hasHeader).utf8)
    }

    /// Adds a row below the last one.
    package func write(_ cells: [Cell]) throws {
        precondition(!sheets.isEmpty, "A row needs a sheet: call begin(sheet:) first.")
        row += 1
        guard row <= Self.rowsMax, cells.count <= Self.columnsMax else {
            throw WorkbookError(
                "sheet '\(sheets[sheets.count - 1])', row \(row)",
                "A sheet of Excel holds \(Self.rowsMax) rows of \(Self.columnsMax) columns and no"
                    + " more. Write fewer records, or write CSV."
            )
        }
        pending += Array("<row r=\"\(row)\">".utf8)
        for (column, cell) in cells.enumerated() { write(cell, column) }
        pending += Array("</row>".utf8)
        if pending.count >= 64 * 1024 { try flush() }
    }

    package func write(texts: [String]) throws {
        try write(texts.map { $0.isEmpty ? .empty : .text($0) })
    }

    /// Ends the last sheet and the workbook.
    ///
    /// A workbook without a sheet gets an empty one.
    package func finish() throws {
        if sheets.isEmpty { try begin(sheet: "Sheet1", hasHeader: false) }
        try endSheet()
        for (name, text) in WorkbookParts.all(sheets: sheets) {
            try archive.begin(name)
            try archive.write(Array(text.utf8))
        }
        try archive.finish()
    }

    /// A name that Excel takes, made from any text: cut, forbidden characters replaced, and a
    /// number at its end where it is taken already.
    package static func sheetName(for text: String, besides taken: [String] = []) -> String {
        var name = String(text.map { "[]:*?/\\'".contains($0) || !isPlain($0) ? "_" : $0 })
        if name.isEmpty { name = "Sheet" }
        var (candidate, number) = (cut(name, sheetNameMax), 1)
        while taken.contains(where: { $0.lowercased() == candidate.lowercased() }) {
            number += 1
            let end = " (\(number))"
            candidate = cut(name, sheetNameMax - end.count) + end
        }
        return candidate
    }

    private static func isSheetName(_ name: String) -> Bool {
        !name.isEmpty && name.utf16.count <= sheetNameMax
            && !name.contains { "[]:*?/\\".contains($0) || !isPlain($0) }
            && name.first != "'" && name.last != "'"
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { $0.value >= 0x20 }
    }

    private static func cut(_ text: String, _ unitsMax: Int) -> String {
        guard text.utf16.count > unitsMax else { return text }
        var (kept, units) = ("", 0)
        for character in text {
            units += character.utf16.count
            guard units <= unitsMax else { break }
            kept.append(character)
        }
        return kept
    }

    private func write(_ cell: Cell, _ column: Int) {
        let place = "<c r=\"\(Column.letters(column + 1))\(row)\""
        let text: String? =
            switch cell {
            case .empty: nil
            case .text(let text): "\(place) t=\"inlineStr\"><is>\(inline(text))</is></c>"
            case .number(let number): "\(place)><v>\(number)</v></c>"
            case .boolean(let flag): "\(place) t=\"b\"><v>\(flag ? 1 : 0)</v></c>"
            case .date(let year, let month, let day):
                "\(place) s=\"1\"><v>\(Cell.serial(year: year, month: month, day: day))</v></c>"
            case .instant(let seconds):
                "\(place) s=\"2\"><v>\(Cell.serial(secondsSince1970: seconds))</v></c>"
            }
        if let text { pending += Array(text.utf8) }
    }

    private func inline(_ text: String) -> String {
        var text = text
        if text.utf16.count > Self.textMax {
            cutTexts += 1
            text = Self.cut(text, Self.textMax - 10) + " … [cut]"
        }
        return "<t xml:space=\"preserve\">\(WorkbookParts.escaped(text))</t>"
    }

    private func endSheet() throws {
        guard !sheets.isEmpty else { return }
        pending += Array(WorkbookParts.sheetEnd.utf8)
        try flush()
    }

    private func flush() throws {
        try archive.write(pending)
        pending.removeAll(keepingCapacity: true)
    }
}
