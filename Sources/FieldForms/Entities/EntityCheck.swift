// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension CompiledForm {
    /// Why its entities could never be written to the forms that there are, each as
    /// `place: column what is wrong`, in the way of `FormError`.
    package func entityProblems(among forms: [FormID: CompiledForm]) -> [String] {
        entities.flatMap { entity -> [String] in
            let id = entity.entity.form
            guard let target = id == self.id ? self : forms[id] else {
                return [
                    "entity \(id): list there is no form '\(id)' on this device; import that form"
                        + " first, or fetch it with: keeplocal sync"
                ]
            }
            return EntityCheck(source: self, target: target, entity: entity).problems
        }
    }
}

/// One entity against the form whose records it makes or changes.
private struct EntityCheck {
    let source: CompiledForm
    let target: CompiledForm
    let entity: CompiledEntity

    var problems: [String] {
        let saved = entity.fields.sorted { $0.key < $1.key }
            .compactMap { template, name in problem(template, name) }
        return rightProblems + saved + (isMaking ? labelProblems + neededProblems : [])
    }

    private var place: String { "entity \(target.id)" }
    private var isMaking: Bool { entity.record == nil || entity.createIf != nil }

    private func problem(_ template: String, _ name: String) -> String? {
        guard let field = target.fieldOfEntity(named: name) else {
            let names = target.fields.filter { !$0.isRepeated && $0.takesAnswers }.map(\.template)
            let hint = Spelling.nearest(to: name, among: names).map { "; did you mean \($0)?" }
            return "\(template): saveTo the form \(target.id) has no field '\(name)' that can be"
                + " written\(hint ?? "")"
        }
        guard let given = source.field(template: template) else { return nil }
        guard field.takes(given) else {
            return "\(template): saveTo '\(name)' of the form \(target.id) is"
                + " \(field.item.type.words), and this question gives \(given.item.type.words);"
                + " ask it as the type \(field.item.type.spelled), or save it to another field"
        }
        let isListed = [.choice, .choices, .rank].contains(field.item.type)
        guard isListed, field.item.choicesFrom?.records == nil else { return nil }
        let known = Set(field.choices.map(\.name))
        return given.choices.first { !known.contains($0.name) }.map { choice in
            "\(template): saveTo the choice '\(choice.name)' is none of those of '\(name)' in the"
                + " form \(target.id): \(field.choiceWords)"
        }
    }

    /// Nobody could save such a record: whoever may fill in the one may not write the other.
    private var rightProblems: [String] {
        let mayBoth = Role.allCases.contains { role in
            [source, target].allSatisfy { $0.definition.lets(role, .write) }
        }
        guard !mayBoth else { return [] }
        return [
            "\(place): list nobody who may fill in this form may write records of the form"
                + " \(target.id)"
        ]
    }

    private var labelProblems: [String] {
        let isNamed = target.titleField.map { given.contains($0.template) } ?? true
        guard !isNamed else { return [] }
        return [
            "\(place): label is missing: write what a new record is called, or save an answer to"
                + " '\(target.titleField?.template ?? "")'"
        ]
    }

    private var neededProblems: [String] {
        target.fields.filter { field in
            field.isAsked && !field.isRepeated && field.required == .call("true", [])
                && field.relevant == nil && field.ancestors.allSatisfy { $0.relevant == nil }
                && field.item.defaultValue == nil && field.initial == nil
                && field.calculation == nil && !given.contains(field.template)
        }.map { field in
            "\(place): list every new record of the form \(target.id) needs '\(field.template)'"
                + " (\(field.label)), and no question is saved to it"
        }
    }

    /// The fields of the other form that are written.
    private var given: Set<String> {
        var given = Set(
            entity.fields.values.compactMap { target.fieldOfEntity(named: $0)?.template }
        )
        if entity.label != nil, let title = target.titleField { given.insert(title.template) }
        return given
    }
}

extension FormField {
    /// True where an answer to the other question can be one to this.
    fileprivate func takes(_ other: FormField) -> Bool {
        // A text may be the identifier of a record; what else somebody types is anything.
        let namesRecord = item.choicesFrom?.records != nil && other.item.type == .text
        return namesRecord || item.type.takes(other.item.type)
    }
}

extension FormItem.Kind {
    /// As an XLSForm has it.
    fileprivate var spelled: String {
        switch self {
        case .choice: "select_one"
        case .choices: "select_multiple"
        case .blob: "file"
        default: rawValue
        }
    }

    /// True where an answer of the other kind can be one of this.
    fileprivate func takes(_ other: FormItem.Kind) -> Bool {
        if self == other { return true }
        // What these give is known only when it is there.
        let isOpen = [.calculate, .hidden, .metadata].contains(other)
        return switch self {
        case .text, .hidden: other != .blob
        case .integer, .decimal: isOpen || [.integer, .decimal].contains(other)
        case .money: other == .calculate
        case .boolean: isOpen || [.acknowledge, .choice].contains(other)
        case .acknowledge: isOpen || [.boolean, .choice].contains(other)
        case .date, .dateTime, .time: isOpen || [.date, .dateTime].contains(other)
        case .choice, .geopoint: isOpen
        case .choices: isOpen || other == .choice
        case .rank, .blob, .note, .metadata, .calculate, .group, .repeated: false
        }
    }
}
