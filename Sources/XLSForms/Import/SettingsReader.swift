// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Reads the one row of settings, with what was asked for in its place.
struct SettingsReader {
    let table: SheetTable?
    private var row: SheetTable.Row? { table?.rows.first }

    init(_ table: SheetTable?) { self.table = table }

    var language: String? { row?.text("default_language") }
    var allowsChoicesTwice: Bool { row?.text("allow_choice_duplicates").map(isYes) == true }

    /// A definition without items; nil where it cannot have a name.
    func definition(
        _ wanted: ImportOptions,
        _ log: inout ImportLog
    ) -> FormDefinition? {
        warn(&log)
        let spelled = row?.text("form_id")
        guard let id = wanted.id ?? FormID((spelled ?? wanted.fallbackID).lowercased()) else {
            log.problem(
                place("form_id"),
                "'\((spelled ?? wanted.fallbackID).cut)' cannot be the name of a form: it begins"
                    + " with a letter, and has letters, digits, '-' and '_', at most 64.",
                "Change form_id, or give a name with --as."
            )
            return nil
        }
        let category = choice("category", Category.self, &log) ?? wanted.category
        let audience =
            wanted.audience ?? choice("audience", Audience.self, &log) ?? category.audience
        var definition = FormDefinition(
            id: id,
            version: wanted.version,
            title: row?.text("form_title") ?? id.text,
            audience: audience,
            category: category
        )
        definition.versionNote = row?.text("version").flatMap { text in
            text == String(wanted.version) ? nil : text
        }
        definition.naming = row?.text("instance_name").map(Spelling.expression)
        definition.summary = row?.text("summary")
        definition.writers = writers(&log)
        definition.ofCommands = row?.text("of_commands").flatMap { isYes($0) ? true : nil }
        definition.writtenOnce = row?.text("written_once").flatMap { isYes($0) ? true : nil }
        definition.allowsChoicesTwice = allowsChoicesTwice ? true : nil
        definition.mergeGroups = row?.text("merge_groups").map { text in
            text.split(separator: ";").map {
                $0.split(whereSeparator: \.isWhitespace).map(String.init)
            }
        }
        return definition
    }

    /// A definition to check the rest of a form by whose name is none.
    func unnamed(_ wanted: ImportOptions) -> FormDefinition? {
        FormID("form").map {
            FormDefinition(
                id: $0,
                version: wanted.version,
                title: $0.text,
                audience: wanted.category.audience,
                category: wanted.category
            )
        }
    }

    func place(_ column: String) -> SheetPlace {
        table?.place(row?.number, column) ?? SheetPlace(sheet: "settings", row: nil, column: nil)
    }

    /// Roles between blanks; an unknown one is a problem, as leaving it out would open the form.
    private func writers(_ log: inout ImportLog) -> [Role]? {
        row?.text("writers").map { text in
            text.split(whereSeparator: \.isWhitespace).compactMap { name in
                let role = Role(rawValue: name.lowercased())
                if role == nil {
                    log.problem(
                        place("writers"),
                        "'\(String(name).cut)' is no role.",
                        "Write some of: \(Role.allCases.map(\.rawValue).joined(separator: ", "))."
                    )
                }
                return role
            }
        }
    }

    private func warn(_ log: inout ImportLog) {
        guard let table else { return }
        UnreadCells(table: table, understood: ColumnNames.settingsUnderstood, translated: [])
            .tell(&log)
        for row in table.rows.dropFirst() {
            log.warning(
                table.place(row.number),
                "The row is not read: settings stand in the first row below the headings."
            )
        }
    }

    private func choice<Value: RawRepresentable & CaseIterable>(
        _ column: String,
        _ type: Value.Type,
        _ log: inout ImportLog
    ) -> Value? where Value.RawValue == String {
        guard let text = row?.text(column) else { return nil }
        if let value = Value(rawValue: text.lowercased()) { return value }
        let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
        log.problem(place(column), "'\(text.cut)' is no \(column).", "Write one of: \(known).")
        return nil
    }
}
