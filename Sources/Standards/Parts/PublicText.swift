// SPDX-License-Identifier: Apache-2.0

/// A text that leaves the house: without what cannot be seen, and never a formula.
package enum PublicText {
    /// The text without controls, marks of direction and blanks at its ends; nil for nothing.
    ///
    /// Lines of a longer text stay lines.
    package static func clean(_ text: String?, keepsLines: Bool = false) -> String? {
        guard let text else { return nil }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\t" {
                kept.append(keepsLines && scalar == "\n" ? scalar : " ")
            } else if !isHidden(scalar) {
                kept.append(scalar)
            }
        }
        let words = String(kept)
        guard let first = words.firstIndex(where: { !$0.isWhitespace }),
            let last = words.lastIndex(where: { !$0.isWhitespace })
        else { return nil }
        return String(words[first...last])
    }

    /// True for what a spreadsheet would compute: these files are turned into tables by others.
    package static func isFormula(_ text: String) -> Bool {
        text.first.map { "=+-@＝＋－＠".contains($0) } ?? false
    }

    package static func isMail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && isHost(parts[1]) && isPlain(text)
    }

    package static func isAddress(_ text: String) -> Bool {
        guard let start = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else {
            return false
        }
        let host = text.dropFirst(start.count).prefix { !"/?#:".contains($0) }
        return isHost(host) && isPlain(text)
    }

    private static func isHost(_ text: some StringProtocol) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1
            && labels.allSatisfy { label in
                !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
            }
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"<>\\^`{|}".utf8.contains($0) }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            true
        default: false
        }
    }
}
