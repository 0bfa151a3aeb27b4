// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What an expression is evaluated against.
package struct ExpressionContext {
    package let today: PlainDate
    package let now: Instant
    /// The answer that `.` stands for.
    package let current: ExpressionValue
    /// The answers to a name: one where it is in reach, every instance of a repeat elsewhere.
    package let lookup: (String) -> ExpressionValue

    package init(
        today: PlainDate,
        now: Instant,
        current: ExpressionValue,
        lookup: @escaping (String) -> ExpressionValue
    ) {
        (self.today, self.now, self.current, self.lookup) = (today, now, current, lookup)
    }
}

extension Expression {
    /// Evaluates the tree; nothing in it can fail: what makes no sense is empty or no number.
    package func value(in context: ExpressionContext) -> ExpressionValue {
        switch self {
        case .number(let value): .number(value)
        case .text(let value): .text(value)
        case .current: context.current
        case .field(let name): context.lookup(name)
        case .negate(let inner): .number(-inner.value(in: context).number)
        case .binary(.or, let left, let right):
            .boolean(left.value(in: context).isTrue || right.value(in: context).isTrue)
        case .binary(.and, let left, let right):
            .boolean(left.value(in: context).isTrue && right.value(in: context).isTrue)
        case .binary(let operation, let left, let right):
            Self.apply(operation, left.value(in: context), right.value(in: context))
        case .call(let name, let arguments):
            ExpressionFunction.call(name, arguments, context)
        }
    }

    private static func apply(
        _ operation: Operator,
        _ left: ExpressionValue,
        _ right: ExpressionValue
    ) -> ExpressionValue {
        switch operation {
        case .equal: .boolean(areEqual(left, right))
        case .notEqual: .boolean(!areEqual(left, right))
        case .less: .boolean(left.number < right.number)
        case .lessOrEqual: .boolean(left.number <= right.number)
        case .greater: .boolean(left.number > right.number)
        case .greaterOrEqual: .boolean(left.number >= right.number)
        case .add: sum(left, right.number)
        case .subtract:
            left.isDate && right.isDate
                ? .number(left.number - right.number) : sum(left, -right.number)
        case .multiply: .number(left.number * right.number)
        case .divide: .number(left.number / right.number)
        case .modulo: .number(left.number.truncatingRemainder(dividingBy: right.number))
        case .or, .and: .boolean(false)
        }
    }

    /// A date plus a number is a date, that many days later.
    private static func sum(_ left: ExpressionValue, _ right: Double) -> ExpressionValue {
        left.isDate ? .date(left.number + right) : .number(left.number + right)
    }

    /// A missing answer equals nothing but an empty text: nobody has said yes, nor no.
    static func areEqual(_ left: ExpressionValue, _ right: ExpressionValue) -> Bool {
        switch (left, right) {
        case (.boolean, _), (_, .boolean):
            left.flag.flatMap { left in right.flag.map { left == $0 } } ?? false
        case (.number, _), (_, .number), (.date, _), (_, .date):
            left.isEmpty || right.isEmpty
                ? left.isEmpty && right.isEmpty : left.number == right.number
        default: left.string == right.string
        }
    }
}
