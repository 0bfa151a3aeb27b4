// SPDX-License-Identifier: Apache-2.0

/// What word processors and spreadsheets make of what was typed.
enum Spelling {
    /// Typographic quotes become plain ones, and a space that does not break a space.
    static func expression(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        return String(
            text.map { character in
                switch character {
                case "‘", "’": "'"
                case "“", "”": "\""
                case "\u{A0}": " "
                default: character
                }
            }
        )
    }

    /// True for a default that is worked out when a record begins, rather than written down.
    static func isExpression(_ text: String) -> Bool {
        if text.contains("${") { return true }
        guard let end = text.lastIndex(of: ")") else { return false }
        var previous: Character = " "
        for character in text[..<end] {
            if character == "(", previous.isLowercase, previous.isASCII { return true }
            previous = character
        }
        return false
    }

    /// True where a `${` is never closed.
    static func hasOpenReference(_ text: String) -> Bool {
        guard text.contains("${") else { return false }
        return text.split(separator: "${", omittingEmptySubsequences: false).dropFirst()
            .contains { !$0.contains("}") }
    }

    /// The names in `${…}`, in order.
    ///
    /// Read from the left in one pass, as a pattern that goes back takes long on a hostile cell.
    static func references(in text: some StringProtocol) -> [String] {
        guard text.contains("${") else { return [] }
        return String(text).split(separator: "${", omittingEmptySubsequences: false).dropFirst()
            .compactMap { part in
                guard let end = part.firstIndex(of: "}") else { return nil }
                let name = String(part[..<end]).trimmed
                return name.isEmpty ? nil : name
            }
    }
}
