// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Choices among records: an identifier, the end of one, or what the record is called.
extension FieldArguments {
    func chosen(
        _ value: FieldValue?,
        _ field: FormField,
        at path: String
    ) throws -> FieldValue? {
        guard let source = field.item.choicesFrom, let form = source.records,
            source.value ?? "name" == "name"
        else { return value }
        return switch value {
        case .choice(let name): .choice(try record(name, of: form, path))
        case .choices(let names): .choices(of: try names.map { try record($0, of: form, path) })
        default: value
        }
    }

    private func record(_ typed: String, of form: FormID, _ path: String) throws -> String {
        // One that this device does not have may be elsewhere.
        if let id = RecordID(typed) { return id.description }
        let (wanted, choices) = (typed.lowercased(), try records(form).choices)
        var found = choices.filter { $0.label.lowercased() == wanted }
        if found.isEmpty, wanted.count >= 4 { found = choices.filter { $0.name.hasSuffix(wanted) } }
        if found.count == 1 { return found[0].name }
        throw FieldProblem(
            path,
            .fieldChoice,
            found.isEmpty
                ? "'\(typed.prefix(50))' is none of the records of the form \(form) on this device."
                    + " See them with: keeplocal list \(form)"
                : "'\(typed.prefix(50))' may be any of \(found.count) records. Write one of their"
                    + " identifiers: \(found.prefix(5).map(\.name).joined(separator: ", "))"
        )
    }
}
