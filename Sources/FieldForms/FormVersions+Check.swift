// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension FormVersions {
    /// Everything that keeps a form from being the version after the newest, each with its place
    /// and what to write instead.
    package func problems(adding next: CompiledForm) -> [String] {
        faults(adding: next).map(\.description)
    }

    package func faults(adding next: CompiledForm) -> [VersionFault] {
        var faults = headFaults(next)
        var sources: [Int: String] = [:]
        for field in next.fields where !field.isCalculated {
            let place = field.template
            let own = lineByTemplate[place]
            let declared = field.item.mapsFrom.flatMap { lineByTemplate[$0] }
            if let from = field.item.mapsFrom, declared == nil {
                faults.append(unknown(from, place))
            }
            if let own, let declared, own != declared {
                faults.append(
                    VersionFault(
                        place,
                        .name,
                        "an earlier version had another field of this name, so the answers of both"
                            + " would be mixed",
                        "Give it a name that was never used"
                    )
                )
            }
            guard let source = declared ?? own else { continue }
            if let other = sources.updateValue(place, forKey: source) {
                faults.append(
                    VersionFault(
                        place,
                        .mapsFrom,
                        "\(other) comes from the same field",
                        "Only one of them can: leave mapsFrom out of the other, and give it a name"
                            + " that was never used"
                    )
                )
            }
            faults += lines[source].faults(continuing: field)
        }
        return faults
    }

    private func unknown(_ from: String, _ place: String) -> VersionFault {
        let near = Spelling.nearest(to: from, among: lineByTemplate.keys)
        return VersionFault(
            place,
            .mapsFrom,
            "no earlier version has a field '\(from)'",
            (near.map { "Did you mean '\($0)'? " } ?? "")
                + "Name one as it stood there, or leave mapsFrom out"
        )
    }

    /// Of the number, and of who receives and writes records.
    private func headFaults(_ next: CompiledForm) -> [VersionFault] {
        var faults: [VersionFault] = []
        let (old, new) = (newest.definition, next.definition)
        if new.version != old.version + 1 {
            faults.append(
                VersionFault(
                    "version",
                    .settings("version"),
                    "the newest version is \(old.version)",
                    "Write \"version\": \(old.version + 1)"
                )
            )
        }
        if new.audience != old.audience || new.category != old.category {
            faults.append(
                VersionFault(
                    "audience, category",
                    .settings(new.audience != old.audience ? "audience" : "category"),
                    "they decide who receives the records that are there",
                    "Keep the audience '\(old.audience.rawValue)' and the category"
                        + " '\(old.category.rawValue)', or make another form"
                )
            )
        }
        if let writers = old.writers, new.writers == nil {
            let names = writers.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            faults.append(
                VersionFault(
                    "writers",
                    .settings("writers"),
                    "left out, it would open the form to everybody whom its category lets write",
                    "Keep [\(names)], or name those who are to write",
                    inSheets:
                        "Keep \(writers.map(\.rawValue).joined(separator: " ")), or name those"
                        + " who are to write"
                )
            )
        }
        return faults
    }

    /// What is wrong with the first version of a form, besides what a form alone can have wrong.
    package static func problems(first form: CompiledForm) -> [String] {
        faults(first: form).map(\.description)
    }

    package static func faults(first form: CompiledForm) -> [VersionFault] {
        let early = VersionFault(
            "version",
            .settings("version"),
            "there is none before",
            "Write \"version\": 1"
        )
        return (form.version == 1 ? [] : [early])
            + form.fields.compactMap { field in
                let choice = field.listed.first { $0.mapsFrom != nil }
                guard field.item.mapsFrom != nil || choice != nil else { return nil }
                let isOfChoice = field.item.mapsFrom == nil
                return VersionFault(
                    field.template,
                    isOfChoice ? .choice(choice?.name ?? "", of: field.item.choices) : .mapsFrom,
                    (isOfChoice ? "mapsFrom: " : "") + "there is no version before this one here",
                    "Where there is one, fetch it first with: keeplocal sync; else leave mapsFrom"
                        + " out"
                )
            }
    }
}

extension FieldLine {
    fileprivate func faults(continuing field: FormField) -> [VersionFault] {
        let former = last.field
        var faults: [VersionFault] = []
        if former.ancestors.filter(\.repeats).count != field.ancestors.filter(\.repeats).count {
            faults.append(
                VersionFault(
                    field.template,
                    .type,
                    "\(former.template) stood in another number of repeats, so its answers have no"
                        + " place here",
                    "Leave it there, or give it a name that was never used and no mapsFrom"
                )
            )
        }
        guard former.item.scale == field.item.scale else { return faults }
        if !former.item.type.widens(to: field.item.type) {
            faults.append(
                VersionFault(
                    field.template,
                    .type,
                    "it was \(former.item.type.rawValue) and is \(field.item.type.rawValue) now, so"
                        + " answers cannot be mapped",
                    "Give it another name, or a new \"scale\" if the answers are to stand side by"
                        + " side",
                    inSheets:
                        "Give it another name, or a new word in the column scale if the answers"
                        + " are to stand side by side"
                )
            )
        }
        return faults + choiceFaults(former, field)
    }

    private func choiceFaults(_ former: FormField, _ field: FormField) -> [VersionFault] {
        let list = field.item.choices
        var faults: [VersionFault] = []
        var lost: [String] = []
        for name in former.listed.map(\.name) {
            let targets = field.listed.filter { $0.mapsFrom?.contains(name) == true }
            let isListed = field.listed.contains { $0.name == name }
            if targets.count + (isListed ? 1 : 0) > 1 {
                faults.append(
                    VersionFault(
                        field.template,
                        .choice(targets.last?.name ?? name, of: list),
                        "the choice '\(name)' is mapped more than once, or mapped and kept",
                        "Say only one of these"
                    )
                )
            } else if targets.isEmpty, !isListed {
                lost.append(name)
            }
        }
        if !lost.isEmpty { faults.append(.lost(lost, in: field)) }
        let known = Set(
            stops.flatMap { $0.field.listed }.flatMap { [$0.name] + ($0.mapsFrom ?? []) }
        )
        for choice in field.listed {
            for name in choice.mapsFrom ?? [] where !known.contains(name) {
                faults.append(
                    VersionFault(
                        field.template,
                        .choice(choice.name, of: list),
                        "the choice '\(choice.name)' maps from '\(name)', which no earlier version"
                            + " has",
                        "Correct the name, or leave it out"
                    )
                )
            }
        }
        return faults
    }
}

extension FormItem.Kind {
    /// True when every value of this type is, or can be told as, one of the other.
    func widens(to other: FormItem.Kind) -> Bool {
        self == other || (self == .integer && other == .decimal)
            || (self == .choice && other == .choices)
    }
}
