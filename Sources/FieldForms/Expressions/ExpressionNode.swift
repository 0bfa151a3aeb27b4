// SPDX-License-Identifier: Apache-2.0

/// One place of a form or of a list.
package enum ExpressionNode: Hashable, Sendable {
    case nowhere
    /// A node of the form's plan within a row: an instance of a repeat, or the record itself.
    case place(node: Int, row: Int)
    case row(ExpressionList, Int)
    case cell(ExpressionList, Int, String)

    var isRow: Bool { if case .row = self { true } else { false } }
}

/// The rows of a list, whichever kind it is.
package enum ExpressionList: Hashable, Sendable {
    case choices([FormDefinition.Choice])
    case table(FormTable)

    package var count: Int {
        switch self {
        case .choices(let choices): choices.count
        case .table(let table): table.rows.count
        }
    }

    /// Empty for a column that the list does not have.
    package func text(row: Int, column: String) -> String {
        switch self {
        case .choices(let choices):
            switch column {
            case "name": choices[row].name
            case "label": choices[row].label
            default: choices[row].attributes?[column] ?? ""
            }
        case .table(let table):
            table.columns.firstIndex(of: column).map { table.rows[row][$0] } ?? ""
        }
    }
}
