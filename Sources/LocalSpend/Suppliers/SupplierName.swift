// SPDX-License-Identifier: Apache-2.0

/// A supplier as a ledger names it.
package struct SupplierName: Hashable, Sendable {
    package let text: String
    /// The same for the spellings of one name: `The Mill Ltd.` and `THE MILL LIMITED`.
    package let key: String

    package init(_ text: String) {
        self.text = text
        var words: [String] = []
        var word = ""
        for scalar in text.uppercased().unicodeScalars {
            switch scalar {
            case "'", "’", ".": break
            case "&":
                words += [word, "AND"]
                word = ""
            case "A"..."Z", "0"..."9": word.unicodeScalars.append(scalar)
            case _ where scalar.value > 127 && scalar.properties.isAlphabetic:
                word.unicodeScalars.append(scalar)
            default:
                words.append(word)
                word = ""
            }
        }
        words.append(word)
        key = words.filter { !$0.isEmpty }.map { Self.short[$0] ?? $0 }.joined(separator: " ")
    }

    /// True for a person whose name the council may not publish.
    ///
    /// All of them together are no supplier: they count as unknown, and are shown apart.
    package var isRedacted: Bool {
        let marks = ["REDACTED", "NAME WITHHELD", "WITHHELD", "PERSONAL DATA", "CONFIDENTIAL"]
        return key.isEmpty || marks.contains { key == $0 || key.hasPrefix($0 + " ") }
            || key.hasSuffix(" REDACTED") || key.allSatisfy { $0 == "X" || $0 == " " }
    }

    private static let short = ["LIMITED": "LTD", "COMPANY": "CO"]
}
