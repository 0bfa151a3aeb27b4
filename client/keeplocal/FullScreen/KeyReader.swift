// SPDX-License-Identifier: Apache-2.0

import CNcurses
import Screens

/// Makes keys of what ncurses reads; a paste becomes one key, so that no line end in it acts.
struct KeyReader {
    private var pasted: String?
    private static let pastedMax = 200_000

    /// All that waits, without waiting for more.
    mutating func read() -> [KeyPress] {
        var keys: [KeyPress] = []
        var code: wint_t = 0
        while true {
            switch keeplocal_screen_key(&code) {
            case OK: character(code, into: &keys)
            case KEY_CODE_YES: named(Int32(bitPattern: code), into: &keys)
            default: return keys
            }
        }
    }

    private mutating func character(_ code: wint_t, into keys: inout [KeyPress]) {
        guard let scalar = Unicode.Scalar(code) else { return }
        if let text = pasted {
            guard text.utf8.count < Self.pastedMax else { return }
            pasted = text + (scalar == "\r" ? "\n" : String(scalar))
            return
        }
        switch code {
        case 10, 13: keys.append(.enter)
        case 9: keys.append(.tab)
        case 27: keys.append(.escape)
        case 8, 127: keys.append(.backspace)
        case 31: keys.append(.control("_"))
        case 1...26:
            guard let letter = Unicode.Scalar(code + 96) else { return }
            keys.append(.control(Character(letter)))
        case 0..<32: return
        default: join(scalar, to: &keys)
        }
    }

    /// A mark belongs to the letter that was typed before it.
    private func join(_ scalar: Unicode.Scalar, to keys: inout [KeyPress]) {
        if case .character(let former)? = keys.last {
            let joined = String(former) + String(scalar)
            if joined.count == 1, let character = joined.first {
                keys[keys.count - 1] = .character(character)
                return
            }
        }
        keys.append(.character(Character(scalar)))
    }

    private mutating func named(_ code: Int32, into keys: inout [KeyPress]) {
        if code == keeplocal_key_paste_start {
            pasted = ""
        } else if code == keeplocal_key_paste_end {
            pasted.map { keys.append(.pasting($0)) }
            pasted = nil
        } else if pasted != nil {
            // A sequence that was pasted is no key.
            return
        } else if let key = Self.names[code] {
            keys.append(key)
        } else if (1...12).contains(code - keeplocal_key_function) {
            keys.append(.function(Int(code - keeplocal_key_function)))
        }
    }

    private static let names: [Int32: KeyPress] = [
        keeplocal_key_up: .up, keeplocal_key_down: .down,
        keeplocal_key_left: .left, keeplocal_key_right: .right,
        keeplocal_key_page_up: .pageUp, keeplocal_key_page_down: .pageDown,
        keeplocal_key_home: .home, keeplocal_key_end: .end,
        keeplocal_key_enter: .enter, keeplocal_key_backspace: .backspace,
        keeplocal_key_delete: .delete, keeplocal_key_back_tab: .backTab,
    ]
}
