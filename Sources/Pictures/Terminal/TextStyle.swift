// SPDX-License-Identifier: Apache-2.0

/// The width and the signs that a terminal has.
package struct TextStyle: Hashable, Sendable {
    package let width: Int
    /// False where the locale is not UTF-8.
    package let isUnicode: Bool

    package init(width: Int = 80, isUnicode: Bool = true) {
        (self.width, self.isUnicode) = (max(20, width), isUnicode)
    }

    var markers: [String] { isUnicode ? ["●", "▲", "■", "◆"] : ["o", "x", "+", "*"] }
    var fills: [String] {
        isUnicode ? ["█", "▒", "░", "▓", "▚", "▞"] : ["#", "=", "-", "+", ":", "."]
    }
    /// From little to much, for tiles.
    var shades: [String] { isUnicode ? ["░", "▒", "▓", "█"] : [".", "-", "+", "#"] }
    var axis: String { isUnicode ? "│" : "|" }
    var rule: String { isUnicode ? "─" : "-" }
    var corner: String { isUnicode ? "└" : "+" }
    var breakMark: String { isUnicode ? "╎" : ":" }
    var steps: [String] {
        isUnicode
            ? ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] : [".", ".", ":", ":", "+", "+", "#", "#"]
    }
    var target: String { isUnicode ? "┄" : "." }

    /// A bar to an eighth of a column, or to a whole one.
    func bar(_ size: Double, of top: Double, columns: Int) -> String {
        let share = min(1, max(0, size / top))
        guard isUnicode else {
            return String(repeating: "#", count: Int((share * Double(columns)).rounded()))
        }
        let eighths = Int((share * Double(columns) * 8).rounded())
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + rest
    }

    /// Texts as the terminal can show them.
    func plain(_ text: String) -> String {
        guard !isUnicode else { return text }
        return text.replacing("–", with: "-").replacing("£", with: "GBP ").unicodeScalars
            .map { $0.isASCII ? String($0) : "?" }.joined()
    }
}

extension String {
    func padded(_ length: Int) -> String {
        self + String(repeating: " ", count: max(0, length - count))
    }

    func leading(_ length: Int) -> String {
        String(repeating: " ", count: max(0, length - count)) + self
    }

    func cut(_ length: Int) -> String {
        count <= length ? self : String(prefix(max(0, length - 1))) + "~"
    }

    /// Lines of at most so many characters, broken between words where there are some.
    func wrapped(_ length: Int) -> [String] {
        var lines = [""]
        for word in split(separator: " ") {
            var rest = Substring(word)
            if let last = lines.last, !last.isEmpty, last.count + 1 + rest.count <= length {
                lines[lines.count - 1] = last + " " + rest
                continue
            }
            if lines.last?.isEmpty == false { lines.append("") }
            while rest.count > length {
                lines[lines.count - 1] = String(rest.prefix(length))
                lines.append("")
                rest = rest.dropFirst(length)
            }
            lines[lines.count - 1] = String(rest)
        }
        return lines
    }

    var withoutTrailingBlanks: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
