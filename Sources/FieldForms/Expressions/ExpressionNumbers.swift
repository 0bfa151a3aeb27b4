// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Answers in an expression that are calculated with, or compared by size, and are no numbers.
///
/// No fault, as others of the field take such a form, and a text may hold a number: it is told, and
/// never stops anything.
struct ExpressionNumbers {
    private let places: FormPlaces
    /// The question that `.` is the answer to; nil where `.` is something else.
    private var own: FormField?
    private(set) var doubts: [ExpressionTypes.Fault] = []

    init(_ places: FormPlaces, own: FormField?) { (self.places, self.own) = (places, own) }

    mutating func read(_ expression: Expression) {
        switch expression {
        case .binary(.multiply, let left, let right), .binary(.divide, let left, let right),
            .binary(.modulo, let left, let right):
            for part in [left, right] { check(part, takesDates: false) }
        case .binary(.add, let left, let right), .binary(.subtract, let left, let right):
            for part in [left, right] { check(part, takesDates: true) }
        case .binary(.less, let left, let right), .binary(.lessOrEqual, let left, let right),
            .binary(.greater, let left, let right),
            .binary(.greaterOrEqual, let left, let right):
            compare(left, with: right)
            compare(right, with: left)
        case .negate(let inner): check(inner, takesDates: false)
        case .call("sum", let arguments): for part in arguments { check(part, takesDates: false) }
        case .path:
            // In a predicate `.` is each candidate in turn.
            let outer = own
            own = nil
            for part in expression.parts { read(part) }
            own = outer
            return
        default: break
        }
        for part in expression.parts { read(part) }
    }

    /// Texts are compared by size as numbers or dates, times of day as parts of the day.
    private mutating func compare(_ part: Expression, with other: Expression) {
        guard let (field, shown) = field(part) else { return }
        if field.isDate {
            guard case .number(let number) = other else { return }
            doubt(
                part,
                "\(shown) is a date, and is compared with the number"
                    + " \(ExpressionValue.number(number).string); a date is written '2026-11-23'"
            )
        } else if case .number = other {
            check(part, takesDates: true)
        }
    }

    private mutating func check(_ part: Expression, takesDates: Bool) {
        guard let (field, shown) = field(part) else { return }
        if field.isDate {
            guard !takesDates else { return }
            doubt(
                part,
                "\(shown) is a date, and is calculated with as the days since 1970; days between"
                    + " two dates are ${end} - ${start}"
            )
        } else if field.item.type == .text {
            guard !field.mayHoldNumber else { return }
            doubt(
                part,
                "\(shown) is a text, which gives a number only where nothing but one was typed; ask"
                    + " it as integer or decimal"
            )
        } else if field.isNeverNumber {
            doubt(
                part,
                "\(shown) is \(field.item.type.words) and never a number, so nothing comes of this;"
                    + " take a question that asks for a number"
            )
        }
    }

    private mutating func doubt(_ part: Expression, _ message: String) {
        doubts.append(ExpressionTypes.Fault(part: part, message: message))
    }

    /// The question that a part is the answer to, and how it is spoken of.
    private func field(_ expression: Expression) -> (FormField, String)? {
        switch expression {
        case .current: own.map { ($0, "${\($0.item.name)}") }
        case .field(let name):
            places.names[name].flatMap { places[$0].field }.map { ($0, "${\($0.item.name)}") }
        default: nil
        }
    }
}

extension FormField {
    fileprivate var isDate: Bool { [.date, .dateTime].contains(item.type) }

    /// The form itself says that its words are a number, or fills them in.
    fileprivate var mayHoldNumber: Bool {
        constraint != nil || calculation != nil || initial != nil
            || item.appearance?.split(separator: " ").contains("numbers") == true
    }

    fileprivate var isNeverNumber: Bool {
        switch item.type {
        case .time, .geopoint, .blob: true
        case .choice, .choices, .rank:
            !listed.isEmpty && item.choicesFrom?.records == nil
                && listed.allSatisfy { ExpressionValue.text($0.name).number.isNaN }
        default: false
        }
    }
}
