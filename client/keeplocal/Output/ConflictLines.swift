// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension Conflict {
    /// What was decided; nil when that was to leave the field without an answer.
    var settledWords: String? {
        guard field == .exists else { return resolution?.value?.words }
        return resolution?.value == .boolean(false) ? "deleted" : "kept"
    }

    /// The conflict as a person reads it: the question, the candidates, the next step.
    func lines(
        in session: StoreSession,
        isMasked: Bool = false,
        _ meaning: ConflictMeaning? = nil
    ) throws -> [String] {
        let state = try session.state(of: record)
        let form = try state.flatMap { try session.versions(of: $0.form) }
        let label =
            field == .exists ? "Is the record to be kept?" : form?.field(field)?.label ?? field.text
        var lines = [
            Style.bold(inert(label)) + "  conflict \(id.short)",
            "in \(state?.form.text ?? "record") \(record.short), field \(field.template)",
        ]
        if !isMasked, field != .exists {
            lines.append("It was: \(base?.words ?? "no answer")")
        }
        lines.append("")
        for candidate in candidates {
            let value = isMasked ? "(masked)" : candidate.words(in: field)
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
            lines += try meaning.lines(in: session)
        }
        return lines + (try ending(in: session, isMasked))
    }

    private func ending(in session: StoreSession, _ isMasked: Bool) throws -> [String] {
        guard let resolution else {
            var lines: [String] = []
            if let assignee {
                lines.append("For \(inert(try session.name(of: assignee))) to settle.")
            }
            return lines + [
                "Settle it:  keeplocal conflict take \(id.short) CANDIDATE --reason TEXT"
            ]
        }
        let value = isMasked ? "(masked)" : settledWords ?? "no answer"
        let stored = resolution.isStored ? "" : " (not sent yet)"
        return [
            "Settled: \(Style.bold(value))\(stored)",
            "by \(inert(try session.name(of: resolution.author))),"
                + " \(resolution.at.instant.words)",
            "because: \(inert(resolution.reason ?? ""))",
            "Undo it:  keeplocal conflict undo \(id.short) --reason TEXT",
        ]
    }
}
