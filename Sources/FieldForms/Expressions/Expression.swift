// SPDX-License-Identifier: Apache-2.0

/// An expression of the XLSForm dialect, parsed once.
package indirect enum Expression: Hashable, Sendable {
    case number(Double)
    case text(String)
    /// `.`: the answer that is being checked.
    case current
    /// `${name}`; a path from the root is here without the form's own name: `/group/name`.
    case field(String)
    /// Every other way to a place of the form or to rows of a list.
    case path(ExpressionPath)
    case negate(Expression)
    case binary(Operator, Expression, Expression)
    case call(String, [Expression])

    package enum Operator: String, Sendable {
        case or, and
        case equal = "=", notEqual = "!="
        case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
        case add = "+", subtract = "-", multiply = "*", divide = "div", modulo = "mod"
        case union = "|"
    }

    /// True where the value is another at another time, whatever the answers are.
    package var isOfTheMoment: Bool {
        if case .call(let name, let arguments) = self,
            ["now", "today", "once", "random", "uuid"].contains(name)
                || (name == "randomize" && arguments.count == 1)
        {
            return true
        }
        return parts.contains(where: \.isOfTheMoment)
    }

    /// Every name in `${…}`, in order of appearance.
    package var fields: [String] {
        switch self {
        case .field(let name): [name]
        case .path(let path):
            path.name.map { [$0] + parts.flatMap(\.fields) }
                ?? parts.flatMap(\.fields)
        default: parts.flatMap(\.fields)
        }
    }

    /// The same, and every name that a path leads to, however it is written.
    package var namesOnTheWay: [String] {
        guard case .path(let path) = self else {
            return fields + parts.flatMap(\.namesOnTheWay)
        }
        let steps = path.steps.compactMap { step -> String? in
            if case .child(let name) = step.direction { name } else { nil }
        }
        return fields + steps + parts.flatMap(\.namesOnTheWay)
    }

    /// True where a product or a quotient is in it: its value is no count of what it is made of.
    package var hasProducts: Bool {
        switch self {
        case .binary(.multiply, _, _), .binary(.divide, _, _), .binary(.modulo, _, _): true
        default: parts.contains(where: \.hasProducts)
        }
    }

    /// True where the value of `.` is all that the expression looks at.
    var isAlone: Bool {
        switch self {
        case .field, .path, .call("property", _), .call("index", _), .call("pulldata", _): false
        default: parts.allSatisfy(\.isAlone)
        }
    }

    private static let ofTheWall: Set = ["format-date", "format-date-time", "date", "decimal-time"]

    /// True where it makes a date or a time of day of a moment, which is another one on another
    /// wall.
    var readsTheWall: Bool {
        if case .call(let name, _) = self, Self.ofTheWall.contains(name) { return true }
        return parts.contains(where: \.readsTheWall)
    }

    /// The expressions right below this one.
    var parts: [Expression] {
        switch self {
        case .number, .text, .current, .field: []
        case .path(let path): path.predicates + path.steps.flatMap(\.predicates)
        case .negate(let inner): [inner]
        case .binary(_, let left, let right): [left, right]
        case .call(_, let arguments): arguments
        }
    }
}

/// Why a text is no expression, and where: `offset` counts characters from 0.
package struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String
    package let offset: Int

    package var description: String { "at character \(offset + 1): \(message)" }
}
