// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel

/// What a conflict is to the person who is to settle it.
package struct ConflictMeaning: Hashable, Sendable {
    package let conflict: Conflict
    package let form: FormID
    package let scope: Scope
    /// Since the second value was written.
    package let age: Int64
    /// Nil where people must be asked.
    package let suggestion: Suggestion?
    /// The figures that depend on the decision.
    package let effects: [ConflictEffect]
    /// Who or what reads the answer, as the form says it.
    package let usedBy: String?

    /// Conflicts that one decision fits: of the same question, and for the same reason.
    package func isAlike(_ other: ConflictMeaning) -> Bool {
        guard let rule = suggestion?.rule, rule == other.suggestion?.rule else { return false }
        return form == other.form && conflict.field.template == other.conflict.field.template
    }
}

extension StoreSession {
    /// What conflicts mean, in the same order; those of records that are not here are left out.
    ///
    /// - Complexity: One reading of the organisation's records for all of them, and one count of
    ///   figures for each candidate: past `effectsMax` conflicts, effects are left out.
    package func meanings(
        of conflicts: [Conflict],
        places: @escaping PlacesOfCouncil = { _, _ in [] }
    ) throws -> [ConflictMeaning] {
        var counter = try EffectCounter(
            self,
            isWorthwhile: conflicts.count <= Self.effectsMax,
            places: places
        )
        return try conflicts.compactMap { conflict in
            guard let state = try state(of: conflict.record),
                let versions = try versions(of: state.form)
            else { return nil }
            let second = conflict.candidates.map(\.at.instant).sorted().dropFirst().first
            return ConflictMeaning(
                conflict: conflict,
                form: state.form,
                scope: state.scope,
                age: max(0, (now.milliseconds - (second ?? now).milliseconds) / 1_000),
                suggestion: conflict.suggestion(in: state, versions, today: today, now: now),
                effects: conflict.state == .open ? try counter.effects(of: conflict) : [],
                usedBy: versions.field(conflict.field)?.item.usedBy
            )
        }
    }

    private static var effectsMax: Int { 100 }
}
