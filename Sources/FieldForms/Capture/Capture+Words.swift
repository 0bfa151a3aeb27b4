// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension Capture {
    /// The languages that the form has; fewer than two when there is nothing to choose.
    package var languages: [String] { form.definition.languages ?? [] }

    /// Changes to the next language of the form; after the last, to the first.
    package mutating func switchLanguage() {
        guard languages.count > 1 else { return }
        let here = language.flatMap { languages.firstIndex(of: $0) } ?? 0
        let next = (here + 1) % languages.count
        language = next == 0 ? nil : languages[next]
    }

    /// - Returns: False when the form has no such language, in whatever case it is written.
    @discardableResult package mutating func speak(_ wanted: String) -> Bool {
        guard let meant = form.definition.language(meant: wanted),
            let found = languages.firstIndex(of: meant)
        else { return false }
        language = found == 0 ? nil : languages[found]
        return true
    }

    /// What a question, note, group or list is called, in the present language.
    package func label(at path: FieldPath) -> String {
        filling.label(at: path, language: language)
    }

    /// What helps to answer, with the ends of a range.
    package func hint(at path: FieldPath) -> String? {
        let hint = filling.hint(at: path, language: language)
        guard let range = form.field(path)?.item.range else { return hint }
        return hint.map { "\($0) (\(range.words))" } ?? "A number \(range.words)"
    }

    /// What helps when the hint does not.
    package func guidance(at path: FieldPath) -> String? {
        filling.guidance(at: path, language: language)
    }

    /// The rule that an answer must keep, as the form words it.
    package func rule(at path: FieldPath) -> String? {
        filling.constraintMessage(at: path, language: language)
    }

    package func label(of choice: FormDefinition.Choice) -> String {
        language.flatMap { choice.translations?[$0] } ?? choice.label
    }

    /// An answer that was chosen, by what the choices are called in the present language, records
    /// with the end of their identifier; nil for an answer of another kind.
    package func words(ofChosen value: FieldValue, at path: FieldPath) -> String? {
        guard let field = form.field(path) else { return nil }
        let names: [String]
        switch value {
        case .choice(let name): names = [name]
        case .choices(let chosen): names = field.inListOrder(chosen)
        case .text(let text) where field.item.type == .rank:
            names = text.split(separator: " ").map(String.init)
        case .text(let text) where field.item.namesRecordOf != nil: names = [text]
        default: return nil
        }
        if let form = field.item.namesRecordOf {
            let records = filling.surroundings.records(form)
            return names.map { name in
                let label = records.label(of: name) ?? name
                return RecordID(name).map { label.naming($0) } ?? label
            }.joined(separator: ", ")
        }
        let choices = filling.choices(at: path)
        return names.map { name in
            choices.first { $0.name == name }.map { label(of: $0) } ?? field.label(ofChoice: name)
        }.joined(separator: ", ")
    }

    /// All that what was typed may mean, for who picks from a list: those that are meant by the
    /// whole of it first.
    package func choices(at path: FieldPath, near typed: String) -> [FormDefinition.Choice] {
        let meant = choices(at: path, matching: typed)
        let wanted = typed.lowercased().trimmed
        guard !wanted.isEmpty else { return meant }
        let known = Set(meant.map(\.name))
        return meant
            + filling.choices(at: path).filter {
                !known.contains($0.name) && label(of: $0).lowercased().contains(wanted)
            }
    }

    /// The choices that what was typed may mean, in the order that they are shown.
    ///
    /// A choice whose name or label it is, is meant alone, and so is the only one that has it as a
    /// number; then those that have a word beginning with it; then those that hold it anywhere.
    /// Case does not matter. All where nothing is typed.
    package func choices(at path: FieldPath, matching typed: String) -> [FormDefinition.Choice] {
        let choices = filling.choices(at: path)
        let wanted = typed.lowercased().trimmed
        guard !wanted.isEmpty else { return choices }
        let exact = choices.filter {
            $0.name.lowercased() == wanted || label(of: $0).lowercased() == wanted
        }
        if !exact.isEmpty { return exact }
        if let form = form.field(path)?.item.namesRecordOf {
            let called = Set(filling.surroundings.records(form).called(wanted))
            let records = choices.filter { RecordID($0.name).map(called.contains) == true }
            if !records.isEmpty { return records }
        }
        let begun = choices.filter { choice in
            let label = label(of: choice).lowercased()
            return label.hasPrefix(wanted)
                || label.split { !$0.isLetter && !$0.isNumber }.contains { $0.hasPrefix(wanted) }
        }
        guard begun.isEmpty else {
            // Of numbers, 29 is not the beginning of 290.
            guard wanted.last?.isNumber == true else { return begun }
            let whole = begun.filter { label(of: $0).holdsWords(of: wanted) }
            return whole.count == 1 ? whole : begun
        }
        return choices.filter { label(of: $0).lowercased().contains(wanted) }
    }
}

extension String {
    /// True where the words stand in it whole, one after the other: "agency 29" is not in
    /// "Agency 290".
    fileprivate func holdsWords(of wanted: String) -> Bool {
        let words = { (text: String) in
            " " + text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
                + " "
        }
        return words(self).contains(words(wanted))
    }
}
