// SPDX-License-Identifier: Apache-2.0

/// Other people's text with everything made visible that could move a terminal's cursor, change
/// its colours, turn the direction of reading, or stand in it unseen.
///
/// Joiners stay where a script or an emoji needs them; of marks heaped upon one letter only the
/// first few stay.
package func inertText(_ text: String) -> String {
    var result = ""
    var marks = 0
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
        marks = scalar.isMark ? marks + 1 : 0
        if scalar.value == 0x09 {
            result += " "
        } else if scalar.isJoiner ? previous?.takesJoiner != true : scalar.isHidden {
            result += "\u{FFFD}"
        } else if marks <= marksMax {
            result.unicodeScalars.append(scalar)
        }
        previous = scalar
    }
    return result
}

/// A JSON text in which what could do so is escaped: it says the same, and lies still.
package func inertJSON(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isHidden) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        guard scalar.isHidden else {
            result.unicodeScalars.append(scalar)
            continue
        }
        for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
    return result
}

/// More than any living language heaps upon one letter.
private let marksMax = 4

extension Unicode.Scalar {
    fileprivate var isMark: Bool {
        let category = properties.generalCategory
        return category == .nonspacingMark || category == .enclosingMark
    }

    /// The zero-width non-joiner and joiner.
    fileprivate var isJoiner: Bool { value == 0x200C || value == 0x200D }

    /// True after a letter or mark of the scripts that are written with joiners (Arabic to Sinhala,
    /// Myanmar, Khmer, Mongolian) and after an emoji.
    fileprivate var takesJoiner: Bool {
        switch value {
        case 0x0620...0x08FF, 0x0900...0x0DFF, 0x1000...0x109F, 0x1780...0x18AF: true
        case 0xFE0F, 0x1F3FB...0x1F3FF: true
        default: value > 0x2000 && properties.isEmoji
        }
    }

    fileprivate var isHidden: Bool {
        switch value {
        case 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E,
            0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
            true
        default: false
        }
    }
}
