// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension FormVersions {
    /// What the version `later` has otherwise than `earlier`; nil where one of them is unknown.
    ///
    /// Version 0 is that of a form before there was one: everything is new against it.
    package func difference(from earlier: Int, to later: Int) -> FormDifference? {
        let old = form(version: earlier)
        guard earlier < later, old != nil || earlier == 0, let new = form(version: later) else {
            return nil
        }
        var difference = FormDifference(form: new.id, from: earlier, to: later)
        var followed: Set<String> = []
        for field in new.fields {
            if let former = old.flatMap({ former(of: field, in: $0) }) {
                followed.insert(former.template)
                difference.compare(former, with: field)
            } else {
                difference.add(field)
            }
        }
        for field in old?.fields ?? [] where !followed.contains(field.template) {
            difference.remove(field)
        }
        if let old {
            difference.compareGroups(old, new)
            difference.compareNames(old.definition, new.definition)
            difference.compareSettings(old.definition, new.definition)
        }
        return difference
    }

    /// The field of an older version whose answers this one goes on with.
    private func former(of field: FormField, in old: CompiledForm) -> FormField? {
        // Calculations have no answers to go on with.
        guard field.isCalculated else {
            return lineByTemplate[field.template].flatMap { lines[$0].stop(at: old.version)?.field }
        }
        return old.field(template: field.template).flatMap { $0.isCalculated ? $0 : nil }
    }
}

extension FieldLine {
    fileprivate func stop(at version: Int) -> Stop? { stops.first { $0.version == version } }
}

extension FormDifference {
    fileprivate mutating func add(_ field: FormField) {
        guard !field.isCalculated else {
            return add(.calculation, field.template, to: field.item.calculation)
        }
        add(.added, field.template, to: field.label)
        if field.required != nil { add(.needed, field.template) }
    }

    fileprivate mutating func remove(_ field: FormField) {
        guard !field.isCalculated else {
            return add(.calculation, field.template, from: field.item.calculation)
        }
        add(.removed, field.template, from: field.label)
    }

    fileprivate mutating func compare(_ old: FormField, with new: FormField) {
        let place = new.template
        let isWider = old.item.type.widens(to: new.item.type)
        let texts: [(Kind, String?, String?)] = [
            (.renamed, old.template, place),
            (isWider ? .retyped : .unmapped, old.item.type.rawValue, new.item.type.rawValue),
            (.rescaled, old.item.scale, new.item.scale),
            (.reruled, old.item.constraint, new.item.constraint),
            (.relevance, old.item.relevant, new.item.relevant),
            (.calculation, old.item.calculation, new.item.calculation),
            (.merge, old.item.merge?.rawValue, new.item.merge?.rawValue),
        ]
        for (kind, former, present) in texts where former != present {
            add(kind, place, from: former, to: present)
        }
        compareNeed(old, new)
        compareManner(old.item, new.item, at: place)
        compareChoices(old, new)
        for (former, present) in zip(old.words, new.words) where former != present {
            add(.relabelled, place, from: former, to: present)
        }
        compareLanguages(old.item, new.item, at: place)
    }

    /// In the words of the settings.
    fileprivate mutating func compareNames(_ old: FormDefinition, _ new: FormDefinition) {
        let texts: [(String, String?, String?)] = [
            ("instance_name", old.naming, new.naming), ("summary", old.summary, new.summary),
            ("form_title", old.title, new.title),
        ]
        for (setting, former, present) in texts where former != present {
            add(.naming, setting, from: former, to: present)
        }
    }

    private mutating func compareNeed(_ old: FormField, _ new: FormField) {
        let (former, present) = (old.item.required, new.item.required)
        switch (old.required, new.required) {
        case (nil, nil): return
        case (nil, _?): add(.needed, new.template, to: present)
        case (_?, nil): add(.optional, new.template, from: former)
        case (_?, _?) where former != present:
            add(.needed, new.template, from: former, to: present)
        case (_?, _?): return
        }
    }

    private mutating func compareChoices(_ old: FormField, _ new: FormField) {
        let known = Set(old.choices.map(\.name))
        let listed = Set(old.listed.map(\.name))
        let kept = Set(new.choices.map(\.name))
        var renamed: Set<String> = []
        for choice in new.listed {
            for name in choice.mapsFrom ?? [] where listed.contains(name) && name != choice.name {
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
        compareRest(of: old.choices, new.choices, at: new.template)
    }
}

extension FormField {
    /// What a person reads, in the form's first language.
    fileprivate var words: [String?] {
        [item.label, item.hint, item.guidance, item.constraintMessage, item.requiredMessage]
    }
}
