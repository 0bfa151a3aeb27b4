// SPDX-License-Identifier: Apache-2.0

/// Whether bytes are well-formed UTF-8, by the table of the Unicode Standard, chapter 3.
struct UTF8Check {
    private var rest = 0
    private var (lowest, highest): (UInt8, UInt8) = (0x80, 0xBF)
    private var isWellFormed = true
    /// False for letters of ASCII alone, which every encoding here has in the same places.
    private(set) var hasOthers = false

    /// True where no sequence is broken, and none is open.
    var isWhole: Bool { isWellFormed && rest == 0 }

    mutating func take(_ byte: UInt8) {
        guard byte >= 0x80 || rest > 0 else { return }
        if byte >= 0x80 { hasOthers = true }
        if isWellFormed { follow(byte) }
    }

    private mutating func follow(_ byte: UInt8) {
        if rest > 0 {
            isWellFormed = (lowest...highest).contains(byte)
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
        default: isWellFormed = false
        }
    }
}
