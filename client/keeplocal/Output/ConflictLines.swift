// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension Conflict {
    /// The conflict as a person reads it: the question, the candidates, the next step.
    ///
    /// `form` is that of a record that this device does not hold.
    func lines(
        in session: StoreSession,
        isMasked: Bool = false,
        of form: FormID? = nil,
        _ meaning: ConflictMeaning? = nil
    ) throws -> [String] {
        let disputed = try DisputedAnswer(self, session, of: form)
        var lines = [
            Style.bold(inert(disputed.question)) + "  conflict \(id.short)",
            "in \(isMasked ? disputed.place : disputed.placeAndName), field \(field.template)",
        ]
        if !isMasked, field != .exists { lines.append("It was: \(disputed.words(base))") }
        lines.append("")
        for candidate in candidates {
            let value = isMasked ? "(masked)" : disputed.words(candidate)
            lines.append("  \(candidate.id.short)  \(Style.bold(value))")
            lines.append(
                "            \(inert(try session.name(of: candidate.author))),"
                    + " \(candidate.at.instant.words)"
            )
            for effect in meaning?.effects ?? [] {
                lines.append("            " + effect.words(of: candidate.id))
            }
        }
        lines.append("")
        if let meaning, meaning.conflict.state == .open {
            lines += try meaning.lines(in: session, disputed)
        }
        return lines + (try ending(disputed, in: session, isMasked))
    }

    private func ending(
        _ disputed: DisputedAnswer,
        in session: StoreSession,
        _ isMasked: Bool
    ) throws -> [String] {
        guard let resolution else {
            var lines: [String] = []
            if let assignee {
                lines.append("For \(inert(try session.name(of: assignee))) to settle.")
            }
            return lines + [
                "Settle it:  keeplocal conflict take \(id.short) CANDIDATE --reason TEXT"
            ]
        }
        let value = isMasked ? "(masked)" : disputed.settledWords
        let stored = resolution.isStored ? "" : " (not sent yet)"
        return [
            "Settled: \(Style.bold(value))\(stored)",
            "by \(inert(try session.name(of: resolution.author))),"
                + " \(resolution.at.instant.words)",
            "because: \(inert(resolution.reason ?? ""))",
        ] + (try appealLines(in: session, isMasked)) + [
            "Undo it:  keeplocal conflict undo \(id.short) --reason TEXT",
            "Appeal:  keeplocal conflict appeal \(id.short) --reason TEXT",
        ]
    }

    private func appealLines(in session: StoreSession, _ isMasked: Bool) throws -> [String] {
        guard let appeal else { return [] }
        let words = isMasked ? "(masked)" : inert(appeal.reason ?? "")
        return [
            Style.bold("Appealed by \(inert(try session.name(of: appeal.author)))")
                + ", \(appeal.at.instant.words): \(words)"
        ]
    }
}
