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
        text.contains("${") || text.contains(/(^|[^A-Za-z0-9_])[a-z][a-z0-9:-]*\(.*\)/)
    }
}
