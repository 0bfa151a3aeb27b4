// SPDX-License-Identifier: Apache-2.0

import FieldForms

/// Which languages a form has, and which of them stands first.
struct Languages {
    /// Nil where the form does not say.
    let all: [String]?
    private let hasPlain: Bool

    init(_ tables: [SheetTable], preferred: String?) {
        var named: [String] = []
        for language in tables.flatMap(\.languages) where !named.contains(language) {
            named.append(language)
        }
        let plain = tables.contains { table in
            table.headers.contains { $0.header == SheetTable.Header(name: "label", language: nil) }
        }
        guard !named.isEmpty else {
            (all, hasPlain) = (preferred.map { [$0] }, true)
            return
        }
        let first = preferred ?? (plain ? Self.unnamed : named[0])
        all = [first] + named.filter { $0 != first }
        hasPlain = plain
    }

    /// What XLSForm calls the language of a column that names none.
    static let unnamed = "default"

    /// The text in the first language; a column without a language is in the first.
    func first(_ row: SheetTable.Row, _ column: String) -> String? {
        (all?.first).flatMap { row.text(column, $0) } ?? row.text(column)
    }

    /// In each further language that has one.
    func others(_ row: SheetTable.Row, _ column: String) -> [String: String] {
        var texts: [String: String] = [:]
        for language in (all ?? []).dropFirst() { texts[language] = row.text(column, language) }
        return texts
    }
}
