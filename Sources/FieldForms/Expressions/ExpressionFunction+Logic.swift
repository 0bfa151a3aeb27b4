// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension ExpressionFunction {
    static func logic(
        _ name: String,
        _ arguments: [Expression],
        _ context: ExpressionContext
    ) -> ExpressionValue {
        let value = { (index: Int) in arguments[index].value(in: context) }
        switch name {
        case "if": return value(0).isTrue ? value(1) : value(2)
        case "coalesce":
            for index in arguments.indices.dropLast() {
                let found = value(index)
                if !found.isEmpty { return found }
            }
            return value(arguments.count - 1)
        case "once": return context.current.isEmpty ? value(0) : context.current
        case "true": return .boolean(true)
        case "not": return .boolean(!value(0).isTrue)
        case "boolean": return .boolean(value(0).isTrue)
        case "boolean-from-string": return .boolean(["true", "1"].contains(value(0).string))
        case "selected": return selected(value(0), value(1))
        case "checklist", "weighted-checklist":
            return checklist(isWeighted: name != "checklist", (0..<arguments.count).map(value))
        case "property": return .text(context.world.property(value(0).string))
        case "version": return .text(context.world.property("version"))
        case "random": return .number(context.world.chance(at: context.origin))
        case "uuid": return .text(identifier(context))
        default: return .boolean(false)
        }
    }

    private static func selected(
        _ value: ExpressionValue,
        _ name: ExpressionValue
    ) -> ExpressionValue {
        if value.isBoolean { return .boolean(Expression.areEqual(value, name.single)) }
        let name = name.string
        return .boolean(value.words.contains { $0 == name })
    }

    /// Between the first two (-1: no bound) stand how many of the others, or their weights, hold.
    private static func checklist(
        isWeighted: Bool,
        _ values: [ExpressionValue]
    ) -> ExpressionValue {
        let rest = values.dropFirst(2).flatMap(\.all)
        var total = 0.0
        if isWeighted {
            for index in stride(from: 0, to: rest.count - 1, by: 2) where rest[index].isTrue {
                total += rest[index + 1].number
            }
        } else {
            total = Double(rest.filter(\.isTrue).count)
        }
        let (least, most) = (values[0].number, values[1].number)
        return .boolean((least < 0 || total >= least) && (most < 0 || total <= most))
    }

    private static func identifier(_ context: ExpressionContext) -> String {
        var random = Chance(context.world.chance(at: context.origin).bitPattern)
        return Identifier<Never>.make(at: context.world.now, using: &random).description
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same seed always gives the same row.
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to just below 1.
    mutating func fraction() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
