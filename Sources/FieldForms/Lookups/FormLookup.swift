// SPDX-License-Identifier: Apache-2.0

/// A list that an expression of a form looks something up in, or a column that it names of it.
struct FormLookup: Hashable, Sendable {
    /// Where the expression stands.
    let place: String
    let column: String
    let offset: Int
    /// A choice list, a table, or the records of a form.
    let list: String
    /// What is named of it; nil where that is the list itself.
    let named: String?

    /// All of an expression.
    static func all(
        in expression: Expression,
        _ offsets: [Expression: Int],
        at located: FormCompiler.Located
    ) -> [FormLookup] {
        var reader = Reader(offsets: offsets, located: located)
        reader.read(expression, list: nil)
        return reader.found
    }

    private struct Reader {
        let offsets: [Expression: Int]
        let located: FormCompiler.Located
        var found: [FormLookup] = []

        /// In a predicate over a list, a word alone is a column of that list.
        mutating func read(_ expression: Expression, list: String?) {
            switch expression {
            case .path(let path): read(path, expression, list)
            case .call("pulldata", let arguments): readPulled(arguments, list)
            default: for part in expression.parts { read(part, list: list) }
            }
        }

        private mutating func read(
            _ path: ExpressionPath,
            _ part: Expression,
            _ outer: String?
        ) {
            if let outer, let column = path.column { note(outer, column, part) }
            guard case .list(let name) = path.origin else {
                for inner in part.parts { read(inner, list: nil) }
                return
            }
            note(name, nil, part)
            for step in path.steps {
                if case .child(let column) = step.direction, column != "root", column != "item" {
                    note(name, column, part)
                }
            }
            for inner in part.parts { read(inner, list: name) }
        }

        /// Of `pulldata('list', 'column', 'key', value)`.
        private mutating func readPulled(_ arguments: [Expression], _ outer: String?) {
            if case .text(let name)? = arguments.first {
                note(name, nil, arguments[0])
                for argument in arguments.dropFirst().prefix(2) {
                    if case .text(let column) = argument { note(name, column, argument) }
                }
            }
            for argument in arguments { read(argument, list: outer) }
        }

        private mutating func note(_ list: String, _ named: String?, _ part: Expression) {
            let lookup = FormLookup(
                place: located.place,
                column: located.column,
                offset: offsets[part] ?? 0,
                list: list,
                named: named
            )
            if !found.contains(lookup) { found.append(lookup) }
        }
    }
}
