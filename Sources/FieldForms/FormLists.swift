// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The forms whose records a form looks at, so that a device reads those and no others.
package struct FormLists: Hashable, Sendable {
    /// Named in an expression: `instance('name')`, `pulldata('name', …)`.
    package private(set) var lookedUp: Set<FormID> = []
    /// Offered as choices, or beside words.
    package private(set) var offered: Set<FormID> = []
    /// Offered as choices through a filter, which may leave an answer out when another changes.
    package private(set) var filtered: Set<FormID> = []
    /// Changed by an entity of the form.
    package private(set) var changed: Set<FormID> = []

    package var all: Set<FormID> { lookedUp.union(offered).union(changed) }

    init(
        _ definition: FormDefinition,
        _ fields: [FormField],
        _ naming: Expression?,
        _ entities: [CompiledEntity]
    ) {
        let ofEntities = entities.flatMap { [$0.record, $0.createIf, $0.updateIf, $0.label] }
        let expressions = fields.flatMap(\.expressions) + (ofEntities + [naming]).compactMap { $0 }
        let names = expressions.reduce(into: Set<String>()) { $0.formUnion($1.lists) }
        lookedUp = Set(
            names.filter {
                definition.choiceLists?[$0] == nil && definition.tables?[$0] == nil
            }.compactMap(FormID.init)
        )
        offered = Set(fields.compactMap(\.item.namesRecordOf))
        filtered = Set(
            fields.filter { $0.choiceFilter != nil }.compactMap(\.item.choicesFrom?.records)
        )
        // The label of a choice is looked up among what is offered.
        if expressions.contains(where: \.namesChoices) {
            lookedUp.formUnion(fields.compactMap(\.item.choicesFrom?.records))
        }
        changed = Set(entities.filter { $0.record != nil }.map(\.entity.form))
    }
}

extension Expression {
    /// The names of the lists that it looks at.
    fileprivate var lists: Set<String> {
        let own: [String] =
            switch self {
            case .path(let path): if case .list(let name) = path.origin { [name] } else { [] }
            case .call("pulldata", let arguments):
                if case .text(let name)? = arguments.first { [name] } else { [] }
            default: []
            }
        return parts.reduce(into: Set(own)) { $0.formUnion($1.lists) }
    }

    fileprivate var namesChoices: Bool {
        if case .call("jr:choice-name", _) = self { return true }
        return parts.contains(where: \.namesChoices)
    }
}
