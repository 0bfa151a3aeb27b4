// SPDX-License-Identifier: Apache-2.0

/// A short readable identifier that people choose: a council's slug, a form's name.
///
/// Lower-case ASCII letters, digits, `-` and `_`, starting with a letter, at most 64 characters.
package struct Key<Kind>: Hashable, Sendable {
    package let text: String

    /// Nil when the text breaks the rule above.
    package init?(_ text: String) {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            text.utf8.count <= Limits.keyLengthMax, text.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        self.text = text
    }

    fileprivate init(trusted text: String) { self.text = text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension Key: CustomStringConvertible {
    package var description: String { text }
}

extension Key: Comparable {
    package static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}

extension Key: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a key")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

package enum CouncilKind {}
package enum FormKind {}

package typealias CouncilID = Key<CouncilKind>
package typealias FormID = Key<FormKind>

extension CouncilID {
    /// The name of the installation's own log; no council can have it.
    package static var network: Self { Self(trusted: "network") }
}
