// SPDX-License-Identifier: Apache-2.0

/// A way through the form or through the rows of a list: `../visit[kind = 'home']/minutes`.
package struct ExpressionPath: Hashable, Sendable {
    package enum Origin: Hashable, Sendable {
        /// The place at which the path is looked at: in a predicate each candidate in turn.
        case here
        /// `current()`: the place of the whole expression, in a predicate as well.
        case current
        /// `/data`: the record.
        case root
        /// `${name}`
        case name(String)
        /// `instance('name')`: a choice list, a table, or the records of a form.
        case list(String)
    }

    package struct Step: Hashable, Sendable {
        package enum Direction: Hashable, Sendable {
            case parent
            case child(String)
        }

        package var direction: Direction
        package var predicates: [Expression] = []
    }

    package var origin: Origin
    /// What chooses among the places of the origin.
    package var predicates: [Expression] = []
    package var steps: [Step] = []

    var name: String? { if case .name(let name) = origin { name } else { nil } }

    /// `/group/name` of a path from the root without choosing among instances: such a path means
    /// the instances around the expression, as `${name}` does.
    var template: String? {
        guard origin == .root, !steps.isEmpty else { return nil }
        var text = ""
        for step in steps {
            guard step.predicates.isEmpty, case .child(let name) = step.direction else {
                return nil
            }
            text += "/" + name
        }
        return text
    }

    /// `column`, alone: of a choice its column.
    var column: String? {
        guard origin == .here, predicates.isEmpty, steps.count == 1, steps[0].predicates.isEmpty,
            case .child(let name) = steps[0].direction
        else { return nil }
        return name
    }
}
