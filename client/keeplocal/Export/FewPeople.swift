// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldForms
import FieldModel
import FieldStore

/// Numbers of few people in returns, which a council keeps out of what it writes for others.
struct FewPeople {
    private let threshold: Threshold
    /// What the form computes, and from what, each by its place in the form.
    private let computed: [(result: String, sources: Set<String>)]
    /// Results that count nobody, such as percentages: a small one is no small number of people.
    private let shares: Set<String>

    /// Nil for a form that is no return, and for an organisation's own.
    init?(_ form: CompiledForm, of record: Record, _ session: StoreSession) throws {
        guard form.definition.category == .return,
            try session.identity().actor.party(in: record.scope) != .organisation
        else { return nil }
        threshold = Threshold(try session.threshold(of: record.scope.council))
        let places = Dictionary(grouping: form.fields, by: \.item.name)
        computed = form.fields.compactMap { field in
            let names = field.calculation?.namesOnTheWay
            return names.map { names in
                (field.template, Set(names.flatMap { places[$0] ?? [] }.map(\.template)))
            }
        }
        shares = Set(form.fields.filter { $0.calculation?.hasProducts == true }.map(\.template))
    }

    /// By their names in the form: what is a part of what.
    private static let parts = [
        ("people_new", "people_supported"), ("outcomes_paired", "outcomes_recorded"),
        ("outcomes_improved", "outcomes_paired"), ("outcomes_improved", "outcomes_recorded"),
    ]

    /// What the form computes, which is known with what it is computed from.
    var results: Set<String> { Set(computed.map(\.result)) }

    /// The answers to be left out: a small count, one that leaves a small one of its whole, and
    /// what is computed from either; `more` are left out for another reason.
    func hidden(
        in answers: [FieldPath: FieldValue],
        also more: Set<FieldPath> = []
    ) -> Set<FieldPath> {
        var hidden = more
        hidden.formUnion(
            answers.keys.filter { path in
                !shares.contains(path.template) && number(path, answers).map(isSmall) ?? false
            }
        )
        for (part, whole) in Self.parts {
            guard let part = FieldPath(part), let whole = FieldPath(whole),
                let few = number(part, answers), let all = number(whole, answers),
                // A whole that is less than its part can be subtracted from it as well.
                isSmall(abs(all - few))
            else { continue }
            hidden.insert(part)
        }
        while let more = following(hidden, answers) { hidden.formUnion(more) }
        return hidden.union(reasons(beside: hidden, in: answers))
    }

    /// Why a figure was set by hand may tell in words what is left out as a number: it goes with
    /// the figure, and where few were added or taken away.
    private func reasons(
        beside hidden: Set<FieldPath>,
        in answers: [FieldPath: FieldValue]
    ) -> Set<FieldPath> {
        var found: Set<FieldPath> = []
        for (path, value) in answers where path.template == "adjustment/figure" {
            guard case .choice(let name) = value, let figure = FieldPath(name) else { continue }
            let counted = path.beside("counted")
            let step = number(figure, answers).flatMap { set in
                number(counted, answers).map { abs(set - $0) }
            }
            guard
                hidden.contains(figure) || hidden.contains(counted)
                    || step.map(isSmall) == true
            else { continue }
            found.formUnion([counted, path.beside("reason")])
        }
        return found
    }

    /// A number leads to what is computed from it, and what is computed to its numbers.
    private func following(
        _ hidden: Set<FieldPath>,
        _ answers: [FieldPath: FieldValue]
    ) -> Set<FieldPath>? {
        let found = computed.flatMap { result, sources -> [FieldPath] in
            let results = answers.keys.filter { $0.template == result }
            let numbers = answers.keys.filter { sources.contains($0.template) }
            guard numbers.allSatisfy({ !hidden.contains($0) }) else { return results }
            let isHidden = results.contains(where: hidden.contains)
            return isHidden ? numbers.filter { number($0, answers) != nil } : []
        }
        let more = Set(found).subtracting(hidden)
        return more.isEmpty ? nil : more
    }

    private func number(_ path: FieldPath, _ answers: [FieldPath: FieldValue]) -> Int? {
        guard case .integer(let number)? = answers[path] else { return nil }
        return Int(clamping: number)
    }

    private func isSmall(_ count: Int) -> Bool { threshold.isSmall(count) }
}

extension FieldPath {
    /// Another question of the same group or instance.
    fileprivate func beside(_ name: String) -> FieldPath {
        FieldPath(segments.dropLast() + [Segment(name: name)])
    }
}
