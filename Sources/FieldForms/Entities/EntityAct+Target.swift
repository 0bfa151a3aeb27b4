// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension EntityAct {
    /// Its answers as the other form has them, and where each comes from.
    package struct Written: Sendable {
        package fileprivate(set) var fields: [FieldPath: FieldValue] = [:]
        package fileprivate(set) var sources: [FieldPath: FieldPath] = [:]
        package fileprivate(set) var problems: [FieldProblem] = []
    }

    /// What it writes to a record of the form: answers to the fields that they are saved to, and
    /// the label to the field that names a record, where no answer is saved to that.
    package func written(to target: CompiledForm) -> Written {
        var written = Written()
        for (name, answer) in answers.sorted(by: { $0.key < $1.key }) {
            guard let field = target.fieldOfEntity(named: name),
                let path = FieldPath(field.template), let value = field.taking(answer.value, path)
            else {
                written.problems.append(
                    FieldProblem(
                        answer.path.text,
                        .fieldType,
                        "this answer cannot be written to '\(name)' of the form \(target.id)."
                    )
                )
                continue
            }
            written.fields[path] = value
            written.sources[path] = answer.path
        }
        if !label.isEmpty, let field = target.titleField,
            let path = FieldPath(field.template), written.fields[path] == nil,
            let value = field.taking(.text(label), path)
        {
            written.fields[path] = value
        }
        return written
    }
}

extension FormField {
    /// A value as this question has it: as it is, or what it would be written as.
    fileprivate func taking(_ value: FieldValue, _ path: FieldPath) -> FieldValue? {
        guard problem(with: value, at: path)?.code == .fieldType else { return value }
        return answer(from: ExpressionValue(value), on: .here)
    }
}
