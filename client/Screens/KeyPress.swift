// SPDX-License-Identifier: Apache-2.0

/// One press of a key, or what was pasted at once.
package enum KeyPress: Hashable, Sendable {
    case character(Character)
    /// With Ctrl held: a small letter.
    case control(Character)
    case enter, escape, tab, backTab, backspace, delete
    case up, down, left, right, pageUp, pageDown, home, end
    case function(Int)
    case paste(String)

    /// Text that the key brings into a field; nil for a key that does something else.
    package var text: String? {
        switch self {
        case .character(let character): String(character)
        case .paste(let text): text
        default: nil
        }
    }
}

/// A key and what it does, for the foot of a screen.
package struct KeyHint: Hashable, Sendable {
    package let key: String
    package let deed: String

    package init(_ key: String, _ deed: String) { (self.key, self.deed) = (key, deed) }
}
