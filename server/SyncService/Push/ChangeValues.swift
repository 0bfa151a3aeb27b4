// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

extension ChangeJudge {
    /// That every value of a change fits its form.
    ///
    /// "Today" ends a day later here than at the server: a visit after midnight in summer time, and
    /// a device whose clock is a little fast, are ahead of UTC. A value that either day allows is
    /// taken.
    func checkValues(_ change: Change, _ form: CompiledForm) throws {
        // A decision may be for a candidate on a former scale; which there are is judged later.
        let isDecision = change.kind == .resolve
        let patch = change.patch.filter { field, edit in
            field != .exists && !(isDecision && edit.to?.isScaled == true)
        }.mapValues(\.to)
        // A choice that is offered no longer may stay where it stood.
        let former = change.patch.compactMapValues(\.was)
        let later = now.adding(seconds: 24 * 60 * 60)
        let late = Set(
            form.check(patch: patch, today: later.date, now: later, keeping: former).map(\.path)
        )
        if !late.isEmpty {
            let problems = form.check(patch: patch, today: now.date, now: now, keeping: former)
            if let problem = problems.first(where: { late.contains($0.path) }) {
                throw problem.problem
            }
        }
        try checkReplaced(change, form, later)
    }

    /// A sum or a set is made from what was replaced as well: it must be of the field's type.
    ///
    /// No more than the type, as a newer version of a form may allow less than the older one.
    private func checkReplaced(
        _ change: Change,
        _ form: CompiledForm,
        _ later: Instant
    ) throws {
        let replaced = change.patch.compactMapValues(\.was).filter { !$0.value.isScaled }
        let problems = form.check(
            patch: replaced.filter { $0.key != .exists }.mapValues { $0 },
            today: later.date,
            now: later
        )
        if let problem = problems.first(where: { $0.code == .fieldType }) { throw problem.problem }
        switch replaced[.exists] {
        case nil, .boolean: break
        default:
            throw Problem(
                .fieldType,
                "\(FieldPath.exists.text) is yes or no.",
                details: ["field": .string(FieldPath.exists.text)]
            )
        }
    }
}
