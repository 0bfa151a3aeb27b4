// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Whether a step can be taken: the moves of a return, a signature, an appeal.
struct StepJudge {
    let reader: any StorageReader
    let forms: FormShelf

    /// - Throws: `Problem`, which is the refusal.
    func check(
        _ change: Change,
        upon former: StoredRecord,
        _ versions: FormVersions,
        by actor: Actor
    ) throws {
        // Its author saw the record as the version says that the change was made with.
        let known = versions.upTo(change.formVersion) ?? versions
        switch change.step {
        case .move(let move): try check(move, change, upon: former, known, by: actor)
        case .sign(let content): try known.view(former.state).requireSignable(as: content)
        case .appeal(let field):
            try checkAppeal(change, field, of: versions.conflicts(former.state), versions)
        default: break
        }
    }

    private func check(
        _ move: ReturnMove,
        _ change: Change,
        upon former: StoredRecord,
        _ known: FormVersions,
        by actor: Actor
    ) throws {
        var progress = ReturnProgress(former.state)
        try progress.take(move, Stamp(change, version: nil))
        guard case .submit(let revision) = move else { return }
        try RevisionJudge(reader: reader).check(revision, of: former, versions: known)
        try SameReturn(reader: reader, forms: forms)
            .requireOnly(revision, in: change.scope, known)
        try DelegationJudge(reader: reader, forms: forms)
            .check(revision, by: actor, in: change.scope, versions: known)
    }

    private func checkAppeal(
        _ change: Change,
        _ field: FieldPath,
        of conflicts: [Conflict],
        _ versions: FormVersions
    ) throws {
        let place = field == .exists ? field : versions.place(of: field)
        guard conflicts.contains(where: { $0.field == place && $0.state == .resolved }) else {
            throw Problem(
                .conflictNone,
                "Nothing was settled about \(field), so nothing is appealed."
            )
        }
        guard change.hasWords else {
            throw Problem(.reasonMissing, "An appeal says why: --reason TEXT")
        }
    }
}
