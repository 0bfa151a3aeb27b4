// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Reads which records of other forms a record makes or changes.
struct EntitiesReader {
    private(set) var entities: [FormEntity] = []

    /// A repeat is looked up by its name among the paths of the form.
    mutating func read(_ table: SheetTable, places: [String: Int], _ log: inout ImportLog) {
        for row in table.rows {
            guard let name = row.text("list_name") else {
                log.warning(table.place(row.number), "The row is not read: it names no form.")
                continue
            }
            guard let form = FormID(name.lowercased()) else {
                log.problem(
                    table.place(row.number, "list_name"),
                    "'\(name.cut)' is no name of a form.",
                    "An entity is a record of another form: write that form's name."
                )
                continue
            }
            var entity = FormEntity(form: form)
            entity.record = row.text("entity_id").map(Spelling.expression)
            entity.createIf = row.text("create_if").map(Spelling.expression)
            entity.updateIf = row.text("update_if").map(Spelling.expression)
            entity.label = row.text("label").map(Spelling.expression)
            if let text = row.text("repeat") {
                entity.within = path(of: text, places)
                if entity.within == nil {
                    log.problem(
                        table.place(row.number, "repeat"),
                        "There is no repeat '\(text.cut)'.",
                        "Write ${name} with the name of a repeat of the survey."
                    )
                }
            }
            entities.append(entity)
        }
        UnreadCells(table: table, understood: ColumnNames.entitiesUnderstood, translated: [])
            .tell(&log)
    }

    private func path(of text: String, _ places: [String: Int]) -> String? {
        let name = Spelling.references(in: text).first ?? text
        return places.keys.filter { $0 == name || $0.hasSuffix("/" + name) }.min()
    }
}
