// SPDX-License-Identifier: Apache-2.0

extension Expression {
    /// Parses the XLSForm dialect; operators bind as in XPath 1.0.
    ///
    /// - Throws: `ExpressionError` with the place; a text deeper than 50 levels is refused too.
    package init(parsing text: String) throws(ExpressionError) {
        var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(of: text))
        self = try parser.whole()
    }
}

private struct ExpressionParser {
    private static let depthMax = 50
    private static let levels: [[String: Expression.Operator]] = [
        ["or": .or], ["and": .and], ["=": .equal, "!=": .notEqual],
        ["<": .less, "<=": .lessOrEqual, ">": .greater, ">=": .greaterOrEqual],
        ["+": .add, "-": .subtract], ["*": .multiply, "div": .divide, "mod": .modulo],
    ]

    private let tokens: [ExpressionLexer.Located]
    private var position = 0
    private var depth = 0

    init(tokens: [ExpressionLexer.Located]) { self.tokens = tokens }

    private var current: ExpressionLexer.Located { tokens[min(position, tokens.count - 1)] }

    mutating func whole() throws(ExpressionError) -> Expression {
        let expression = try level(0)
        guard current.token == .end else {
            throw error("an operator such as 'and', '+' or '=' is missing before this")
        }
        return expression
    }

    private func error(_ message: String) -> ExpressionError {
        ExpressionError(message: message, offset: current.offset)
    }

    private mutating func level(_ index: Int) throws(ExpressionError) -> Expression {
        guard index < Self.levels.count else { return try unary() }
        var left = try level(index + 1)
        while let found = operation(at: index) {
            position += 1
            left = .binary(found, left, try level(index + 1))
        }
        return left
    }

    private func operation(at level: Int) -> Expression.Operator? {
        switch current.token {
        case .symbol(let text), .name(let text): Self.levels[level][text]
        default: nil
        }
    }

    private mutating func unary() throws(ExpressionError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else {
            throw error("nested too deeply; use a calculation in between")
        }
        if current.token == .symbol("-") {
            position += 1
            return .negate(try unary())
        }
        return try primary()
    }

    private mutating func primary() throws(ExpressionError) -> Expression {
        let start = current
        position += 1
        switch start.token {
        case .number(let value): return .number(value)
        case .text(let value): return .text(value)
        case .field(let name): return .field(name)
        case .symbol("."): return .current
        case .symbol("("):
            let inner = try level(0)
            try expect(")")
            return inner
        case .name(let name):
            guard current.token == .symbol("(") else {
                position -= 1
                throw error("'\(name)' is no value: a field is ${\(name)}, a text is '\(name)'")
            }
            position += 1
            return try checked(name, try arguments(), at: start.offset)
        case .end, .symbol:
            position -= 1
            throw error("a value is missing here")
        }
    }

    private mutating func expect(_ symbol: String) throws(ExpressionError) {
        guard current.token == .symbol(symbol) else { throw error("'\(symbol)' is missing here") }
        position += 1
    }

    private mutating func arguments() throws(ExpressionError) -> [Expression] {
        if current.token == .symbol(")") {
            position += 1
            return []
        }
        var arguments = [try level(0)]
        while current.token == .symbol(",") {
            position += 1
            arguments.append(try level(0))
        }
        try expect(")")
        return arguments
    }

    private func checked(
        _ name: String,
        _ arguments: [Expression],
        at offset: Int
    ) throws(ExpressionError) -> Expression {
        guard let counts = ExpressionFunction.argumentCounts[name] else {
            throw ExpressionError(message: "there is no function '\(name)'", offset: offset)
        }
        guard counts.contains(arguments.count) else {
            throw ExpressionError(
                message: "'\(name)' does not take \(arguments.count) values",
                offset: offset
            )
        }
        if name == "regex", case .text(let pattern) = arguments[1],
            (try? Regex(pattern)) == nil || pattern.utf8.count > 500
        {
            throw ExpressionError(message: "'\(pattern)' is no pattern", offset: offset)
        }
        return .call(name, arguments)
    }
}
