// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension CompiledForm {
    /// What other forms save to this one and could not any more, each with the form, its question
    /// and the reason; nothing that they could not save to the version before either.
    ///
    /// It stops nothing: whoever publishes this form may mend the other one next.
    package func losses(
        after former: CompiledForm,
        of others: some Sequence<CompiledForm>
    ) -> [String] {
        others.filter { $0.id != id }.sorted { $0.id.text < $1.id.text }.flatMap { other in
            let before = Set(other.problems(savingTo: former))
            return other.problems(savingTo: self).filter { !before.contains($0) }
                .map { "the form \(other.id): \($0)" }
        }
    }

    /// What stands in the way of its entities that are records of that form.
    private func problems(savingTo target: CompiledForm) -> [String] {
        guard entities.contains(where: { $0.entity.form == target.id }) else { return [] }
        let others = entities.map(\.entity.form).filter { $0 != target.id && $0 != id }
        let missing = Set(others.map { "entity \($0): " })
        return entityProblems(among: [target.id: target]).filter { problem in
            !missing.contains { problem.hasPrefix($0) }
        }
    }
}
