// SPDX-License-Identifier: Apache-2.0

/// An expression of the XLSForm dialect, parsed once.
package indirect enum Expression: Hashable, Sendable {
    case number(Double)
    case text(String)
    /// `.`: the answer that is being checked.
    case current
    /// `${name}`
    case field(String)
    case negate(Expression)
    case binary(Operator, Expression, Expression)
    case call(String, [Expression])

    package enum Operator: String, Sendable {
        case or, and
        case equal = "=", notEqual = "!="
        case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
        case add = "+", subtract = "-", multiply = "*", divide = "div", modulo = "mod"
    }

    /// True where the value is another at another time, whatever the answers are.
    package var isOfTheMoment: Bool {
        switch self {
        case .number, .text, .current, .field: false
        case .negate(let inner): inner.isOfTheMoment
        case .binary(_, let left, let right): left.isOfTheMoment || right.isOfTheMoment
        case .call(let name, let arguments):
            ["now", "today", "once", "random", "uuid"].contains(name)
                || arguments.contains(where: \.isOfTheMoment)
        }
    }

    /// Every name in `${…}`, in order of appearance.
    package var fields: [String] {
        switch self {
        case .number, .text, .current: []
        case .field(let name): [name]
        case .negate(let inner): inner.fields
        case .binary(_, let left, let right): left.fields + right.fields
        case .call(_, let arguments): arguments.flatMap(\.fields)
        }
    }
}

/// Why a text is no expression, and where: `offset` counts characters from 0.
package struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String
    package let offset: Int

    package var description: String { "at character \(offset + 1): \(message)" }
}
