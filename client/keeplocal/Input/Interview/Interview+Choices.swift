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
        if let numbered = ChoiceNumbers(all).choice(text) {
            // What stands on the screen is meant, though the form has another choice of that name.
            if let named, named != numbered { tell("= \(capture.label(of: numbered))") }
            return numbered
        }
        if let named { return named }
        let found = capture.choices(at: path, matching: text)
        if found.count == 1 {
            // Told, as part of a name may have meant something else.
            tell("= \(capture.label(of: found[0]))")
            return found[0]
        }
        throw FieldProblem(path.text, .fieldChoice, words(for: text, found, all))
    }

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
