// SPDX-License-Identifier: Apache-2.0

import FieldForms

/// Finds the cell that a problem of a compiled form is about.
struct CompilerPlaces {
    let tables: FormSheets
    /// The rows of the survey, by path.
    let rows: [String: Int]

    private static let columns: [String: String] = [
        "required": "required", "relevant": "relevant", "constraint": "constraint",
        "calculation": "calculation", "readOnly": "read_only", "initial": "default",
        "default": "default", "choiceFilter": "choice_filter", "repeatCount": "repeat_count",
        "merge": "merge", "trigger": "trigger", "seed": "parameters", "range": "parameters",
        "record": "entity_id", "createIf": "create_if", "updateIf": "update_if", "label": "label",
        "saveTo": "save_to", "list": "list_name", "hint": "hint", "guidance": "guidance_hint",
        "requiredMessage": "required_message", "constraintMessage": "constraint_message",
        "mapsFrom": "maps_from",
    ]

    /// Tells what can be used and is hardly meant, where it stands.
    func tell(_ doubt: String, to log: inout ImportLog) {
        var found = ImportLog()
        add(doubt, to: &found)
        for problem in found.problems { log.warning(problem) }
    }

    func add(_ problem: String, to log: inout ImportLog) {
        let parts = problem.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
        let said = parts.count > 1 ? parts[1] : problem
        let (message, remedy) = Self.remedy(in: sentence(said))
        let first = parts.count > 1 ? parts[0] : ""
        if first == "naming" || first == "summary" || first == "merge group" {
            let column = ["naming": "instance_name", "merge group": "merge_groups"][first] ?? first
            let row = tables.settings?.rows.first?.number
            log.problem(
                tables.settings?.place(row, column)
                    ?? SheetPlace(sheet: "settings", row: nil, column: nil),
                message,
                remedy
            )
        } else if first.hasPrefix("entity "), let table = tables.entities {
            let form = String(first.dropFirst(7))
            let row = table.rows.first { $0.text("list_name")?.lowercased() == form }
            log.problem(
                table.place(row?.number, column(of: said)),
                message,
                remedy
            )
        } else if let survey = tables.survey {
            let row = rows[first] ?? row(named: problem)
            // An expression that cannot be read was said already.
            guard !message.contains("needs an expression") || !log.hasProblem(inRow: row) else {
                return
            }
            let column = column(of: said, in: survey.rows.first { $0.number == row })
            log.problem(
                survey.place(row, column ?? (row == nil ? nil : "type")),
                row == nil ? Self.remedy(in: sentence(problem)).message : message,
                remedy
            )
        }
    }

    /// What is wrong, and what to do: that stands behind the last semicolon.
    private static func remedy(in sentence: String) -> (message: String, remedy: String) {
        guard let split = sentence.ranges(of: "; ").last,
            // One within quotes is somebody's own.
            sentence[split.upperBound...].count(where: { $0 == "'" }).isMultiple(of: 2)
        else { return (sentence, "Change it and import the form again.") }
        let remedy = sentence[split.upperBound...]
        return (
            String(sentence[..<split.lowerBound]) + ".",
            remedy.prefix(1).uppercased() + remedy.dropFirst()
        )
    }

    /// `${name}` is any row of that name.
    private func row(named text: String) -> Int? {
        guard let name = Spelling.references(in: text).first else { return nil }
        return rows.filter { $0.key == name || $0.key.hasSuffix("/" + name) }.values.min()
    }

    private func column(of message: String, in row: SheetTable.Row? = nil) -> String? {
        if message.contains("choice list") || message.contains("no table") { return "type" }
        if message.contains("used twice") { return "name" }
        let first = message.prefix { $0.isLetter }
        if let column = Self.columns[first.prefix(1).lowercased() + first.dropFirst()] {
            return column
        }
        // The message names what is missing, not who asks for it: look for the cell that does.
        guard let row, let name = Spelling.references(in: message).first else { return nil }
        return Self.columns.values.sorted().first { column in
            row.text(column).map { Spelling.references(in: $0).contains(name) } == true
        }
    }

    private func sentence(_ text: String) -> String {
        // The column is named already, in the words of the sheet.
        let first = text.prefix { $0.isLetter }
        let after = String(text.dropFirst(first.count).drop { $0 == ":" }).trimmed
        let isColumn = Self.columns[String(first)] != nil && !after.hasPrefix("is missing")
        let rest = isColumn ? after : text
        let upper = rest.prefix(1).uppercased() + rest.dropFirst()
        return upper.hasSuffix(".") || upper.hasSuffix("?") ? upper : upper + "."
    }
}
