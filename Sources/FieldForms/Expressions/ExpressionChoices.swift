// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Names of choices in an expression that the list of the question beside them does not have: what
/// is asked of such a choice never holds, and nobody would be told.
///
/// No fault, as others of the field take such a form: it is told, and never stops anything.
struct ExpressionChoices {
    private let places: FormPlaces
    /// The question that `.` is the answer to; nil where `.` is something else.
    private var own: FormField?
    private(set) var doubts: [ExpressionTypes.Fault] = []

    init(_ places: FormPlaces, own: FormField?) { (self.places, self.own) = (places, own) }

    mutating func read(_ expression: Expression) {
        switch expression {
        case .binary(.equal, let left, let right), .binary(.notEqual, let left, let right):
            compare(left, with: right, isOne: false)
            compare(right, with: left, isOne: false)
        case .call("selected", let arguments) where arguments.count == 2:
            compare(arguments[0], with: arguments[1], isOne: true)
        case .path:
            let outer = own
            own = nil
            for part in expression.parts { read(part) }
            own = outer
            return
        default: break
        }
        for part in expression.parts { read(part) }
    }

    private mutating func compare(_ asked: Expression, with part: Expression, isOne: Bool) {
        guard case .text(let text) = part, let (field, shown) = field(asked) else { return }
        let known = field.listed.map(\.name)
        let words = isOne ? [text] : text.split(separator: " ").map(String.init)
        for word in words where !known.contains(word) {
            let hint = Spelling.nearest(to: word, among: known).map { "; did you mean '\($0)'?" }
            doubts.append(
                ExpressionTypes.Fault(
                    part: part,
                    message: "'\(word.prefix(50))' is none of the choices of \(shown), so this is"
                        + " never so: \(field.choiceWords)\(hint ?? "")"
                )
            )
        }
    }

    /// A question whose choices the form itself knows, and how it is spoken of.
    private func field(_ expression: Expression) -> (FormField, String)? {
        let found: (field: FormField?, shown: String)? =
            switch expression {
            case .current: (own, own.map { "${\($0.item.name)}" } ?? "")
            case .field(let name): (places.names[name].flatMap { places[$0].field }, "${\(name)}")
            default: nil
            }
        guard let field = found?.field, [.choice, .choices, .rank].contains(field.item.type),
            field.item.choicesFrom?.records == nil, !field.listed.isEmpty
        else { return nil }
        return (field, found?.shown ?? "")
    }
}
