// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension CompiledForm {
    /// Columns that a filter of choices names and its list does not have, each as
    /// `place: column what is wrong`: such a filter would offer nothing, without a word.
    package func filterProblems(among forms: [FormID: CompiledForm]?) -> [String] {
        fields.flatMap { field -> [String] in
            guard let filter = field.choiceFilter, let known = columns(of: field, forms) else {
                return []
            }
            return filter.columns.subtracting(known).sorted().map { name in
                let hint = Spelling.nearest(to: name, among: known).map { "did you mean \($0)?" }
                return "\(field.template): choiceFilter its list has no column '\(name)';"
                    + " \(hint ?? "it has \(known.sorted().joined(separator: ", "))")"
            }
        }
    }

    /// Nil where nobody can know.
    private func columns(of field: FormField, _ forms: [FormID: CompiledForm]?) -> Set<String>? {
        guard let source = field.item.choicesFrom else {
            return field.listed.reduce(into: ["name", "label"]) { columns, choice in
                columns.formUnion((choice.attributes ?? [:]).keys)
            }
        }
        if let name = source.table { return definition.tables.flatMap { $0[name] }?.choiceColumns }
        guard let id = source.records, let form = id == self.id ? self : forms?[id] else {
            return nil
        }
        return Set(RecordColumns(form).names)
    }
}

extension FormTable {
    fileprivate var choiceColumns: Set<String> { Set(columns).union(["name", "label"]) }
}

extension Expression {
    /// The columns of the list that it filters; those of other lists are theirs.
    fileprivate var columns: Set<String> {
        if case .path(let path) = self {
            if let column = path.column { return [column] }
            if case .list = path.origin { return [] }
        }
        return parts.reduce(into: []) { $0.formUnion($1.columns) }
    }
}
