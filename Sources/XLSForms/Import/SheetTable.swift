// SPDX-License-Identifier: Apache-2.0

import FieldForms
import Workbooks

/// A sheet whose first row names its columns, in one spelling and language by language.
struct SheetTable {
    struct Header: Hashable {
        /// As this project calls the column.
        let name: String
        let language: String?
    }

    struct Row {
        let number: Int
        fileprivate let cells: Sheet.Row
        fileprivate let columns: [Header: Int]

        /// The trimmed text of a column; nil where it is empty or there is no such column.
        func text(_ name: String, _ language: String? = nil) -> String? {
            guard let column = columns[Header(name: name, language: language)] else { return nil }
            let text = cells[column: column].trimmed
            return text.isEmpty ? nil : text
        }
    }

    let name: String
    /// Those below the headings in which anything stands.
    let rows: [Row]
    /// In the order of the sheet.
    let headers: [(header: Header, column: Int, spelled: String)]
    private let columns: [Header: Int]
    /// Columns in which something stands below no heading: the first cell, and how many.
    let unheaded: [(column: Int, row: Int, text: String, count: Int)]

    init(_ sheet: Sheet, aliases: [String: String], _ log: inout ImportLog) {
        name = sheet.name
        var headers: [(header: Header, column: Int, spelled: String)] = []
        var columns: [Header: Int] = [:]
        let filled = sheet.rows.filter { row in row.cells.contains { !$0.trimmed.isEmpty } }
        for (column, cell) in (filled.first?.cells ?? []).enumerated() {
            let spelled = cell.trimmed
            guard !spelled.isEmpty else { continue }
            let header = Self.header(spelled, aliases)
            if let first = columns[header] {
                log.problem(
                    SheetPlace(sheet: sheet.name, row: filled.first?.number, column: column),
                    "The column '\(spelled.cut)' is there already, as column"
                        + " \(Column.letters(first + 1)).",
                    "Keep one of the two."
                )
                continue
            }
            columns[header] = column
            headers.append((header, column, spelled))
        }
        (self.headers, self.columns) = (headers, columns)
        rows = filled.dropFirst().map { row in
            Row(number: row.number, cells: row, columns: columns)
        }
        unheaded = Self.unheaded(filled.dropFirst(), besides: Set(headers.map(\.column)))
    }

    private static func unheaded(
        _ rows: some Sequence<Sheet.Row>,
        besides headed: Set<Int>
    ) -> [(column: Int, row: Int, text: String, count: Int)] {
        var found: [Int: (column: Int, row: Int, text: String, count: Int)] = [:]
        for row in rows {
            for (column, cell) in row.cells.enumerated()
            where !headed.contains(column) && !cell.trimmed.isEmpty {
                found[column, default: (column, row.number, cell.trimmed, 0)].count += 1
            }
        }
        return found.values.sorted { $0.column < $1.column }
    }

    /// The columns in which anything stands, in the order of the sheet.
    var headersInUse: [Header] {
        headers.map(\.header).filter { header in
            rows.contains { $0.text(header.name, header.language) != nil }
        }
    }

    /// Those of them that people read, in whatever language.
    var headersOfTexts: [Header] {
        headersInUse.filter { ColumnNames.texts.contains($0.name) }
    }

    /// A column as the sheet itself calls it.
    func spelled(_ header: Header) -> String {
        headers.first { $0.header == header }?.spelled ?? header.name
    }

    func place(_ row: Int?, _ header: Header) -> SheetPlace {
        SheetPlace(sheet: name, row: row, column: columns[header])
    }

    func has(_ name: String) -> Bool { headers.contains { $0.header.name == name } }

    func column(_ name: String) -> Int? {
        headers.first { $0.header.name == name }?.column
    }

    func place(_ row: Int?, _ name: String? = nil) -> SheetPlace {
        SheetPlace(sheet: self.name, row: row, column: name.flatMap { column($0) })
    }

    /// `Label :: English (en)` is the column `label` in `English (en)`.
    private static func header(_ spelled: String, _ aliases: [String: String]) -> Header {
        let parts = spelled.split(separator: "::", maxSplits: 3).map { String($0).trimmed }
        var words =
            parts.count > 1 ? parts : spelled.split(separator: ":").map { String($0).trimmed }
        if let prefix = words.first?.lowercased(), words.count > 1, prefix == "media" {
            words.removeFirst()
        }
        guard let first = words.first else { return Header(name: spelled, language: nil) }
        let plain = plain(first)
        if ["bind", "body", "instance", "control"].contains(plain) {
            let full = words.joined(separator: "::").lowercased()
            return Header(name: aliases[full] ?? full, language: nil)
        }
        let joined = words.joined(separator: ":").lowercased()
        if let known = aliases[joined] { return Header(name: known, language: nil) }
        let name = aliases[plain] ?? plain
        return Header(name: name, language: words.count > 1 ? words[1] : nil)
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().replacing(/[ -]+/, with: "_")
    }
}

extension String {
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// As much of a text as a message has room for.
    var cut: String { count > 60 ? prefix(60) + "…" : self }
}
