// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Answers that name records: an identifier, the end of one, or what the record is called.
extension FieldArguments {
    func chosen(
        _ value: FieldValue?,
        _ field: FormField,
        at path: String
    ) throws -> FieldValue? {
        switch value {
        case .text(let words):
            guard let form = field.item.suggestsRecordsOf else { return value }
            return .text(try record(words, of: form, path)?.description ?? words)
        case .choice(let name):
            guard let form = field.item.choosesRecordsOf else { return value }
            return .choice(try known(name, of: form, path))
        case .choices(let names):
            guard let form = field.item.choosesRecordsOf else { return value }
            return .choices(of: try names.map { try known($0, of: form, path) })
        default: return value
        }
    }

    /// Words that stand where the name of a record might: nobody is known by them here.
    struct Unnamed {
        let path: FieldPath
        let words: String
        let form: FormID
    }

    func unnamed(in answers: [FieldPath: FieldValue]) -> [Unnamed] {
        answers.sorted { $0.key < $1.key }.compactMap { path, value in
            guard case .text(let words) = value, RecordID(words) == nil,
                let form = form.field(path)?.item.suggestsRecordsOf
            else { return nil }
            return Unnamed(path: path, words: words, form: form)
        }
    }

    /// What to tell of words that name no record where they might; with who may be meant where a
    /// person reads it, as what scripts keep is to name nobody.
    ///
    /// - Complexity: The number of records that might be meant.
    func remarks(
        on answers: [FieldPath: FieldValue],
        toPerson: Bool = Terminal.isInteractive
    ) throws -> [String] {
        try unnamed(in: answers).map { unnamed in
            let choices = try records(unnamed.form).choices
            let near = toPerson ? choices.filter { $0.isNear(unnamed.words) } : []
            let told =
                "\(unnamed.path): no record of the form \(unnamed.form) here is called that, so"
                + " the words were kept."
            let names = near.prefix(3).map { inert($0.naming) }.joined(separator: ", ")
            return near.isEmpty ? told : told + " Did you mean \(names)?"
        }
    }

    private func known(_ typed: String, of form: FormID, _ path: String) throws -> String {
        if let record = try record(typed, of: form, path) { return record.description }
        throw FieldProblem(
            path,
            .fieldChoice,
            "'\(typed.prefix(50))' is none of the records of the form \(form) on this device."
                + " See them with: keeplocal list \(form)"
        )
    }

    /// - Throws: When several records may be meant.
    private func record(_ typed: String, of form: FormID, _ path: String) throws -> RecordID? {
        let known = try records(form)
        let found = known.called(typed)
        guard found.count > 1 else { return found.first }
        let names = found.prefix(5).map { inert((known.shown($0) ?? "").naming($0)) }
        throw FieldProblem(
            path,
            .fieldChoice,
            "'\(typed.prefix(50))' may be any of \(found.count) records. Write the end of one's"
                + " identifier: \(names.joined(separator: ", "))"
        )
    }
}

extension FormItem {
    /// The form among whose records an answer chooses, and takes nothing else.
    fileprivate var choosesRecordsOf: FormID? {
        choicesFrom?.value ?? "name" == "name" ? choicesFrom?.records : nil
    }
}

extension FormDefinition.Choice {
    /// True where a word of what it is called begins with a word that was typed.
    fileprivate func isNear(_ typed: String) -> Bool {
        let words = { (text: String) -> [Substring] in
            text.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 2 }
        }
        let wanted = words(typed)
        return words(label).contains { word in
            wanted.contains { word.hasPrefix($0) }
        }
    }

    fileprivate var naming: String { RecordID(name).map { label.naming($0) } ?? label }
}
