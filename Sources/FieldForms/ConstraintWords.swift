// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// A rule for answers that has no message of its own, in words; only what every reader will
/// understand, as the expression itself is for whoever makes forms.
struct ConstraintWords {
    private let field: FormField

    init(_ field: FormField) { self.field = field }

    /// "it must be from 1 to 20."; nil for a rule that words would not make plainer.
    func words(of rule: Expression) -> String? {
        phrase(rule).map { "it must \($0)." }
    }

    private func phrase(_ rule: Expression) -> String? {
        switch rule {
        case .binary(.and, let left, let right):
            if let range = range(left, right) ?? range(right, left) { return range }
            return joined(left, right, " and ")
        case .binary(.or, let left, let right): return joined(left, right, " or ")
        case .binary(let operation, let left, let right):
            return compared(left, operation, right)
                ?? operation.turned.flatMap { compared(right, $0, left) }
        case .call("regex", let arguments) where arguments.first == .current:
            return "be written in the form that this question asks for"
        case .call("not", let arguments):
            guard case .call("selected", let inside)? = arguments.first, inside[0] == .current,
                case .text(let name) = inside[1]
            else { return nil }
            return "not be '\(field.label(ofChoice: name))'"
        default: return nil
        }
    }

    private func joined(_ left: Expression, _ right: Expression, _ word: String) -> String? {
        guard let first = phrase(left), let second = phrase(right) else { return nil }
        return first + word + second
    }

    /// Of `. >= 1 and . <= 20`.
    private func range(_ low: Expression, _ high: Expression) -> String? {
        guard case .binary(.greaterOrEqual, let first, let least) = low,
            case .binary(.lessOrEqual, let second, let most) = high, first == second,
            let least = operand(least, of: first), let most = operand(most, of: second)
        else { return nil }
        return subject(first).map { "\($0.verb) from \(least) to \(most)\($0.noun)" }
    }

    private func compared(
        _ asked: Expression,
        _ operation: Expression.Operator,
        _ other: Expression
    ) -> String? {
        guard let subject = subject(asked), let bound = operand(other, of: asked) else {
            return nil
        }
        let relation: String
        switch (operation, isDated(asked)) {
        case (.less, true): relation = "before \(bound)"
        case (.lessOrEqual, true): relation = "\(bound) or before"
        case (.greater, true): relation = "after \(bound)"
        case (.greaterOrEqual, true): relation = "\(bound) or after"
        case (.less, false): relation = "less than \(bound)"
        case (.lessOrEqual, false): relation = "at most \(bound)"
        case (.greater, false): relation = "more than \(bound)"
        case (.greaterOrEqual, false): relation = "at least \(bound)"
        case (.equal, _): relation = bound
        case (.notEqual, _) where subject.noun.isEmpty: return "not be \(bound)"
        default: return nil
        }
        return "\(subject.verb) \(relation)\(subject.noun)"
    }

    private func isDated(_ asked: Expression) -> Bool {
        asked == .current && [.date, .dateTime].contains(field.item.type)
    }

    /// What is spoken of: the answer, its letters, or how many choices it has.
    private func subject(_ asked: Expression) -> (verb: String, noun: String)? {
        switch asked {
        case .current: ("be", "")
        case .call("string-length", [.current]): ("have", " letters")
        case .call("count-selected", [.current]): ("have", " choices")
        default: nil
        }
    }

    /// A number, a day or a choice, as the question has it.
    private func operand(_ bound: Expression, of asked: Expression) -> String? {
        switch bound {
        case .number(let number):
            guard asked == .current, field.item.type == .money else {
                return isDated(asked) ? nil : ExpressionValue.number(number).string
            }
            return number.isFinite ? FillingWorld.pounds(number) : nil
        case .negate(.number(let number)): return operand(.number(-number), of: asked)
        case .text(let text) where isDated(asked): return PlainDate(text)?.description
        case .text(let text) where field.choices.contains(where: { $0.name == text }):
            return "'\(field.label(ofChoice: text))'"
        case .text(let text) where !text.isEmpty && !ExpressionValue.text(text).number.isNaN:
            return text
        case .call("today", []) where isDated(asked): return "today"
        case .call("now", []) where isDated(asked): return "now"
        case .call("date", let inside) where inside.count == 1: return operand(inside[0], of: asked)
        default: return nil
        }
    }
}

extension Expression.Operator {
    /// The same comparison with its sides exchanged; nil for what is no comparison.
    fileprivate var turned: Self? {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .equal, .notEqual: self
        default: nil
        }
    }
}
