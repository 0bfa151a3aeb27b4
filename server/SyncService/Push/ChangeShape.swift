// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Sealing

extension ChangeJudge {
    /// That a change holds what its kind needs, and nothing else.
    func checkShape(_ change: Change) throws {
        guard change.patch.count <= Limits.patchFieldsMax,
            (change.reason?.utf8.count ?? 0) <= Limits.reasonLengthMax
        else {
            throw Problem(
                .changeTooLarge,
                "A change has at most \(Limits.patchFieldsMax) fields and a reason of"
                    + " \(Limits.reasonLengthMax) bytes."
            )
        }
        guard change.counter > 0, change.hasFittingParts else {
            throw Problem(
                .changeMalformed,
                "A change of the kind \(change.kind.rawValue) does not look like this one."
            )
        }
        try checkWords(change)
        if case .move(.approve(_, _, let proof?))? = change.step,
            proof.utf8.count > SealedProof.lengthMax
        {
            throw Problem(.changeMalformed, "The proof of an approval is too long to be one.")
        }
        if case .move(.giveBack(_, let comments))? = change.step {
            guard comments.count <= Limits.patchFieldsMax,
                comments.values.allSatisfy({ $0.utf8.count <= Limits.reasonLengthMax })
            else {
                throw Problem(
                    .changeTooLarge,
                    "A comment has at most \(Limits.reasonLengthMax) bytes."
                )
            }
        }
        // A submission carries its manifest, which has a bound of its own.
        let limit = change.step == nil ? Limits.changeBytesMax : Limits.pushBytesMax
        guard try Canonical.encode(change).count <= limit else {
            throw Problem(
                .changeTooLarge,
                "The change is over \(limit / 1024) kB; save fewer fields at once."
            )
        }
    }

    private func checkWords(_ change: Change) throws {
        if change.kind == .resolve, !change.hasWords {
            throw Problem(
                .reasonMissing,
                "A resolution needs a reason: --reason \"why this value\""
            )
        }
        // One that was stored before comes back as it was.
        if case .move(.accept)? = change.step, change.former == nil, !change.hasWords {
            throw Problem(
                .reasonMissing,
                "Every return gets a reply, and this one has none: --reply TEXT"
            )
        }
    }
}

extension Change {
    var hasWords: Bool { reason?.contains { !$0.isWhitespace } ?? false }

    fileprivate var hasFittingParts: Bool {
        let edits = patch.values
        let isPlain = edits.allSatisfy {
            $0.take == nil && $0.settled == nil && $0.reopened == nil
        }
        switch kind {
        case .create: return base == 0 && step == nil && isPlain && patch[.exists] == nil
        case .edit: return step == nil && isPlain && patch[.exists] == nil && !patch.isEmpty
        case .delete:
            return step == nil && isPlain && patch.count == 1
                && patch[.exists]?.to == .boolean(false)
        case .resolve:
            return step == nil && !patch.isEmpty
                && edits.allSatisfy { $0.take == nil || $0.reopened == nil }
        case .step: return step != nil && patch.isEmpty
        case .void: return false
        }
    }
}
