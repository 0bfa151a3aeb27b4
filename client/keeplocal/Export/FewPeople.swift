// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldForms
import FieldModel
import FieldStore

/// Numbers of few people in returns, which a council keeps out of what it writes for others.
struct FewPeople {
    private let threshold: Threshold

    init(_ threshold: Threshold) { self.threshold = threshold }

    /// Nil for a form that is no return, and for an organisation's own.
    init?(_ form: CompiledForm, of record: Record, _ session: StoreSession) throws {
        guard form.definition.category == .return,
            try session.identity().actor.party(in: record.scope) != .organisation
        else { return nil }
        self.init(Threshold(try session.threshold(of: record.scope.council)))
    }

    /// By their names in the form: what is a part of what.
    private static let parts = [
        "people_new": "people_supported", "outcomes_paired": "outcomes_recorded",
        "outcomes_improved": "outcomes_paired",
    ]

    /// The answers to be left out: a small count, and one that leaves a small one of its whole.
    func hidden(in answers: [FieldPath: FieldValue]) -> Set<FieldPath> {
        var hidden = Set(answers.keys.filter { number($0, answers).map(isSmall) ?? false })
        for (part, whole) in Self.parts {
            guard let part = FieldPath(part), let whole = FieldPath(whole),
                let few = number(part, answers), let all = number(whole, answers),
                isSmall(all - few)
            else { continue }
            hidden.insert(part)
        }
        return hidden
    }

    private func number(_ path: FieldPath, _ answers: [FieldPath: FieldValue]) -> Int? {
        guard case .integer(let number)? = answers[path] else { return nil }
        return Int(clamping: number)
    }

    private func isSmall(_ count: Int) -> Bool { threshold.isSmall(count) }
}
