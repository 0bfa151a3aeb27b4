// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

extension Interview {
    /// Longer lists are not shown as a whole: part of a label finds what fits.
    static let choicesShownMax = 12

    /// Choices with the numbers that they have in the whole list.
    func choiceLines(_ shown: [FormDefinition.Choice], at path: FieldPath) -> [String] {
        let numbers = Dictionary(
            capture.filling.choices(at: path).enumerated().map { ($1.name, $0 + 1) },
            uniquingKeysWith: { first, _ in first }
        )
        return shown.map { choice in
            let number = numbers[choice.name].map(String.init) ?? ""
            return "  \(number.padded(3))\(inert(capture.label(of: choice)))"
        }
    }

    /// The one choice that a number, a name, a label or part of one means.
    func choice(_ typed: String, at path: FieldPath) throws -> FormDefinition.Choice {
        let text = typed.trimmingBlanks
        let all = capture.filling.choices(at: path)
        if let exact = all.first(where: { $0.name == text }) { return exact }
        if let number = Int(text), all.indices.contains(number - 1) { return all[number - 1] }
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
