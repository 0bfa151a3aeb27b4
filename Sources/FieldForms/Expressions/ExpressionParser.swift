// SPDX-License-Identifier: Apache-2.0

extension Expression {
    /// Parses the XLSForm dialect; operators bind as in XPath 1.0.
    ///
    /// Bounded: 10,000 characters, 100 levels, 400 operators; one more is refused.
    ///
    /// - Throws: `ExpressionError` with the place.
    package init(parsing text: String) throws(ExpressionError) {
        self = try LocatedExpression(parsing: text).expression
    }
}

/// An expression with the places of its parts, for those who say what is wrong with them.
struct LocatedExpression {
    let expression: Expression
    /// Where each part begins; of two that are the same, the first.
    let offsets: [Expression: Int]

    init(parsing text: String) throws(ExpressionError) {
        var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(of: text))
        expression = try parser.whole()
        offsets = parser.offsets
    }
}

struct ExpressionParser {
    private static let depthMax = 100
    private static let operatorsMax = 400
    private static let levels: [[String: Expression.Operator]] = [
        ["or": .or], ["and": .and], ["=": .equal, "!=": .notEqual],
        ["<": .less, "<=": .lessOrEqual, ">": .greater, ">=": .greaterOrEqual],
        ["+": .add, "-": .subtract], ["*": .multiply, "div": .divide, "mod": .modulo],
    ]

    private let tokens: [ExpressionLexer.Located]
    private var position = 0
    private var depth = 0
    private var operators = 0
    private(set) var offsets: [Expression: Int] = [:]

    init(tokens: [ExpressionLexer.Located]) { self.tokens = tokens }

    var current: ExpressionLexer.Located { tokens[min(position, tokens.count - 1)] }

    mutating func whole() throws(ExpressionError) -> Expression {
        let expression = try level(0)
        guard current.token == .end else {
            throw error("an operator such as 'and', '+' or '=' is missing before this")
        }
        return expression
    }

    func error(_ message: String) -> ExpressionError {
        ExpressionError(message: message, offset: current.offset)
    }

    /// True where the next token is this symbol; it is passed by then.
    mutating func take(_ symbol: String) -> Bool {
        guard current.token == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    mutating func expect(_ symbol: String) throws(ExpressionError) {
        guard take(symbol) else { throw error("'\(symbol)' is missing here") }
    }

    mutating func level(_ index: Int) throws(ExpressionError) -> Expression {
        guard index < Self.levels.count else { return try unary() }
        let start = current.offset
        var left = try level(index + 1)
        while let found = operation(at: index) {
            try count()
            position += 1
            left = located(.binary(found, left, try level(index + 1)), at: start)
        }
        return left
    }

    private mutating func count() throws(ExpressionError) {
        operators += 1
        guard operators <= Self.operatorsMax else {
            throw error(
                "more than \(Self.operatorsMax) operators; use a calculation in between"
            )
        }
    }

    private mutating func located(_ expression: Expression, at offset: Int) -> Expression {
        if offsets[expression] == nil { offsets[expression] = offset }
        return expression
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
        if take("-") { return .negate(try unary()) }
        let start = current.offset
        var left = located(try primary(), at: start)
        while current.token == .symbol("|") {
            try count()
            position += 1
            left = .binary(.union, left, try primary())
        }
        return left
    }

    private mutating func primary() throws(ExpressionError) -> Expression {
        let start = current
        position += 1
        switch start.token {
        case .number(let value): return .number(value)
        case .text(let value): return .text(value)
        case .field(let name): return try path(from: .name(name))
        case .symbol("."): return try path(from: .here)
        case .symbol(".."):
            position -= 1
            return try path(from: .here, isAtStep: true)
        case .symbol("/"): return try root()
        case .symbol("("):
            let inner = try level(0)
            try expect(")")
            return inner
        case .name(let name): return try named(name, at: start.offset)
        case .end, .symbol:
            position -= 1
            throw error("a value is missing here")
        }
    }

    /// `/data/…`: the first name is that of the form, whatever it is.
    private mutating func root() throws(ExpressionError) -> Expression {
        guard case .name = current.token else { throw error("a name is missing after '/'") }
        position += 1
        return try path(from: .root)
    }

    private mutating func named(
        _ name: String,
        at offset: Int
    ) throws(ExpressionError) -> Expression {
        guard current.token == .symbol("(") else {
            position -= 1
            return try path(from: .here, isAtStep: true)
        }
        position += 1
        let arguments = try arguments()
        switch (name, arguments.first) {
        case ("current", nil): return try path(from: .current)
        case ("instance", .text(let list)) where arguments.count == 1:
            return try path(from: .list(list))
        case ("instance", _):
            throw ExpressionError(
                message: "'instance' takes the name of a list in quotes: instance('wards')",
                offset: offset
            )
        default: return try ExpressionFunction.checked(name, arguments, at: offset)
        }
    }

    private mutating func arguments() throws(ExpressionError) -> [Expression] {
        if take(")") { return [] }
        var arguments = [try level(0)]
        while take(",") { arguments.append(try level(0)) }
        try expect(")")
        return arguments
    }

    private mutating func path(
        from origin: ExpressionPath.Origin,
        isAtStep: Bool = false
    ) throws(ExpressionError) -> Expression {
        var path = ExpressionPath(origin: origin)
        if isAtStep { try step(&path) } else { path.predicates = try predicates() }
        while take("/") { try step(&path) }
        if let template = path.template { return .field(template) }
        guard path.steps.isEmpty, path.predicates.isEmpty else { return .path(path) }
        return switch origin {
        case .name(let name): .field(name)
        case .here: .current
        case .current, .root, .list: .path(path)
        }
    }

    private mutating func step(_ path: inout ExpressionPath) throws(ExpressionError) {
        switch current.token {
        case .symbol("."): position += 1
        case .symbol(".."):
            position += 1
            path.steps.append(ExpressionPath.Step(direction: .parent))
        case .name(let name):
            position += 1
            path.steps.append(
                ExpressionPath.Step(direction: .child(name), predicates: try predicates())
            )
        case .number, .field:
            throw error("'/' stands between names of a path; write 'div' to divide")
        default: throw error("the name of a field or group, or '..', is missing here")
        }
    }

    private mutating func predicates() throws(ExpressionError) -> [Expression] {
        var found: [Expression] = []
        while take("[") {
            try count()
            found.append(try level(0))
            try expect("]")
        }
        return found
    }
}
