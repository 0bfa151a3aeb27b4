// SPDX-License-Identifier: Apache-2.0

/// A number as people type it: `1200.5`, or `1,200.5` with commas between its thousands.
enum TypedNumber {
    /// The same without commas, where they stand between groups of three digits, and with a digit
    /// on both sides of its point; else as it is.
    static func plain(_ text: String) -> String {
        guard text.contains(",") else { return pointed(text) }
        let sign = text.hasPrefix("-") ? "-" : ""
        let parts = text.dropFirst(sign.count)
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = digits(parts[0]) else { return text }
        return sign + ([whole] + parts.dropFirst().map(String.init)).joined(separator: ".")
    }

    /// `0.5` for `.5`, and `5` for `5.`.
    private static func pointed(_ text: String) -> String {
        let sign = text.hasPrefix("-") ? "-" : ""
        let rest = text.dropFirst(sign.count)
        guard rest.count > 1, rest.filter(isDigit).count == rest.count - 1 else { return text }
        if rest.first == "." { return sign + "0" + rest }
        return rest.last == "." ? sign + rest.dropLast() : text
    }

    /// The digits of a whole number, with commas between all groups of three or with none.
    static func digits(_ text: Substring) -> String? {
        let groups = text.split(separator: ",", omittingEmptySubsequences: false)
        guard groups.allSatisfy({ $0.allSatisfy(isDigit) }), let first = groups.first,
            groups.count == 1 || (1...3).contains(first.count),
            groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        return groups.joined()
    }

    /// What to write in place of a number that cannot be read; nil where nobody can guess.
    static func hint(for text: String, isWhole: Bool) -> String? {
        if isWhole, Double(plain(text)) != nil {
            if text.contains(".") { return "Write it without what follows the point." }
            return text.allSatisfy { isDigit($0) || "-,".contains($0) }
                ? "It is larger than any that can be kept." : "Write it in digits alone."
        }
        let digits = text.filter { isDigit($0) }
        guard !digits.isEmpty, text.contains(",") else { return nil }
        let pointed = text.replacing(",", with: ".")
        if text.count(where: { $0 == "," }) == 1, !isWhole, !text.contains("."),
            Double(pointed) != nil
        {
            return "Before what is less than one stands a point: \(pointed.prefix(20))."
        }
        return "Commas stand between thousands only: 1,200 or 1200."
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
