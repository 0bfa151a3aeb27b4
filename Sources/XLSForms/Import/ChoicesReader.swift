// SPDX-License-Identifier: Apache-2.0

import FieldForms

/// Reads the lists of choices.
struct ChoicesReader {
    private(set) var lists: [String: [FormDefinition.Choice]] = [:]
    private let languages: Languages
    /// True where a list may have a name more than once, as its rows are told apart by a filter.
    private let allowsTwice: Bool

    init(_ languages: Languages, allowsTwice: Bool) {
        (self.languages, self.allowsTwice) = (languages, allowsTwice)
    }

    /// Nil where there are none; those of `or_other` have an "other" at their end.
    func lists(withOther names: Set<String>) -> [String: [FormDefinition.Choice]]? {
        var lists = lists
        for name in names where lists[name]?.contains(where: { $0.name == "other" }) == false {
            lists[name]?.append(FormDefinition.Choice(name: "other", label: "Other"))
        }
        return lists.isEmpty ? nil : lists
    }

    mutating func read(_ table: SheetTable, _ log: inout ImportLog) {
        // A sheet that was begun, or left over, has no choice that could be lost.
        guard !table.rows.isEmpty else { return }
        guard table.has("list_name"), table.has("name") else {
            log.problem(
                table.place(nil),
                "The sheet has no columns 'list_name' and 'name'.",
                "Name the columns so in the first row of the sheet."
            )
            return
        }
        UnreadCells(
            table: table,
            understood: ColumnNames.choicesUnderstood,
            translated: ["label"],
            takesOthers: true
        ).tell(&log)
        languages.tell(table, &log)
        var seen: Set<[String]> = []
        for row in table.rows { read(row, table, &seen, &log) }
    }

    private mutating func read(
        _ row: SheetTable.Row,
        _ table: SheetTable,
        _ seen: inout Set<[String]>,
        _ log: inout ImportLog
    ) {
        guard let list = row.text("list_name") else {
            return log.warning(
                table.place(row.number, "list_name"),
                "\(row.text("name").map { "The choice '\($0.cut)'" } ?? "The row") is not read: it"
                    + " belongs to no list."
            )
        }
        guard let name = row.text("name") else {
            log.problem(
                table.place(row.number, "name"),
                "The choice has no name.",
                "Give it a short name; that is what is stored."
            )
            return
        }
        guard !name.contains(where: \.isWhitespace) else {
            log.problem(
                table.place(row.number, "name"),
                "The name '\(name.cut)' has a space in it; spaces stand between chosen names.",
                "Write '\(name.replacing(/\s+/, with: "_").cut)', say."
            )
            return
        }
        guard seen.insert([list, name]).inserted || allowsTwice else {
            log.problem(
                table.place(row.number, "name"),
                "The list '\(list.cut)' has a choice '\(name.cut)' already.",
                "Give each choice of a list a name of its own, or say"
                    + " allow_choice_duplicates=yes in the settings where that is meant."
            )
            return
        }
        lists[list, default: []].append(choice(name, row, table))
    }

    private func choice(
        _ name: String,
        _ row: SheetTable.Row,
        _ table: SheetTable
    ) -> FormDefinition.Choice {
        var choice = FormDefinition.Choice(
            name: name,
            label: languages.label(row) ?? name
        )
        let translations = languages.others(row, "label")
        choice.translations = translations.isEmpty ? nil : translations
        var attributes: [String: String] = [:]
        for (header, _, spelled) in table.headers
        where !ColumnNames.choicesUnderstood.contains(header.name)
            && !ColumnNames.media.contains(header.name)
        {
            attributes[spelled] = row.text(header.name, header.language)
        }
        choice.attributes = attributes.isEmpty ? nil : attributes
        choice.mapsFrom = row.text("maps_from")?.split(separator: " ").map(String.init)
        choice.dropped = row.text("dropped").flatMap { isYes($0) ? true : nil }
        return choice
    }
}

/// Whether a cell says yes, in any of the ways that people and spreadsheets do.
func isYes(_ text: String) -> Bool {
    ["yes", "true", "true()", "y", "1", "x"].contains(text.lowercased())
}
