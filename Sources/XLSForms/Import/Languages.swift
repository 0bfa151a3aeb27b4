// SPDX-License-Identifier: Apache-2.0

import FieldForms

/// Which languages a form has, and which of them stands first.
///
/// As in pyxform, a column that names no language is in the one that `default_language` says; where
/// a column of that language stands beside it, that goes before, row by row.
struct Languages {
    /// Nil where the form does not say.
    let all: [String]?
    /// What `default_language` says where no text is in it: another language stands first then.
    let unknown: String?

    init(_ tables: [SheetTable], preferred: String?) {
        var named: [String] = []
        for header in tables.flatMap(\.headersOfTexts) {
            if let language = header.language, !named.contains(language) { named.append(language) }
        }
        let hasPlain = tables.contains { table in
            table.headersOfTexts.contains { $0 == SheetTable.Header(name: "label", language: nil) }
        }
        let wanted = preferred == Self.unnamed ? nil : preferred
        guard !named.isEmpty else {
            (all, unknown) = (wanted.map { [$0] }, nil)
            return
        }
        let first: String
        if let wanted, hasPlain || named.contains(wanted) {
            (first, unknown) = (wanted, nil)
        } else {
            // `English` is nearly always meant to be `English (en)`.
            let meant = wanted.flatMap { FormDefinition.language(meant: $0, among: named) }
            (first, unknown) = (hasPlain ? Self.unnamed : meant ?? named[0], wanted)
        }
        all = [first] + named.filter { $0 != first }
    }

    /// What XLSForm calls the language of a column that names none.
    static let unnamed = "default"

    /// The text in the first language; a column without a language is in the first.
    func first(_ row: SheetTable.Row, _ column: String) -> String? {
        (all?.first).flatMap { row.text(column, $0) } ?? row.text(column)
    }

    /// A label in the first language that has one: words in another are better than none.
    func label(_ row: SheetTable.Row) -> String? {
        first(row, "label") ?? other(row, "label").flatMap { row.text("label", $0) }
    }

    private func other(_ row: SheetTable.Row, _ column: String) -> String? {
        (all ?? []).dropFirst().first { row.text(column, $0) != nil }
    }

    /// In each further language that has one.
    func others(_ row: SheetTable.Row, _ column: String) -> [String: String] {
        var texts: [String: String] = [:]
        for language in (all ?? []).dropFirst() { texts[language] = row.text(column, language) }
        return texts
    }

    /// Tells the texts of a sheet that are not read, and those that stand in for others.
    func tell(_ table: SheetTable, _ log: inout ImportLog) {
        guard let first = all?.first else { return }
        for header in table.headersOfTexts where header.language == nil {
            let own = SheetTable.Header(name: header.name, language: first)
            let rows = table.rows.filter { row in
                guard let text = row.text(own.name, own.language) else { return false }
                return row.text(header.name).map { $0 != text } == true
            }
            guard let row = rows.first else { continue }
            log.warning(
                table.place(row.number, header),
                "'\(table.spelled(header).cut)' is not read\(rows.more): the text in"
                    + " '\(table.spelled(own).cut)' goes before it."
            )
        }
        let lacking = table.rows.filter {
            self.first($0, "label") == nil && other($0, "label") != nil
        }
        guard let row = lacking.first, let language = other(row, "label") else { return }
        log.warning(
            table.place(row.number, SheetTable.Header(name: "label", language: language)),
            "There is no label in '\(first.cut)', the first language, so that the one in"
                + " '\(language.cut)' is shown\(lacking.more)."
        )
    }

    /// Tells that `default_language` names a language in which nothing is written.
    func tellUnknown(at place: SheetPlace, _ log: inout ImportLog) {
        guard let unknown, let first = all?.first else { return }
        log.warning(
            place,
            "No column is in '\(unknown.cut)'; the first language is '\(first.cut)'. Write the name"
                + " of a language as it stands behind '::'."
        )
    }
}

extension [SheetTable.Row] {
    /// How many there are besides the first, which is named.
    fileprivate var more: String { count > 1 ? " (and in \(count - 1) more)" : "" }
}
