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
        key.isEmpty || Self.marks.contains(key) || key.split(separator: " ").contains("REDACTED")
            || key.allSatisfy { $0 == "X" || $0 == " " }
    }

    /// True for a name that begins as a withheld one does, and has more words.
    ///
    /// "Confidential Shredding Ltd" may be a firm: it counts as withheld until somebody has said
    /// what it is.
    package var mayBeRedacted: Bool { Self.marks.contains { key.hasPrefix($0 + " ") } }

    private static let marks = ["NAME WITHHELD", "WITHHELD", "PERSONAL DATA", "CONFIDENTIAL"]
    private static let short = ["LIMITED": "LTD", "COMPANY": "CO"]
}
