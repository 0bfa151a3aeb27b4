// SPDX-License-Identifier: Apache-2.0

/// What stands in a sheet and means nothing here: each column of it is told, and none is fatal.
struct UnreadCells {
    let table: SheetTable
    /// The columns that mean something.
    let understood: Set<String>
    /// Those of them that may be written in several languages.
    var translated = ColumnNames.texts
    /// True where every other column is one of a list, which filters and look-ups may ask for.
    var takesOthers = false

    func tell(_ log: inout ImportLog) {
        for header in table.headersInUse {
            guard let words = words(for: header) else { continue }
            log.warning(table.place(nil, header), words)
        }
        for column in table.unheaded {
            let more = column.count > 1 ? " (and \(column.count - 1) more)" : ""
            log.warning(
                SheetPlace(sheet: table.name, row: column.row, column: column.column),
                "'\(column.text.cut)' stands in a column without a heading, and is not"
                    + " read\(more)."
            )
        }
    }

    private func words(for header: SheetTable.Header) -> String? {
        let spelled = table.spelled(header).cut
        if ColumnNames.media.contains(header.name) {
            return "'\(spelled)' is ignored: a terminal shows no pictures and plays no sounds."
        }
        guard understood.contains(header.name) else {
            return takesOthers ? nil : "The column '\(spelled)' has no effect here."
        }
        guard header.language != nil, !translated.contains(header.name) else { return nil }
        return "The column '\(spelled)' has no effect here: it is not written in several"
            + " languages."
    }
}
