// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import XLSForms

/// What was made of an XLSForm, for people and for scripts.
struct FormUnderstood {
    let form: FormImport
    let former: CompiledForm?

    private var definition: FormDefinition { form.definition }
    /// True where the version before says the same.
    var isUnchanged: Bool {
        former?.definition.says(definition) == true
    }

    var json: JSON {
        let counts = Counts(definition.items)
        return [
            "form": .string(definition.id.text), "version": .integer(Int64(definition.version)),
            "title": .string(definition.title),
            "audience": .string(definition.audience.rawValue),
            "questions": .integer(Int64(counts.questions)),
            "groups": .integer(Int64(counts.groups)),
            "repeats": .integer(Int64(counts.repeats)),
            "languages": .array((definition.languages ?? []).map(JSON.string)),
            "unchanged": .boolean(isUnchanged),
            "ignored": .array(form.warnings.map(\.json)),
        ]
    }

    var lines: [String] {
        let counts = Counts(definition.items)
        var lines = [
            "\(definition.id) version \(definition.version)  "
                + Style.bold(inert(definition.title)),
            "  \(count(counts.questions, "question")), \(count(counts.groups, "group")),"
                + " \(count(counts.repeats, "repeat"))",
            "  received by: \(definition.audience.words)",
        ]
        if let languages = definition.languages {
            lines.append("  languages: \(inert(languages.joined(separator: ", ")))")
        }
        if let note = definition.versionNote { lines.append("  its own version: \(inert(note))") }
        if !form.warnings.isEmpty { lines.append("  without effect here, or hardly meant:") }
        lines += form.warnings.flatMap { warning in
            inert(warning.description).wrapped(72).map { "      " + $0 }
        }
        if isUnchanged { lines.append("It says what version \(former?.version ?? 0) says.") }
        return lines
    }

    private struct Counts {
        var (questions, groups, repeats) = (0, 0, 0)

        init(_ items: [FormItem]) { items.forEach { add($0) } }

        private mutating func add(_ item: FormItem) {
            switch item.type {
            case .group: groups += 1
            case .repeated: repeats += 1
            case .calculate, .hidden, .metadata, .note: break
            default: questions += 1
            }
            (item.items ?? []).forEach { add($0) }
        }
    }
}

extension ImportProblem {
    var json: JSON {
        [
            "sheet": .string(sheet), "row": row.map { .integer(Int64($0)) } ?? .null,
            "column": column.map(JSON.string) ?? .null, "message": .string(message),
            "remedy": remedy.map(JSON.string) ?? .null,
        ]
    }
}

extension ImportError {
    var problem: Problem {
        let places = problems.count == 1 ? "one place" : "\(problems.count) places"
        return Problem(
            .usage,
            "The form cannot be used as it is: \(places) to mend. Nothing was sent.\n"
                + description,
            details: ["problems": .array(problems.map(\.json))]
        )
    }
}
