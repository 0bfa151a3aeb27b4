// SPDX-License-Identifier: Apache-2.0

extension Expression {
    /// Evaluates the tree; nothing in it can fail: what makes no sense is empty or no number.
    package func value(in context: ExpressionContext) -> ExpressionValue {
        switch self {
        case .number(let value): .number(value)
        case .text(let value): .text(value)
        case .current: context.current
        case .field(let name): context.world.value(named: name, from: context.viewpoint)
        case .path(let path): path.value(in: context)
        case .negate(let inner): .number(-inner.value(in: context).number)
        case .binary(.or, let left, let right):
            .boolean(left.value(in: context).isTrue || right.value(in: context).isTrue)
        case .binary(.and, let left, let right):
            .boolean(left.value(in: context).isTrue && right.value(in: context).isTrue)
        case .binary(.union, let left, let right):
            .nodes(left.value(in: context).all + right.value(in: context).all)
        case .binary(let operation, let left, let right):
            Self.apply(operation, left.value(in: context), right.value(in: context))
        case .call(let name, let arguments):
            ExpressionFunction.call(name, arguments, context)
        }
    }

    /// The places that the expression stands for; none where it is no path.
    func nodes(in context: ExpressionContext) -> [ExpressionNode] {
        switch self {
        case .current: [context.here]
        case .field(let name): context.world.nodes(named: name, from: context.viewpoint)
        case .path(let path): path.nodes(in: context)
        case .binary(.union, let left, let right):
            left.nodes(in: context) + right.nodes(in: context)
        default: []
        }
    }

    private static func apply(
        _ operation: Operator,
        _ left: ExpressionValue,
        _ right: ExpressionValue
    ) -> ExpressionValue {
        switch operation {
        case .equal: .boolean(some(left, right, areEqual))
        case .notEqual: .boolean(some(left, right) { !areEqual($0, $1) })
        case .less: .boolean(some(left, right) { $0.size < $1.size })
        case .lessOrEqual: .boolean(some(left, right) { $0.size <= $1.size })
        case .greater: .boolean(some(left, right) { $0.size > $1.size })
        case .greaterOrEqual: .boolean(some(left, right) { $0.size >= $1.size })
        case .add: sum(left.single, right.single)
        case .subtract: difference(left.single, right.single)
        case .multiply: .number(left.number * right.number)
        case .divide: .number(left.number / right.number)
        case .modulo: .number(left.number.truncatingRemainder(dividingBy: right.number))
        case .or, .and, .union: .boolean(false)
        }
    }

    /// Of sets any pair will do, as in XPath; an empty set compares with nothing.
    private static func some(
        _ left: ExpressionValue,
        _ right: ExpressionValue,
        _ holds: (ExpressionValue, ExpressionValue) -> Bool
    ) -> Bool {
        switch (left, right) {
        case (.nodes(let values), _): values.contains { some($0, right, holds) }
        case (_, .nodes(let values)): values.contains { some(left, $0, holds) }
        default: holds(left, right)
        }
    }

    /// A date plus a number is a date, that many days later.
    private static func sum(
        _ left: ExpressionValue,
        _ right: ExpressionValue
    ) -> ExpressionValue {
        let sum = left.number + right.number
        return switch (left, right) {
        case (.moment, _), (_, .moment): .moment(sum)
        case (.date, _), (_, .date): .date(sum)
        default: .number(sum)
        }
    }

    private static func difference(
        _ left: ExpressionValue,
        _ right: ExpressionValue
    ) -> ExpressionValue {
        let difference = left.number - right.number
        guard !right.isDate else { return .number(difference) }
        return switch left {
        case .date: .date(difference)
        case .moment: .moment(difference)
        default: .number(difference)
        }
    }

    /// A missing answer equals nothing but an empty text: nobody has said yes, nor no.
    static func areEqual(_ left: ExpressionValue, _ right: ExpressionValue) -> Bool {
        switch (left, right) {
        case (.boolean, _), (_, .boolean):
            left.flag.flatMap { left in right.flag.map { left == $0 } } ?? false
        case (.number, _), (_, .number), (.date, _), (_, .date), (.moment, _), (_, .moment):
            left.isEmpty || right.isEmpty
                ? left.isEmpty && right.isEmpty : left.number == right.number
        default: left.string == right.string
        }
    }
}
