// SPDX-License-Identifier: Apache-2.0

import Foundation

extension ExpressionFunction {
    static func numbers(_ name: String, _ values: [ExpressionValue]) -> ExpressionValue {
        switch name {
        case "count-selected": return .number(Double(values[0].words.count))
        case "string-length": return .number(Double(values[0].string.count))
        case "thousands-sep": return .text(thousands(values[0]))
        case "rank-position":
            let wanted = values[1].string
            let found = values[0].words.firstIndex { $0 == wanted }
            return .number(found.map { Double($0 + 1) } ?? .nan)
        case "pi": return .number(.pi)
        default: break
        }
        let first = values[0].number
        let second = values.dropFirst().first?.number
        return .number(calculate(name, first, second))
    }

    private static func calculate(_ name: String, _ first: Double, _ second: Double?) -> Double {
        switch name {
        case "int": first.rounded(.towardZero)
        case "number": first
        case "round": round(first, places: second ?? 0)
        case "floor": first.rounded(.down)
        case "ceiling": first.rounded(.up)
        case "abs": Swift.abs(first)
        case "sqrt": first.squareRoot()
        case "pow": Foundation.pow(first, second ?? .nan)
        case "log": Foundation.log(first)
        case "log10": Foundation.log10(first)
        case "exp": Foundation.exp(first)
        case "exp10": Foundation.pow(10, first)
        default: turn(name, first, second)
        }
    }

    /// Angles are radians.
    private static func turn(_ name: String, _ first: Double, _ second: Double?) -> Double {
        switch name {
        case "sin": Foundation.sin(first)
        case "cos": Foundation.cos(first)
        case "tan": Foundation.tan(first)
        case "asin": Foundation.asin(first)
        case "acos": Foundation.acos(first)
        case "atan": Foundation.atan(first)
        case "atan2": Foundation.atan2(first, second ?? .nan)
        default: .nan
        }
    }

    private static func round(_ value: Double, places: Double) -> Double {
        let places = min(max(places.isFinite ? places.rounded() : 0, -15), 15)
        // Tens are exact in binary, tenths are not: 24.25 to two places stays what it is.
        let factor = Foundation.pow(10, Swift.abs(places))
        return places < 0
            ? (value / factor).rounded() * factor : (value * factor).rounded() / factor
    }

    private static func thousands(_ value: ExpressionValue) -> String {
        let text = value.string
        let digits = text.drop { $0 == "-" }.prefix { $0.isNumber }
        guard !digits.isEmpty, !value.number.isNaN else { return text }
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped += "," }
            grouped.append(digit)
        }
        return text[..<digits.startIndex] + grouped + text[digits.endIndex...]
    }
}
