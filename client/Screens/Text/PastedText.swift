// SPDX-License-Identifier: Apache-2.0

extension KeyPress {
    /// A paste without what is no text: signs that control a terminal, such as those that colour
    /// what was copied from one.
    package static func pasting(_ text: String) -> KeyPress {
        var kept = String.UnicodeScalarView()
        var rest = text.replacing("\r\n", with: "\n").unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar.value {
            case 0x0A, 0x09: kept.append(scalar)
            case 0x0D: kept.append("\n")
            case 0x1B: rest = rest.afterSequence
            case 0x9B: rest = rest.afterParameters
            case 0x00..<0x20, 0x7F..<0xA0: continue
            default: kept.append(scalar)
            }
        }
        return .paste(String(kept))
    }
}

extension Substring.UnicodeScalarView {
    /// What follows the sequence that an escape has begun (ECMA-48).
    fileprivate var afterSequence: Self {
        guard let kind = first else { return self }
        switch kind {
        case "[": return dropFirst().afterParameters
        case "]":
            // A title or a link, up to its end.
            let end = firstIndex { $0.value == 0x07 || $0.value == 0x1B || $0 == "\n" }
            guard let end else { return suffix(0) }
            let isEscape = self[end].value == 0x1B
            return self[end...].dropFirst(self[end] == "\n" ? 0 : isEscape ? 2 : 1)
        case " "..."/": return dropFirst(2)
        case "0"..."~": return dropFirst()
        default: return self
        }
    }

    /// What follows the numbers and the letter of a control sequence.
    fileprivate var afterParameters: Self {
        drop { (0x20...0x3F).contains($0.value) }.dropFirst()
    }
}
