// SPDX-License-Identifier: Apache-2.0

/// Which letters stand at one place of a pattern.
struct LetterSet: Hashable {
    enum Part: Hashable {
        case range(UInt32, UInt32)
        case digit, word, space, letter, upper, lower
        indirect case not(LetterSet)
    }

    var parts: [Part]
    var isInverted = false

    static let word = LetterSet(parts: [.word])
    /// `.`: all but the ends of lines.
    static let any = LetterSet(parts: [.range(10, 10), .range(13, 13)], isInverted: true)

    static func one(_ scalar: Unicode.Scalar) -> Self {
        LetterSet(parts: [.range(scalar.value, scalar.value)])
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        parts.contains { Self.holds($0, scalar) } != isInverted
    }

    private static func holds(_ part: Part, _ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        return switch part {
        case .range(let first, let last): first <= value && value <= last
        case .digit: (48...57).contains(value)
        case .word:
            (48...57).contains(value) || (65...90).contains(value) || (97...122).contains(value)
                || value == 95
        case .space: scalar.properties.isWhitespace
        case .letter: scalar.properties.isAlphabetic
        case .upper: scalar.properties.isUppercase
        case .lower: scalar.properties.isLowercase
        case .not(let set): !set.contains(scalar)
        }
    }
}
