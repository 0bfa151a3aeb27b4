// SPDX-License-Identifier: Apache-2.0

/// A postcode of the United Kingdom, or its first half: `BD1 1HX`, `BD1`.
package struct Postcode: Hashable, Sendable {
    /// In capitals, with one blank before the last three letters of a whole one.
    package let text: String

    /// Nil for what is none.
    package init?(_ text: String) {
        let letters = text.utf8.filter { $0 != 32 && $0 != 9 }.map { byte in
            (97...122).contains(byte) ? byte - 32 : byte
        }
        guard letters.count <= 7 else { return nil }
        let (first, last) = (letters.dropLast(3), letters.suffix(3))
        if Self.isDistrict(first), Self.isDigit(last[last.startIndex]),
            last.dropFirst().allSatisfy(Self.isLetter)
        {
            self.text = String(decoding: first + [32] + last, as: UTF8.self)
        } else if Self.isDistrict(letters[...]) {
            self.text = String(decoding: letters, as: UTF8.self)
        } else {
            return nil
        }
    }

    /// One or two letters, a digit, and perhaps a digit or a letter.
    private static func isDistrict(_ bytes: ArraySlice<UInt8>) -> Bool {
        let area = bytes.prefix(while: isLetter).count
        let rest = bytes.dropFirst(area)
        guard (1...2).contains(area), let first = rest.first, isDigit(first) else { return false }
        return rest.count == 1
            || rest.count == 2 && rest.dropFirst().allSatisfy { isDigit($0) || isLetter($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) }

    /// `BD1` of `BD1 1HX`.
    package var district: String { String(text.prefix { $0 != " " }) }
    /// `BD` of `BD1 1HX`.
    package var area: String { String(text.prefix { $0.isLetter }) }
}

/// Parts of the country by their postcodes: areas such as `BD`, districts such as `LS29`, whole
/// sectors such as `LS29 7`.
package struct PostcodeArea: Hashable, Sendable {
    let parts: Set<String>

    package var isEmpty: Bool { parts.isEmpty }
    package var text: String { parts.sorted().joined(separator: ", ") }

    /// - Throws: `SpendError` for a part that is no start of a postcode.
    package init(_ list: String) throws {
        parts = Set(
            try list.split(separator: ",").map { part in
                let text = part.uppercased().split(separator: " ").joined(separator: " ")
                guard text.wholeMatch(of: #/[A-Z]{1,2}([0-9][A-Z0-9]?( [0-9])?)?/#) != nil else {
                    throw SpendError(
                        "",
                        "'\(text.prefix(20))' is no start of a postcode. Write such as BD, LS29 or"
                            + " LS29 7, with commas between."
                    )
                }
                return text
            }
        )
    }

    package func contains(_ postcode: Postcode) -> Bool {
        parts.contains(postcode.area) || parts.contains(postcode.district)
            || postcode.text.contains(" ") && parts.contains(String(postcode.text.dropLast(2)))
    }
}
