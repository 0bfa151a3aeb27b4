// SPDX-License-Identifier: Apache-2.0

/// What a person types in place of an answer: a sign, or a word after a colon.
///
/// A bare word is always an answer, so that none is taken for a command, and no command for part of
/// the name of a choice. An answer that looks like a command is written after a backslash.
enum InterviewCommand: Equatable {
    case explain, back, skip, missing, list, undo, quit, clear, edit, help
    case language(String?)
    case go(String)

    init?(_ typed: String) {
        let text = typed.trimmingBlanks
        switch text {
        case "?": self = .explain
        case "<": self = .back
        case ">": self = .skip
        case "!": self = .missing
        default:
            guard text.hasPrefix(":"), let command = Self.named(text.dropFirst()) else {
                return nil
            }
            self = command
        }
    }

    private static func named(_ text: Substring) -> Self? {
        let parts = text.split(separator: " ", maxSplits: 1)
        let rest = parts.count > 1 ? String(parts[1]) : nil
        switch (parts.first?.lowercased(), rest) {
        case ("back", nil): return .back
        case ("skip", nil): return .skip
        case ("missing", nil): return .missing
        case ("list", nil): return .list
        case ("undo", nil): return .undo
        case ("quit", nil), ("q", nil): return .quit
        case ("clear", nil): return .clear
        case ("e", nil), ("edit", nil): return .edit
        case ("help", nil): return .help
        case ("lang", _): return .language(rest)
        case ("go", .some(let place)): return .go(place)
        default: return nil
        }
    }

    /// For a word that was no answer, and would be a command with a colon before it.
    static func advice(on typed: String) -> String? {
        let text = typed.trimmingBlanks
        guard named(text[...]) != nil else { return nil }
        return "If you mean the command, type :\(text)"
    }

    static let words = """
          ?        explain the question       <  or :back   go back
          >        skip it for now            !             go to what is missing
          :undo    take the last step back    :clear        take the answer away
          :list    all of the choices, or all answers so far
          :go N    go to answer N of the list :lang [NAME]  another language
          :e       write in your editor       :quit         leave; the draft is kept
        Words without a colon are always answers. An answer that looks like one of these is \
        written after a backslash: \\?
        """
}

extension String {
    var trimmingBlanks: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
