// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a person knows and their device does not: no file, message or log ever holds it.
package struct Passphrase: Sendable {
    /// UTF-8 of the text in one form (NFC), as keyboards write the same letters differently.
    package let bytes: [UInt8]

    package static let lettersMin = 12
    package static let bytesMax = 1_000

    /// Blanks around it do not count.
    package init(_ text: String) {
        let plain = text.trimmingCharacters(in: .whitespacesAndNewlines)
        bytes = Array(plain.precomposedStringWithCanonicalMapping.utf8)
    }

    /// Why it is too easy to guess, or cannot be used; nil where it is good enough.
    package var weakness: String? {
        let letters = String(decoding: bytes, as: UTF8.self)
        if bytes.count > Self.bytesMax { return "It is longer than \(Self.bytesMax) bytes." }
        if letters.count < Self.lettersMin {
            return "It has fewer than \(Self.lettersMin) letters. Four words that nobody else would"
                + " put together are easy to keep in mind."
        }
        return Set(letters.lowercased()).count < 5 ? "It repeats a few letters only." : nil
    }
}

extension Passphrase: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "(a passphrase)" }
    package var debugDescription: String { description }
}
