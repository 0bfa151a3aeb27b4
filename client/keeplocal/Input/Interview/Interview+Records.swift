// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Questions that take the name of a record, or other words where nobody is recorded under them.
extension Interview {
    /// The record that is meant, by its number, its name or the end of its identifier.
    ///
    /// Other words stay, and so do words in quotes.
    func named(_ typed: String, _ field: FormField, at path: FieldPath) throws -> String {
        let text = typed.trimmingBlanks
        if let words = text.unquoted { return words }
        let offered = capture.filling.choices(at: path)
        let found = capture.choices(at: path, matching: text)
        let called = field.item.suggestsRecordsOf.map {
            capture.filling.surroundings.records($0).called(text)
        }
        if found.count == 1, called?.count == 1 { return meant(found[0]) }
        if called?.isEmpty != false, let number = Int(text), offered.indices.contains(number - 1) {
            return meant(offered[number - 1])
        }
        guard found.isEmpty else {
            throw FieldProblem(path.text, .fieldChoice, question(text, found, offered))
        }
        if RecordID(text) == nil { tell("Nobody here is recorded as that: kept as words.") }
        return text
    }

    /// Told, as a number or the end of an identifier may have meant something else.
    private func meant(_ choice: FormDefinition.Choice) -> String {
        tell("= \(capture.label(of: choice))")
        return choice.name
    }

    private func question(
        _ text: String,
        _ found: [FormDefinition.Choice],
        _ offered: [FormDefinition.Choice]
    ) -> String {
        let shown = found.prefix(Self.choicesShownMax).map { choice in
            let number = offered.firstIndex { $0.name == choice.name }.map { "\($0 + 1) " } ?? ""
            return number + capture.label(of: choice)
        }
        let rest = found.count - shown.count
        return "Do you mean \(shown.joined(separator: ", "))\(rest > 0 ? " and \(rest) more" : "")?"
            + " Type the number, or more of the name; \"\(text)\" with the quotes stays as it is."
    }
}

extension String {
    /// What stands between quotes; nil without them.
    var unquoted: String? {
        guard count > 2, first == "\"", last == "\"" else { return nil }
        return String(dropFirst().dropLast())
    }
}
