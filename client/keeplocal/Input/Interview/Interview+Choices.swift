// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

extension Interview {
    /// Longer lists are not shown as a whole: part of a label finds what fits.
    static let choicesShownMax = 12

    /// Choices with the numbers that they have in the whole list.
    func choiceLines(_ shown: [FormDefinition.Choice], at path: FieldPath) -> [String] {
        let numbers = ChoiceNumbers(capture.filling.choices(at: path))
        return shown.map { choice in
            let number = numbers.number(of: choice)
            return "  \(number.padded(max(3, number.count + 1)))\(inert(capture.label(of: choice)))"
        }
    }

    /// The one choice that a number, a name, a label or part of one means.
    func choice(_ typed: String, at path: FieldPath) throws -> FormDefinition.Choice {
        let text = typed.trimmingBlanks
        let all = capture.filling.choices(at: path)
        let named = all.first { $0.name == text }
        let numbered = ChoiceNumbers(all).choice(text)
        let isShort = all.count <= Self.choicesShownMax
        if let numbered, isShort || listed == path {
            // What stands on the screen is meant, though the form has another choice of that name.
            if !isShort || named != nil && named != numbered { told(numbered) }
            return numbered
        }
        if let named { return named }
        let found = capture.choices(at: path, matching: text)
        // A number of a line that nobody saw is meant only where no label has it.
        if found.count <= 1, let meant = found.first ?? numbered {
            told(meant)
            return meant
        }
        throw FieldProblem(path.text, .fieldChoice, words(for: text, found, all))
    }

    /// As part of a name, or a number, may have meant something else.
    private func told(_ choice: FormDefinition.Choice) { tell("= \(capture.label(of: choice))") }

    /// Several, with commas or blanks between, in the order that they were typed.
    func chosen(_ typed: String, at path: FieldPath) throws -> [FormDefinition.Choice] {
        if !typed.contains(","), let one = try? choice(typed, at: path) { return [one] }
        let separator: Character = typed.contains(",") ? "," : " "
        let parts = typed.split(separator: separator).map { String($0).trimmingBlanks }
        return try parts.filter { !$0.isEmpty }.map { try choice($0, at: path) }
    }

    private func words(
        for text: String,
        _ found: [FormDefinition.Choice],
        _ all: [FormDefinition.Choice]
    ) -> String {
        guard !all.isEmpty else {
            return "None can be chosen as things are: what is offered depends on earlier answers"
                + " (< goes back), or on records that come with: keeplocal sync. > goes past it."
        }
        let named = { (choices: [FormDefinition.Choice]) in
            let names = choices.prefix(Self.choicesShownMax)
                .map { "\(capture.label(of: $0)) [\($0.name)]" }
            let rest = choices.count - names.count
            return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
        }
        return found.isEmpty
            ? "'\(text.prefix(50))' is none of the choices: \(named(all))."
            : "'\(text.prefix(50))' may be any of \(named(found)). Type more of it."
    }
}
