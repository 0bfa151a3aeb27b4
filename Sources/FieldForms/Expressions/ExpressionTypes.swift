// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Of which type the parts of an expression are, and which of them cannot go together.
///
/// Only what no answer could make sense of is a fault: a choice may be a number, a text may hold
/// one, so those are never blamed.
struct ExpressionTypes {
    enum Kind { case number, text, boolean, date, unknown }

    struct Fault {
        let part: Expression
        let message: String
    }

    private let places: FormPlaces
    /// The question that `.` is the answer to; nil where `.` is something else.
    private var own: FormField?
    private(set) var faults: [Fault] = []

    init(_ places: FormPlaces, own: FormField? = nil) { (self.places, self.own) = (places, own) }

    mutating func kind(of expression: Expression) -> Kind {
        switch expression {
        case .number: return .number
        case .text: return .text
        case .current: return kind(of: own)
        case .field(let name): return kind(of: places.names[name].flatMap { places[$0].field })
        case .path:
            let outer = own
            // In a predicate `.` is each candidate in turn.
            own = nil
            for part in expression.parts { _ = kind(of: part) }
            own = outer
            return .unknown
        case .negate(let inner):
            checkNumber(inner)
            return .number
        case .binary(let operation, let left, let right):
            return kind(operation, left, right)
        case .call(let name, let arguments):
            let kinds = arguments.map { kind(of: $0) }
            return result(of: name, arguments, kinds)
        }
    }

    private func kind(of field: FormField?) -> Kind {
        switch field?.item.type {
        case .integer, .decimal, .money: .number
        case .date, .dateTime: .date
        case .boolean, .acknowledge: .boolean
        default: .unknown
        }
    }

    private mutating func kind(
        _ operation: Expression.Operator,
        _ left: Expression,
        _ right: Expression
    ) -> Kind {
        switch operation {
        case .or, .and:
            _ = (kind(of: left), kind(of: right))
            return .boolean
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            compare(left, right)
            return .boolean
        case .add, .subtract:
            let kinds = (checkNumber(left), checkNumber(right))
            if kinds.0 == .date, kinds.1 == .date { return .number }
            return kinds.0 == .date || kinds.1 == .date ? .date : .number
        case .multiply, .divide, .modulo:
            checkNumber(left)
            checkNumber(right)
            return .number
        case .union:
            _ = (kind(of: left), kind(of: right))
            return .unknown
        }
    }

    @discardableResult
    private mutating func checkNumber(_ part: Expression) -> Kind {
        if case .text(let text) = part, ExpressionValue.text(text).number.isNaN {
            faults.append(
                Fault(
                    part: part,
                    message: "'\(text)' is a text, which cannot be calculated with;"
                        + " texts are put together by concat(…)"
                )
            )
        }
        return kind(of: part)
    }

    private mutating func compare(_ left: Expression, _ right: Expression) {
        let kinds = (kind(of: left), kind(of: right))
        check(right, against: kinds.0)
        check(left, against: kinds.1)
    }

    /// A text that stands in the form itself must be something that the other side can be.
    private mutating func check(_ part: Expression, against kind: Kind) {
        guard case .text(let text) = part, !text.isEmpty else { return }
        switch kind {
        case .date where ExpressionValue.text(text).number.isNaN:
            faults.append(
                Fault(
                    part: part,
                    message: "'\(text)' is no date, and is compared with one; a date is written"
                        + " '2026-11-23'"
                )
            )
        case .number where ExpressionValue.text(text).number.isNaN:
            faults.append(
                Fault(
                    part: part,
                    message: "'\(text)' is no number, and is compared with one; take a number, or"
                        + " '' for no answer"
                )
            )
        default: break
        }
    }

    private mutating func result(
        of name: String,
        _ arguments: [Expression],
        _ kinds: [Kind]
    ) -> Kind {
        if name == "date" || name == "date-time", case .text(let text)? = arguments.first,
            ExpressionValue.text(text).number.isNaN, WallClock.utc.moment(text) == nil,
            !text.isEmpty
        {
            faults.append(
                Fault(
                    part: arguments[0],
                    message: "'\(text)' is no date; a date is written '2026-11-23', a moment"
                        + " '2026-11-23T14:05'"
                )
            )
        }
        return switch ExpressionFunction.signatures[name]?.result {
        case .number: .number
        case .text: .text
        case .boolean: .boolean
        case .date: .date
        case .any, nil: .unknown
        }
    }
}
