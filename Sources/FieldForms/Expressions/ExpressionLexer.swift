// SPDX-License-Identifier: Apache-2.0

/// Cuts the text of an expression into tokens.
struct ExpressionLexer {
    enum Token: Hashable {
        case number(Double), text(String), field(String), name(String), symbol(String), end
    }

    struct Located: Hashable {
        let token: Token
        let offset: Int
    }

    static let lengthMax = 10_000
    private static let pairs: Set<String> = ["<=", ">=", "!=", "..", "//"]
    /// Word processors turn plain quotes into these.
    private static let quotes: [Character: Set<Character>] = [
        "'": ["'"], "\"": ["\""], "\u{201C}": ["\u{201D}", "\u{201C}"],
        "\u{201D}": ["\u{201D}"], "\u{2018}": ["\u{2019}", "\u{2018}"], "\u{2019}": ["\u{2019}"],
    ]

    private let characters: [Character]
    private var position = 0

    static func tokens(of text: String) throws(ExpressionError) -> [Located] {
        guard text.utf8.count <= lengthMax else {
            throw ExpressionError(
                message: "longer than \(lengthMax) characters; use a calculation in between",
                offset: 0
            )
        }
        var lexer = Self(characters: Array(text))
        var tokens: [Located] = []
        while true {
            let next = try lexer.next()
            tokens.append(next)
            if next.token == .end { return tokens }
        }
    }

    private init(characters: [Character]) { self.characters = characters }

    private mutating func next() throws(ExpressionError) -> Located {
        while let character = peek, character.isWhitespace { position += 1 }
        let start = position
        guard let character = peek else { return Located(token: .end, offset: start) }
        position += 1
        if let closing = Self.quotes[character] {
            return Located(token: .text(try quoted(until: closing)), offset: start)
        }
        if character == "$" { return Located(token: .field(try reference()), offset: start) }
        if let second = peek, Self.pairs.contains(String([character, second])) {
            position += 1
            return Located(token: .symbol(String([character, second])), offset: start)
        }
        if let message = foreign(character) {
            throw ExpressionError(message: message, offset: start)
        }
        if "(),+-*=<>/[]|".contains(character) || (character == "." && peek?.isNumber != true) {
            return Located(token: .symbol(String(character)), offset: start)
        }
        return try word(from: start)
    }

    /// What other languages write, and what is written here.
    private func foreign(_ character: Character) -> String? {
        switch (character, peek) {
        case ("=", "="): "'==' is no operator; write '='"
        case ("&", "&"): "'&&' is no operator; write 'and'"
        case ("&", _): "'&' is no operator; write 'and', or concat(…) for texts"
        case ("|", "|"): "'||' is no operator; write 'or'"
        case ("<", ">"): "'<>' is no operator; write '!='"
        case ("%", _): "'%' is no operator; write 'mod'"
        case ("!", _): "'!' must be followed by '='; write not(…) for what is not so"
        default: nil
        }
    }

    private var peek: Character? { position < characters.count ? characters[position] : nil }

    private mutating func quoted(
        until closing: Set<Character>
    ) throws(ExpressionError) -> String {
        let start = position
        while let character = peek {
            position += 1
            if closing.contains(character) { return String(characters[start..<position - 1]) }
        }
        throw ExpressionError(message: "the quote is never closed", offset: start - 1)
    }

    private mutating func reference() throws(ExpressionError) -> String {
        let start = position - 1
        guard peek == "{", let end = characters[position...].firstIndex(of: "}"),
            case let name = String(characters[position + 1..<end]).trimmed, !name.isEmpty
        else { throw ExpressionError(message: "a field is written ${name}", offset: start) }
        position = end + 1
        return name
    }

    private mutating func word(from start: Int) throws(ExpressionError) -> Located {
        position = start
        while let character = peek,
            character.isASCII,
            character.isLetter || character.isNumber || "._-:".contains(character)
        {
            position += 1
        }
        let text = String(characters[start..<position])
        guard let first = text.first else {
            throw ExpressionError(
                message: "'\(characters[start])' has no meaning here",
                offset: start
            )
        }
        guard first.isNumber || first == "." else {
            return Located(token: .name(text), offset: start)
        }
        // `5-3` is a subtraction, though a name may hold a dash.
        let digits = text.prefix { $0.isNumber || $0 == "." }
        position = start + digits.count
        guard let value = Double(String(digits)), value.isFinite else {
            throw ExpressionError(message: "'\(digits)' is not a number", offset: start)
        }
        return Located(token: .number(value), offset: start)
    }
}

extension String {
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
