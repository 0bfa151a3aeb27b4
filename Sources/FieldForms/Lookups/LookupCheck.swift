// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The forms whose records a form may look at.
package struct FormsHere {
    let forms: [FormID: CompiledForm]
    /// Those of which no more than the name is known.
    let named: Set<FormID>
    /// Files beside the form, which may have been meant.
    let files: [String]

    package init(
        _ forms: some Sequence<CompiledForm>,
        named: Set<FormID> = [],
        files: [String] = []
    ) {
        (self.named, self.files) = (named, files)
        self.forms = Dictionary(forms.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func has(_ form: FormID) -> Bool { forms[form] != nil || named.contains(form) }

    var names: [String] { (Array(forms.keys) + Array(named)).map(\.text) + files }
}

extension CompiledForm {
    /// What can be read and would come out wrong without a word: look-ups in lists or of columns
    /// that are not there, counts beyond what a repeat has, values of what has none; each as
    /// `place: column what it is`.
    ///
    /// A form that is in use already is never stopped by it. Which forms there are decides nothing
    /// where `forms` is nil.
    package func useProblems(among forms: FormsHere?) -> [String] {
        lookups.compactMap { lookup in
            guard let message = problem(lookup, forms) else { return nil }
            let error = ExpressionError(message: message, offset: lookup.offset)
            return "\(lookup.place): \(lookup.column) \(error)"
        } + countProblems + misuses
    }

    private func problem(_ lookup: FormLookup, _ forms: FormsHere?) -> String? {
        guard let name = lookup.named else { return unknownList(lookup.list, forms) }
        guard let known = columns(of: lookup.list, forms), !known.contains(name) else { return nil }
        let hint =
            Spelling.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
            ?? "it has \(known.prefix(12).joined(separator: ", "))"
            + (known.count > 12 ? " and \(known.count - 12) more" : "")
        return "'\(lookup.list)' has no column '\(name)'; \(hint)"
    }

    private func unknownList(_ name: String, _ forms: FormsHere?) -> String? {
        let own =
            Array((definition.choiceLists ?? [:]).keys) + Array((definition.tables ?? [:]).keys)
        guard !own.contains(name), name != id.text else { return nil }
        let form = FormID(name)
        guard let forms else {
            return form == nil ? "there is no list '\(name)'; \(Self.whereListsAre)" : nil
        }
        guard form.map(forms.has) != true else { return nil }
        let near = Spelling.nearest(to: name, among: own + forms.names + [id.text])
        return "there is no list, file or form '\(name)'; "
            + (near.map { "did you mean '\($0)'?" } ?? Self.whereListsAre)
    }

    private static let whereListsAre =
        "put the file of that name beside the form, or write the name of a list of the sheet"
        + " choices or of a form"

    /// In their order; nil where nobody can know.
    private func columns(of list: String, _ forms: FormsHere?) -> [String]? {
        if let choices = definition.choiceLists?[list] {
            let more = choices.flatMap { ($0.attributes ?? [:]).keys }
            return ["name", "label"] + Set(more).subtracting(["name", "label"]).sorted()
        }
        if let table = definition.tables?[list] { return table.columns }
        guard let id = FormID(list), let form = id == self.id ? self : forms?.forms[id] else {
            return nil
        }
        return RecordColumns(form).names
    }
}
