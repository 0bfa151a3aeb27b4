// SPDX-License-Identifier: Apache-2.0

/// What an expression says that can be read and would always come out wrong: questions outside of
/// the repeat that is looked through, values of what has none, positions where there is no repeat.
///
/// It is told when a form is made, and stops none that is in use.
struct ExpressionMisuses {
    private let places: FormPlaces
    /// Where the expression stands.
    private let place: Int
    /// True for a filter, in which paths lead through the rows of a list.
    private let isOfChoices: Bool
    private(set) var faults: [ExpressionTypes.Fault] = []

    init(_ places: FormPlaces, at place: Int, isOfChoices: Bool = false) {
        (self.places, self.place, self.isOfChoices) = (places, place, isOfChoices)
    }

    mutating func read(_ expression: Expression) {
        switch expression {
        case .binary(let operation, let left, let right) where operation.takesValues:
            for side in [left, right] { checkValue(side) }
        case .call("indexed-repeat", let arguments): checkIndexed(arguments)
        case .call("jr:choice-name", let arguments): checkChoices(arguments[1])
        case .call("position", let arguments) where !isOfChoices: checkPosition(arguments)
        case .call(let name, let arguments) where name.hasPrefix("format-date"):
            checkFormat(arguments)
        default: break
        }
        for part in expression.parts { read(part) }
    }

    private mutating func tell(_ part: Expression, _ message: String) {
        faults.append(ExpressionTypes.Fault(part: part, message: message))
    }

    private func found(_ part: Expression) -> (number: Int, name: String)? {
        guard case .field(let name) = part else { return nil }
        return places.names[name].map { ($0, "${\(name)}") }
    }

    /// A repeat or a group is no value.
    private mutating func checkValue(_ part: Expression) {
        guard let (number, name) = found(part), places[number].field == nil else { return }
        tell(
            part,
            places[number].isRepeat
                ? "\(name) is a repeat, which has no value; write count(\(name)), or a question of"
                    + " it"
                : "\(name) is a group, which has no value; write a question of it"
        )
    }

    private mutating func checkIndexed(_ arguments: [Expression]) {
        guard let (field, name) = found(arguments[0]) else { return }
        for index in stride(from: 1, to: arguments.count - 1, by: 2) {
            guard let (list, listName) = found(arguments[index]) else { continue }
            guard places[list].isRepeat else {
                tell(arguments[index], "\(listName) is no repeat; write the repeat around \(name)")
                continue
            }
            guard !places[field].chain.contains(list) else { continue }
            let around = places[field].chain.last.map { "write ${\(places[$0].name)}" }
            tell(
                arguments[0],
                "\(name) is no question of the repeat \(listName); "
                    + (around ?? "outside of repeats, write \(name) alone")
            )
        }
    }

    private mutating func checkChoices(_ part: Expression) {
        if case .text = part {
            return tell(part, "this names no question; write it in quotes, as in '${town}'")
        }
        guard let (number, name) = found(part), let field = places[number].field,
            ![.choice, .choices, .rank].contains(field.item.type),
            field.item.suggestsRecordsOf == nil
        else { return }
        tell(part, "\(name) has no choices; write \(name) alone")
    }

    /// Of `position(..)`: the steps lead to an instance, or to nothing that has a place in a list.
    private mutating func checkPosition(_ arguments: [Expression]) {
        guard arguments.count == 1, case .path(let path) = arguments[0],
            [.here, .current].contains(path.origin),
            path.steps.allSatisfy({ $0.direction == .parent })
        else { return }
        var here = place
        for _ in path.steps { here = places[here].parent }
        guard places[here].line(here).isEmpty else { return }
        let message =
            places[place].line(place).isEmpty
            ? "this stands in no repeat, so it has no position; leave it out"
            : "this leads out of the repeat; write position(..)"
        tell(arguments[0], message)
    }

    private mutating func checkFormat(_ arguments: [Expression]) {
        guard let part = arguments.last, case .text(let format) = part,
            let message = ExpressionFunction.unknownPart(of: format)
        else { return }
        tell(part, message)
    }
}

extension Expression.Operator {
    /// True where both sides are to be values, and not sets of places.
    fileprivate var takesValues: Bool {
        switch self {
        case .or, .and, .union: false
        default: true
        }
    }
}
