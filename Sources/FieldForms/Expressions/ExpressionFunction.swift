// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// The functions of the dialect, by the names that XLSForm gives them.
enum ExpressionFunction {
    static let argumentCounts: [String: ClosedRange<Int>] = [
        "selected": 2...2, "if": 3...3, "coalesce": 2...2, "today": 0...0, "now": 0...0,
        "not": 1...1, "true": 0...0, "false": 0...0, "count": 1...1, "sum": 1...1,
        "min": 1...20, "max": 1...20, "round": 1...2, "int": 1...1, "number": 1...1,
        "string": 1...1, "concat": 1...50, "string-length": 1...1, "regex": 2...2,
        "count-selected": 1...1, "once": 1...1, "date": 1...1, "contains": 2...2,
        "starts-with": 2...2, "decimal-date-time": 1...1, "boolean": 1...1,
        "normalize-space": 1...1, "abs": 1...1,
    ]

    static func call(
        _ name: String,
        _ arguments: [Expression],
        _ context: ExpressionContext
    ) -> ExpressionValue {
        if name == "if" {
            let branch = arguments[0].value(in: context).isTrue ? arguments[1] : arguments[2]
            return branch.value(in: context)
        }
        let values = arguments.map { $0.value(in: context) }
        return logic(name, values, context) ?? numbers(name, values) ?? texts(name, values)
            ?? .text("")
    }

    private static func logic(
        _ name: String,
        _ values: [ExpressionValue],
        _ context: ExpressionContext
    ) -> ExpressionValue? {
        switch name {
        case "true": .boolean(true)
        case "false": .boolean(false)
        case "not": .boolean(!values[0].isTrue)
        case "boolean": .boolean(values[0].isTrue)
        case "today": .date(Double(context.today.daysSince1970))
        case "now": .date(Double(context.now.milliseconds) / 86_400_000)
        case "once": context.current.isEmpty ? values[0] : context.current
        case "coalesce": values[0].isEmpty ? values[1] : values[0]
        case "date": values[0].isEmpty ? .text("") : .date(values[0].number)
        case "selected" where values[0].isBoolean:
            .boolean(Expression.areEqual(values[0], values[1]))
        case "selected":
            .boolean(values[0].string.split(separator: " ").contains { $0 == values[1].string })
        default: nil
        }
    }

    private static func numbers(_ name: String, _ values: [ExpressionValue]) -> ExpressionValue? {
        switch name {
        case "count": .number(Double(values[0].all.filter { !$0.isEmpty }.count))
        case "sum": .number(present(values[0].all).reduce(0, +))
        case "min": .number(present(values.flatMap(\.all)).min() ?? .nan)
        case "max": .number(present(values.flatMap(\.all)).max() ?? .nan)
        case "int": .number(values[0].number.rounded(.towardZero))
        case "round":
            .number(round(values[0].number, places: values.dropFirst().first?.number ?? 0))
        case "abs": .number(abs(values[0].number))
        case "number", "decimal-date-time": .number(values[0].number)
        case "count-selected": .number(Double(values[0].string.split(separator: " ").count))
        case "string-length": .number(Double(values[0].string.count))
        default: nil
        }
    }

    private static func present(_ values: [ExpressionValue]) -> [Double] {
        values.filter { !$0.isEmpty }.map(\.number)
    }

    private static func round(_ value: Double, places: Double) -> Double {
        let factor = pow(10, min(max(places.isFinite ? places.rounded() : 0, -15), 15))
        return (value * factor).rounded() / factor
    }

    private static func texts(_ name: String, _ values: [ExpressionValue]) -> ExpressionValue? {
        switch name {
        case "string": .text(values[0].string)
        case "concat": .text(values.flatMap(\.all).map(\.string).joined())
        case "contains": .boolean(values[0].string.contains(values[1].string))
        case "starts-with": .boolean(values[0].string.hasPrefix(values[1].string))
        case "normalize-space":
            .text(values[0].string.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        case "regex": .boolean(matches(values[0].string, pattern: values[1].string))
        default: nil
        }
    }

    /// Answers and patterns are bounded, so that a pattern that backtracks cannot hold a device.
    private static func matches(_ text: String, pattern: String) -> Bool {
        guard text.utf8.count <= 200, pattern.utf8.count <= 500, let regex = try? Regex(pattern)
        else { return false }
        return text.wholeMatch(of: regex) != nil
    }
}
