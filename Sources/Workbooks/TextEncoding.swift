// SPDX-License-Identifier: Apache-2.0

/// In what letters a file of text is written.
package enum TextEncoding: String, Codable, Sendable {
    case utf8 = "UTF-8"
    case utf16Little = "UTF-16LE"
    case utf16Big = "UTF-16BE"
    /// What Excel on Windows writes by itself.
    case windows1252 = "Windows-1252"
}

/// Finds the letters of a whole file: by its mark, else UTF-8 where every byte is that, else
/// Windows-1252.
package struct TextEncodingSurvey {
    private var head: [UInt8] = []
    private var rest = 0
    private var (lowest, highest): (UInt8, UInt8) = (0x80, 0xBF)
    private var isUTF8 = true

    package init() {}

    package mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if head.count < 4 { head.append(byte) }
            if isUTF8, rest > 0 || byte >= 0x80 { take(byte) }
        }
    }

    /// The table of well-formed sequences of the Unicode Standard, chapter 3.
    private mutating func take(_ byte: UInt8) {
        if rest > 0 {
            isUTF8 = (lowest...highest).contains(byte)
            (rest, lowest, highest) = (rest - 1, 0x80, 0xBF)
            return
        }
        switch byte {
        case 0xC2...0xDF: rest = 1
        case 0xE0...0xEF:
            rest = 2
            if byte == 0xE0 { lowest = 0xA0 }
            if byte == 0xED { highest = 0x9F }
        case 0xF0...0xF4:
            rest = 3
            if byte == 0xF0 { lowest = 0x90 }
            if byte == 0xF4 { highest = 0x8F }
        default: isUTF8 = false
        }
    }

    package var encoding: TextEncoding {
        if head.starts(with: [0xFF, 0xFE]) { return .utf16Little }
        if head.starts(with: [0xFE, 0xFF]) { return .utf16Big }
        return isUTF8 && rest == 0 ? .utf8 : .windows1252
    }
}
