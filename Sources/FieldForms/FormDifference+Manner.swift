// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What differs in how something is given, offered or written, rather than in what is asked.
extension FormDifference {
    /// By the columns of the survey.
    mutating func compareManner(_ old: FormItem, _ new: FormItem, at place: String) {
        compare(
            [
                ("default", { $0.initial ?? $0.defaultValue }), ("read_only", { $0.readOnly }),
                ("choice_filter", { $0.choiceFilter }), ("repeat_count", { $0.repeatCount }),
                ("trigger", { $0.trigger?.joined(separator: " ") }),
                ("parameters", { $0.parameters }), ("save_to", { $0.saveTo }),
                ("appearance", { $0.appearance }), ("used_by", { $0.usedBy }),
            ] as [(String, (FormItem) -> String?)],
            old,
            new,
            at: place
        )
    }

    private mutating func compare<Part>(
        _ columns: [(String, (Part) -> String?)],
        _ old: Part,
        _ new: Part,
        at place: String
    ) {
        for (column, text) in columns where text(old) != text(new) {
            add(.manner, place, column: column, from: text(old), to: text(new))
        }
    }

    /// Groups that both have under one name.
    mutating func compareGroups(_ old: CompiledForm, _ new: CompiledForm) {
        for group in new.groups {
            guard let before = old.item(template: group.template) else { continue }
            let after = group.item
            if before.relevant != after.relevant {
                add(.relevance, group.template, from: before.relevant, to: after.relevant)
            }
            compareManner(before, after, at: group.template)
            if before.label != after.label {
                add(.relabelled, group.template, from: before.label, to: after.label)
            }
            compareLanguages(before, after, at: group.template)
        }
    }

    /// The words of the further languages.
    mutating func compareLanguages(_ old: FormItem, _ new: FormItem, at place: String) {
        let (before, after) = (old.translations ?? [:], new.translations ?? [:])
        for language in Set(before.keys).union(after.keys).sorted() {
            let (former, present) = (before[language]?.words, after[language]?.words)
            for (column, texts) in zip(FormItem.Texts.columns, 0...) {
                let (from, to) = (former?[texts] ?? nil, present?[texts] ?? nil)
                guard from != to else { continue }
                add(.relabelled, place, column: "\(column)::\(language)", from: from, to: to)
            }
        }
    }

    /// Choices that both have: their labels in further languages, and what filters look at.
    mutating func compareRest(
        of old: [FormDefinition.Choice],
        _ new: [FormDefinition.Choice],
        at place: String
    ) {
        for choice in new {
            guard let former = old.first(where: { $0.name == choice.name }) else { continue }
            let pairs: [(String, [String: String]?, [String: String]?, Kind)] = [
                ("label::", former.translations, choice.translations, .relabelled),
                ("", former.attributes, choice.attributes, .manner),
            ]
            for (prefix, before, after, kind) in pairs {
                let (before, after) = (before ?? [:], after ?? [:])
                for column in Set(before.keys).union(after.keys).sorted()
                where before[column] != after[column] {
                    add(
                        kind,
                        place,
                        column: "choice \(choice.name), \(prefix)\(column)",
                        from: before[column],
                        to: after[column]
                    )
                }
            }
        }
    }

    /// Who writes its records and how, and what they make of others.
    mutating func compareSettings(_ old: FormDefinition, _ new: FormDefinition) {
        compare(
            [
                ("writers", { $0.writers?.map(\.rawValue).joined(separator: " ") }),
                (
                    "merge_groups",
                    {
                        $0.mergeGroups?.map { $0.joined(separator: " ") }
                            .joined(separator: "; ")
                    }
                ),
                ("written_once", { $0.writtenOnce == true ? "yes" : nil }),
                ("of_commands", { $0.ofCommands == true ? "yes" : nil }),
            ] as [(String, (FormDefinition) -> String?)],
            old,
            new,
            at: "settings"
        )
        let (before, after) = (old.entities ?? [], new.entities ?? [])
        for number in 0..<max(before.count, after.count) {
            let former = before.indices.contains(number) ? before[number] : nil
            let present = after.indices.contains(number) ? after[number] : nil
            compare(
                [
                    ("list_name", { $0?.form.text }), ("repeat", { $0?.within }),
                    ("entity_id", { $0?.record }), ("create_if", { $0?.createIf }),
                    ("update_if", { $0?.updateIf }), ("label", { $0?.label }),
                ] as [(String, (FormEntity?) -> String?)],
                former,
                present,
                at: "entities"
            )
        }
    }
}

extension FormItem {
    fileprivate var parameters: String? {
        let parts = [
            range?.words, randomize == true ? "randomize=true" : nil, seed.map { "seed=\($0)" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

extension FormItem.Texts {
    fileprivate static let columns = [
        "label", "hint", "guidance_hint", "required_message", "constraint_message",
    ]
    fileprivate var words: [String?] {
        [label, hint, guidance, requiredMessage, constraintMessage]
    }
}

extension CompiledForm {
    /// Groups and repeats, each after those around it.
    fileprivate var groups: [FormGroup] { Self.groups(in: outline) }

    private static func groups(in nodes: [FormNode]) -> [FormGroup] {
        nodes.flatMap { node -> [FormGroup] in
            guard case .group(let group) = node else { return [] }
            return [group] + groups(in: group.nodes)
        }
    }
}
