// SPDX-License-Identifier: Apache-2.0

/// What a person types in place of an answer.
///
/// Signs and words after a colon are understood everywhere; a bare word only where no text is
/// asked for. An answer that looks like one is written after a backslash.
enum InterviewCommand: Equatable {
    case explain, back, skip, missing, list, undo, quit, clear, edit, help
    case language(String?)
    case go(String)

    /// With `words`, a bare word is a command as well.
    init?(_ typed: String, words: Bool) {
        let text = typed.trimmingBlanks
        switch text {
        case "?": self = .explain
        case "<": self = .back
        case ">": self = .skip
        case "!": self = .missing
        default:
            guard let command = Self.named(text, words: words) else { return nil }
            self = command
        }
    }

    private static func named(_ text: String, words: Bool) -> Self? {
        guard words || text.hasPrefix(":") else { return nil }
        let parts = (text.hasPrefix(":") ? text.dropFirst() : text[...])
            .split(separator: " ", maxSplits: 1)
        let rest = parts.count > 1 ? String(parts[1]) : nil
        switch (parts.first?.lowercased(), rest) {
        case ("back", nil): return .back
        case ("skip", nil): return .skip
        case ("missing", nil): return .missing
        case ("list", nil): return .list
        case ("undo", nil): return .undo
        case ("quit", nil),
            ("q", nil) where text.hasPrefix(":"):
            return .quit
        case ("quit", nil): return .quit
        case ("clear", nil): return .clear
        case ("e", nil), ("edit", nil): return .edit
        case ("help", nil): return .help
        case ("lang", _): return .language(rest)
        case ("go", .some(let place)): return .go(place)
        default: return nil
        }
    }

    static let words = """
          ?        explain the question       <  or :back   go back
          >        skip it for now            !             go to what is missing
          :undo    take the last step back    :clear        take the answer away
          :list    all of the choices, or all answers so far
          :go N    go to answer N of the list :lang [NAME]  another language
          :e       write in your editor       :quit         leave; the draft is kept
        Where no text is asked for, the words work without the colon. An answer that looks like
        one of these is written after a backslash: \\?
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
