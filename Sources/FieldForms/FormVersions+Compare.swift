// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension FormVersions {
    /// What the version `later` has otherwise than `earlier`; nil where one of them is unknown.
    package func difference(from earlier: Int, to later: Int) -> FormDifference? {
        guard earlier < later, let old = form(version: earlier), let new = form(version: later)
        else { return nil }
        var difference = FormDifference(form: new.id, from: earlier, to: later)
        for field in new.fields {
            guard let former = former(of: field, in: old) else {
                difference.add(.added, field.template, to: field.label)
                if field.required != nil { difference.add(.needed, field.template) }
                continue
            }
            difference.compare(former, with: field)
        }
        let followed = Set(new.fields.compactMap { former(of: $0, in: old)?.template })
        for field in old.fields where !followed.contains(field.template) {
            difference.add(.removed, field.template, from: field.label)
        }
        return difference
    }

    /// The field of an older version whose answers this one goes on with.
    private func former(of field: FormField, in old: CompiledForm) -> FormField? {
        // Calculations have no answers to go on with.
        if field.isCalculated { return old.field(template: field.template) }
        return lineByTemplate[field.template].flatMap { lines[$0].stop(at: old.version)?.field }
    }
}

extension FieldLine {
    fileprivate func stop(at version: Int) -> Stop? { stops.first { $0.version == version } }
}

extension FormDifference {
    fileprivate mutating func compare(_ old: FormField, with new: FormField) {
        let place = new.template
        let texts: [(Kind, String?, String?)] = [
            (.renamed, old.template, place),
            (.retyped, old.item.type.rawValue, new.item.type.rawValue),
            (.rescaled, old.item.scale, new.item.scale),
            (.reruled, old.item.constraint, new.item.constraint),
            (.relevance, old.item.relevant, new.item.relevant),
            (.calculation, old.item.calculation, new.item.calculation),
            (.merge, old.item.merge?.rawValue, new.item.merge?.rawValue),
        ]
        for (kind, former, present) in texts where former != present {
            add(kind, place, from: former, to: present)
        }
        if old.item.required != new.item.required {
            add(
                new.required == nil ? .optional : .needed,
                place,
                from: old.item.required,
                to: new.item.required
            )
        }
        compareChoices(old, new)
        for (former, present) in zip(old.words, new.words) where former != present {
            add(.relabelled, place, from: former, to: present)
        }
    }

    private mutating func compareChoices(_ old: FormField, _ new: FormField) {
        let known = Set(old.choices.map(\.name))
        let kept = Set(new.choices.map(\.name))
        var renamed: Set<String> = []
        for choice in new.listed {
            for name in choice.mapsFrom ?? [] where known.contains(name) && name != choice.name {
                add(.choiceRenamed, new.template, from: name, to: choice.name)
                renamed.formUnion([name, choice.name])
            }
        }
        for choice in new.choices where !known.contains(choice.name) {
            guard !renamed.contains(choice.name) else { continue }
            add(.choiceAdded, new.template, to: choice.name)
        }
        for choice in old.choices where !kept.contains(choice.name) {
            guard !renamed.contains(choice.name) else { continue }
            add(.choiceDropped, new.template, from: choice.name)
        }
        for choice in new.choices {
            let former = old.choices.first { $0.name == choice.name }?.label
            guard let former, former != choice.label else { continue }
            add(.relabelled, new.template, from: former, to: choice.label)
        }
    }
}

extension FormField {
    /// What a person reads, in the form's first language.
    fileprivate var words: [String?] {
        [item.label, item.hint, item.guidance, item.constraintMessage, item.requiredMessage]
    }
}
