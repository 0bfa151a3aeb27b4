// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A text of a form in which `${name}` stands for an answer.
package enum FormText {
    /// The names in it, in order.
    static func references(in text: String) -> [String] {
        var names: [String] = []
        _ = filled(text) { name in
            names.append(name)
            return ""
        }
        return names
    }

    /// The text with the answers in it; `$` and braces that name nothing stay as they are.
    static func filled(_ text: String, _ answer: (String) -> String) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var filled = ""
        var rest = text[...]
        while let start = rest.range(of: "${") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
            filled += rest[..<start.lowerBound]
            filled += answer(String(rest[start.upperBound..<end]).trimmed)
            rest = rest[rest.index(after: end)...]
        }
        return filled + rest
    }

    /// The text for where no answers are known: `…` stands for each.
    package static func unfilled(_ text: String) -> String {
        filled(PlainText.words(of: text)) { _ in "…" }
    }
}

extension FormItem {
    /// All that a person may read of it.
    var texts: [String] {
        textsByColumn.map(\.text)
    }

    /// The same, each with what it is called in a definition.
    var textsByColumn: [(column: String, text: String)] {
        let all = (translations ?? [:]).values
        let texts: [(String, [String?])] = [
            ("label", [label] + all.map(\.label)), ("hint", [hint] + all.map(\.hint)),
            ("guidance", [guidance] + all.map(\.guidance)),
            ("requiredMessage", [requiredMessage] + all.map(\.requiredMessage)),
            ("constraintMessage", [constraintMessage] + all.map(\.constraintMessage)),
        ]
        return texts.flatMap { column, texts in texts.compactMap { $0.map { (column, $0) } } }
    }
}
