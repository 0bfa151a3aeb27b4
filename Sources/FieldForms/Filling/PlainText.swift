// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The words of a text that is written with the marks of Markdown, as forms for telephones are.
///
/// Heads lose their `#`, strong and stressed words their stars, and of a link the words stay with
/// its address behind them. Stars with spaces around them, or within a word, are what they are.
enum PlainText {
    /// Longer texts are left as they are: nobody reads them in one go.
    private static let lengthMax = 4_000

    static func words(of text: String) -> String {
        guard !isPlain(text), text.utf8.count <= lengthMax else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            unmarked(unmarked(unlinked(headless(line)), "**"), "*")
        }.joined(separator: "\n")
    }

    static func isPlain(_ text: String) -> Bool {
        !text.utf8.contains { byte in
            byte == UInt8(ascii: "*") || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "[")
        }
    }

    private static func headless(_ line: Substring) -> Substring {
        let rest = line.drop { $0 == "#" }
        guard (1...6).contains(line.count - rest.count), rest.first == " " else { return line }
        return rest.drop { $0 == " " }
    }

    private static func unlinked(_ line: Substring) -> String {
        var plain = ""
        var rest = line
        while let start = rest.firstIndex(of: "[") {
            plain += rest[..<start]
            let after = rest[rest.index(after: start)...]
            guard let end = after.firstIndex(of: "]"), let middle = after.range(of: "]("),
                middle.lowerBound == end,
                let close = after[middle.upperBound...].firstIndex(of: ")")
            else {
                plain += "["
                rest = after
                continue
            }
            plain += "\(after[..<end]) (\(after[middle.upperBound..<close]))"
            rest = after[after.index(after: close)...]
        }
        return plain + rest
    }

    private static func unmarked(_ text: String, _ mark: String) -> String {
        let parts = text.components(separatedBy: mark)
        var plain = parts[0]
        var index = 1
        while index < parts.count {
            let inner = parts[index]
            let isWithinWord = plain.last.map { $0.isLetter || $0.isNumber } == true
            let isMarked =
                index + 1 < parts.count && inner.first?.isWhitespace == false
                && inner.last?.isWhitespace == false && !isWithinWord
            plain += isMarked ? inner + parts[index + 1] : mark + inner
            index += isMarked ? 2 : 1
        }
        return plain
    }
}
