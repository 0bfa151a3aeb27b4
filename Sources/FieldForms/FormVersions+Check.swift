// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension FormVersions {
    /// Everything that keeps a form from being the version after the newest, each with its place
    /// and what to write instead.
    package func problems(adding next: CompiledForm) -> [String] {
        var problems = headProblems(next)
        var sources: [Int: String] = [:]
        for field in next.fields where !field.isCalculated {
            let place = field.template
            let own = lineByTemplate[place]
            let declared = field.item.mapsFrom.flatMap { lineByTemplate[$0] }
            if let from = field.item.mapsFrom, declared == nil {
                problems.append(
                    "\(place): mapsFrom: no earlier version has a field '\(from)'. Name one as"
                        + " it stood there, or leave mapsFrom out"
                )
            }
            if let own, let declared, own != declared {
                problems.append(
                    "\(place): an earlier version had another field of this name, so the answers"
                        + " of both would be mixed. Give it a name that was never used"
                )
            }
            guard let source = declared ?? own else { continue }
            if let other = sources.updateValue(place, forKey: source) {
                problems.append(
                    "\(place): \(other) comes from the same field. Only one of them can: take"
                        + " mapsFrom out of the other, and give it a name that was never used"
                )
            }
            problems += lines[source].problems(continuing: field)
        }
        return problems
    }

    /// Of the number, and of who receives and writes records.
    private func headProblems(_ next: CompiledForm) -> [String] {
        var problems: [String] = []
        let (old, new) = (newest.definition, next.definition)
        if new.version != old.version + 1 {
            problems.append(
                "version: the newest version is \(old.version). Write"
                    + " \"version\": \(old.version + 1)"
            )
        }
        if new.audience != old.audience || new.category != old.category {
            problems.append(
                "audience, category: they decide who receives the records that are there. Keep"
                    + " '\(old.audience.rawValue)' and '\(old.category.rawValue)', or make another"
                    + " form"
            )
        }
        if let writers = old.writers, new.writers == nil {
            let names = writers.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            problems.append(
                "writers: left out, it would open the form to everybody whom its category lets"
                    + " write. Keep [\(names)], or name those who are to write"
            )
        }
        return problems
    }

    /// What is wrong with the first version of a form, besides what a form alone can have wrong.
    package static func problems(first form: CompiledForm) -> [String] {
        let early = form.version == 1 ? [] : ["version: there is none before. Write \"version\": 1"]
        return early
            + form.fields.compactMap { field in
                let isMapped =
                    field.item.mapsFrom != nil || field.listed.contains { $0.mapsFrom != nil }
                return isMapped
                    ? "\(field.template): mapsFrom: there is no version before this one here. Where"
                        + " there is one, fetch it first with: keeplocal sync; else leave it out"
                    : nil
            }
    }
}

extension FieldLine {
    fileprivate func problems(continuing field: FormField) -> [String] {
        let former = last.field
        var problems: [String] = []
        if former.ancestors.filter(\.repeats).count != field.ancestors.filter(\.repeats).count {
            problems.append(
                "\(field.template): \(former.template) stood in another number of repeats, so its"
                    + " answers have no place here. Leave it there, or give it a name that was"
                    + " never used and no mapsFrom"
            )
        }
        guard former.item.scale == field.item.scale else { return problems }
        if !former.item.type.widens(to: field.item.type) {
            problems.append(
                "\(field.template): it was \(former.item.type.rawValue) and is"
                    + " \(field.item.type.rawValue) now, so answers cannot be mapped. Give it"
                    + " another name, or a new \"scale\" if the answers are to stand side by side"
            )
        }
        return problems + choiceProblems(former, field)
    }

    private func choiceProblems(_ former: FormField, _ field: FormField) -> [String] {
        var problems: [String] = []
        for name in former.listed.map(\.name) {
            let targets = field.listed.filter { $0.mapsFrom?.contains(name) == true }
            let isListed = field.listed.contains { $0.name == name }
            if targets.count + (isListed ? 1 : 0) > 1 {
                problems.append(
                    "\(field.template): the choice '\(name)' is mapped more than once, or"
                        + " mapped and kept. Say only one of these"
                )
            } else if targets.isEmpty, !isListed {
                problems.append(
                    "\(field.template): answers have the choice '\(name)'. Keep it, let another"
                        + " choice have \"mapsFrom\": [\"\(name)\"], or keep it with"
                        + " \"dropped\": true"
                )
            }
        }
        let known = Set(
            stops.flatMap { $0.field.listed }.flatMap { [$0.name] + ($0.mapsFrom ?? []) }
        )
        for choice in field.listed {
            for name in choice.mapsFrom ?? [] where !known.contains(name) {
                problems.append(
                    "\(field.template): the choice '\(choice.name)' maps from '\(name)', which no"
                        + " earlier version has. Correct the name, or leave it out"
                )
            }
        }
        return problems
    }
}

extension FormItem.Kind {
    /// True when every value of this type is, or can be told as, one of the other.
    func widens(to other: FormItem.Kind) -> Bool {
        self == other || (self == .integer && other == .decimal)
            || (self == .choice && other == .choices)
    }
}
