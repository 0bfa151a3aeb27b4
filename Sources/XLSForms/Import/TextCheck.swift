// SPDX-License-Identifier: Apache-2.0

import FieldForms

/// What people read of a form, where it speaks of answers in a way that nobody could fill in.
struct TextCheck {
    let table: SheetTable
    /// The names that `${…}` may have; nil where they are looked at elsewhere.
    let names: Set<String>?

    /// Every text of the sheet, in each of its languages.
    func check(_ log: inout ImportLog) {
        for (header, column, _) in table.headers where ColumnNames.texts.contains(header.name) {
            for row in table.rows {
                guard let text = row.text(header.name, header.language) else { continue }
                let place = SheetPlace(sheet: table.name, row: row.number, column: column)
                check(text, place, &log)
            }
        }
    }

    private func check(_ text: String, _ place: SheetPlace, _ log: inout ImportLog) {
        if Spelling.hasOpenReference(text) {
            log.problem(
                place,
                "'\(text.cut)' has a ${ that is never closed.",
                "Write ${name} with the name of a question."
            )
        }
        guard let names,
            let unknown = Spelling.references(in: text).first(where: { !names.contains($0) })
        else { return }
        log.problem(
            place,
            "There is no field ${\(unknown.cut)}.",
            "Write ${name} with the name of a question."
        )
    }
}
