// SPDX-License-Identifier: Apache-2.0

import FieldForms
import Workbooks

/// Rows that are written cell by cell; only columns in which something stands become columns.
struct TableWriter {
    private let languages: [String]
    private var rows: [[String: String]] = []

    init(_ languages: [String]?) { self.languages = languages ?? [] }

    mutating func begin() { rows.append([:]) }

    mutating func set(_ column: String, _ text: String?) {
        guard let text, !text.isEmpty, !rows.isEmpty else { return }
        rows[rows.count - 1][column] = text
    }

    /// A text in the first language, and in the further ones.
    mutating func set(_ column: String, _ text: String?, _ others: [String: String]) {
        set(name(of: column, in: languages.first), text)
        for (language, text) in others { set(name(of: column, in: language), text) }
    }

    private func name(of column: String, in language: String?) -> String {
        guard let language, language != Languages.unnamed else { return column }
        return "\(column)::\(language)"
    }

    /// Those columns first that are named, each with its languages; then the others by name.
    func sheet(_ name: String, order: [String]) -> Sheet {
        let used = Set(rows.flatMap(\.keys))
        let named = order.flatMap { column in
            [column] + languages.map { self.name(of: column, in: $0) }
        }
        let first = named.enumerated().filter { index, column in
            used.contains(column) && named.firstIndex(of: column) == index
        }.map(\.element)
        let columns = first + used.subtracting(first).sorted()
        return Sheet(name, cells: [columns] + rows.map { row in columns.map { row[$0] ?? "" } })
    }
}
